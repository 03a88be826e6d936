/**
 * Order books: price-time priority with fees between the sides.
 *
 * <p>A buyer's limit is all-in, a seller's is net, so an ask and a bid match if ask + fees is at
 * most the bid. The order that rests sets the price: its ask if it sells, its limit less fees if it
 * buys. A book is single-threaded state: the thread that runs the matching engine owns it.
 */
@NullMarked
package energy.peerwatt.book;

import org.jspecify.annotations.NullMarked;
