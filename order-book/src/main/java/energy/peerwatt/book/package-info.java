/**
 * Order books: price-time priority with a cost between the sides, and call auctions.
 *
 * <p>{@link energy.peerwatt.book.OrderBook} says what a book does; {@code ReferenceOrderBook} does
 * it obviously right, {@code LadderOrderBook} fast. A buyer's limit is all-in, a seller's is net. A
 * book is single-threaded state: the thread that runs the matching engine owns it.
 */
@NullMarked
package energy.peerwatt.book;

import org.jspecify.annotations.NullMarked;
