/** Tests of the gateway as a whole. */
@NullMarked
package energy.peerwatt.edge;

import org.jspecify.annotations.NullMarked;
