package energy.peerwatt.book;

class LadderCallAuctionTest extends CallAuctionTest {

    LadderCallAuctionTest() {
        super(new LadderOrderBook());
    }
}
