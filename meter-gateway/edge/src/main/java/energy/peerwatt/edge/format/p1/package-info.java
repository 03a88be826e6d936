/**
 * Telegrams of the P1 port of Dutch, Belgian, Luxembourgish and other meters, and of the same form
 * on other ports. Immutable.
 */
@NullMarked
package energy.peerwatt.edge.format.p1;

import org.jspecify.annotations.NullMarked;
