/**
 * Commands to members' devices: what is ordered, and what became of it.
 *
 * <p>Immutable values; {@code headend.store} keeps them.
 */
@NullMarked
package energy.peerwatt.metering.headend.setpoint;

import org.jspecify.annotations.NullMarked;
