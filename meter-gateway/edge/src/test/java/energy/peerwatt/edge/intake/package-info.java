/** Tests of what is kept out, and of what is passed on. */
@NullMarked
package energy.peerwatt.edge.intake;

import org.jspecify.annotations.NullMarked;
