package energy.peerwatt.book;

class ReferenceCallAuctionTest extends CallAuctionTest {

    ReferenceCallAuctionTest() {
        super(new ReferenceOrderBook());
    }
}
