/** How far the market is: its numbers and whether it is ready. Safe for use by several threads. */
@NullMarked
package energy.peerwatt.web.status;

import org.jspecify.annotations.NullMarked;
