/** Tests of the drivers and the device list. */
@NullMarked
package energy.peerwatt.edge.device;

import org.jspecify.annotations.NullMarked;
