/**
 * Order books. A book is single-threaded state: the thread that runs the matching engine owns it.
 */
@NullMarked
package energy.peerwatt.book;

import org.jspecify.annotations.NullMarked;
