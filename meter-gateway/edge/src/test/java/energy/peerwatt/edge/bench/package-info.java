/** How many meters one gateway polls, measured on the program itself. */
@NullMarked
package energy.peerwatt.edge.bench;

import org.jspecify.annotations.NullMarked;
