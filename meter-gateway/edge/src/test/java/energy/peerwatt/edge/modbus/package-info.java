/** Tests of the Modbus client against real j2mod slaves and against peers that misbehave. */
@NullMarked
package energy.peerwatt.edge.modbus;

import org.jspecify.annotations.NullMarked;
