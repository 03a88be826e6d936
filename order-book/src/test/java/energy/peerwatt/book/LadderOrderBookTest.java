package energy.peerwatt.book;

class LadderOrderBookTest extends OrderBookTest {

    @Override
    OrderBook newBook() {
        return new LadderOrderBook();
    }
}
