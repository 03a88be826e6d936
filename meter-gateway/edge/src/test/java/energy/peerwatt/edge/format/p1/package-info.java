/** Tests of the P1 telegrams. */
@NullMarked
package energy.peerwatt.edge.format.p1;

import org.jspecify.annotations.NullMarked;
