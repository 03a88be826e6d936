package energy.peerwatt.book;

class ReferenceOrderBookTest extends OrderBookTest {

    @Override
    OrderBook newBook() {
        return new ReferenceOrderBook();
    }
}
