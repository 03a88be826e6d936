/** Tests of the SunSpec decoder, also against recordings of real devices. */
@NullMarked
package energy.peerwatt.edge.sunspec;

import org.jspecify.annotations.NullMarked;
