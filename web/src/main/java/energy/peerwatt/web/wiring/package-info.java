/**
 * Puts the market together: which stages a role has, the order in which everything starts and
 * stops, and whether it is well.
 */
@NullMarked
package energy.peerwatt.web.wiring;

import org.jspecify.annotations.NullMarked;
