/** Tests of {@code energy.peerwatt.edge.control}. */
@NullMarked
package energy.peerwatt.edge.control;

import org.jspecify.annotations.NullMarked;
