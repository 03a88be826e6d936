package energy.peerwatt.matching;

import energy.peerwatt.book.LadderOrderBook;
import energy.peerwatt.book.OrderBook;
import energy.peerwatt.book.ReferenceOrderBook;

/** The books that an engine works on alike. */
enum TestBook {
    REFERENCE,
    LADDER;

    OrderBook open() {
        return switch (this) {
            case REFERENCE -> new ReferenceOrderBook();
            case LADDER -> new LadderOrderBook();
        };
    }
}
