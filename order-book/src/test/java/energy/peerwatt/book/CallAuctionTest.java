package energy.peerwatt.book;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.MarketDesign.Rationing;
import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;
import org.junit.jupiter.api.Test;

/** What every call does, on whatever book. */
abstract class CallAuctionTest {

    private final CallFloor floor;

    CallAuctionTest(OrderBook book) {
        floor = new CallFloor(book);
        floor.book.open(1);
    }

    @Test
    void nothingTradesWithoutTwoSides() {
        floor.bid(1_000, 20);

        assertThat(floor.auction.indicate(floor.contract, 0)).isFalse();
        assertThat(floor.clear()).isZero();

        assertThat(floor.happened()).isEmpty();
        assertThat(floor.auction.volume()).isZero();
    }

    @Test
    void nothingTradesWithoutBids() {
        floor.ask(1_000, 20);

        assertThat(floor.clear()).isZero();
    }

    @Test
    void nothingTradesBelowTheAskPlusFee() {
        floor.bid(1_000, 29);
        floor.ask(1_000, 20);

        assertThat(floor.clear(10, MatchScope.UNLIMITED, Rationing.TIME)).isZero();
        assertThat(floor.book.size(floor.contract)).isEqualTo(2);

        assertThat(floor.clear(9, MatchScope.UNLIMITED, Rationing.TIME)).isEqualTo(1_000);
        assertThat(floor.auction.price()).isEqualTo(20);
        assertThat(floor.book.size(floor.contract)).isZero();
    }

    @Test
    void priceIsTheMiddleWithoutTheFee() {
        floor.bid(500, 34);
        floor.ask(500, 10);

        floor.clear(4, MatchScope.UNLIMITED, Rationing.TIME);

        assertThat(floor.happened())
                .containsExactly(new EventLog.Traded(0, 2, 101, 1, 100, 500, 20));
    }

    @Test
    void oddMiddleIsRoundedDownOnBothSidesOfZero() {
        floor.bid(10, -1);
        floor.ask(10, -4);
        floor.clear();
        assertThat(floor.auction.price()).isEqualTo(-3);

        floor.bid(10, 7);
        floor.ask(10, 4);
        floor.clear();
        assertThat(floor.auction.price()).isEqualTo(5);

        floor.bid(10, 2);
        floor.ask(10, -5);
        floor.clear();
        assertThat(floor.auction.price()).isEqualTo(-2);
    }

    @Test
    void partlyFilledBidSetsThePrice() {
        floor.bid(300, 80);
        floor.bid(300, 60);
        floor.ask(400, 20);

        assertThat(floor.clear()).isEqualTo(400);

        assertThat(floor.auction.price()).isEqualTo(60);
        assertThat(floor.book.left(1)).isZero();
        assertThat(floor.book.left(2)).isEqualTo(200);
    }

    @Test
    void partlyFilledAskSetsThePrice() {
        floor.bid(300, 80);
        floor.ask(200, 10);
        floor.ask(200, 30);
        floor.ask(200, 40);

        assertThat(floor.clear()).isEqualTo(300);

        assertThat(floor.auction.price()).isEqualTo(30);
        assertThat(floor.book.left(3)).isEqualTo(100);
        assertThat(floor.book.left(4)).isEqualTo(200);
    }

    @Test
    void nextBidAndAskNarrowTheRange() {
        floor.bid(100, 90);
        floor.bid(100, 42);
        floor.ask(100, 10);
        floor.ask(100, 50);

        floor.clear();

        assertThat(floor.auction.price()).isEqualTo(46);
    }

    @Test
    void indicationChangesNothing() {
        floor.bid(300, 80);
        floor.ask(400, 20);

        assertThat(floor.auction.indicate(floor.contract, 0)).isTrue();

        assertThat(floor.auction.volume()).isEqualTo(300);
        assertThat(floor.auction.price()).isEqualTo(20);
        assertThat(floor.book.left(1)).isEqualTo(300);
        assertThat(floor.book.left(2)).isEqualTo(400);
        assertThat(floor.happened()).isEmpty();
    }

    @Test
    void pairsByPriceThenPriority() {
        floor.bid(100, 50);
        floor.bid(100, 70);
        floor.bid(100, 50);
        floor.ask(150, 10);
        floor.ask(50, 20);
        floor.ask(100, 10);

        floor.clear();

        assertThat(floor.happened())
                .containsExactly(
                        new EventLog.Traded(0, 4, 103, 2, 101, 100, 35),
                        new EventLog.Traded(0, 4, 103, 1, 100, 50, 35),
                        new EventLog.Traded(0, 6, 105, 1, 100, 50, 35),
                        new EventLog.Traded(0, 6, 105, 3, 102, 50, 35),
                        new EventLog.Traded(0, 5, 104, 3, 102, 50, 35));
    }

    @Test
    void timeCutsTheLatest() {
        floor.bid(100, 50);
        floor.bid(100, 50);
        floor.bid(100, 50);
        floor.ask(150, 10);

        floor.clear();

        assertThat(floor.book.left(1)).isZero();
        assertThat(floor.book.left(2)).isEqualTo(50);
        assertThat(floor.book.left(3)).isEqualTo(100);
    }

    @Test
    void proRataCutsAllAlikeAndGivesLeftoversToTheLargestRemainders() {
        floor.bid(100, 50);
        floor.bid(50, 50);
        floor.bid(100, 50);
        floor.ask(101, 10);

        // 40.4, 20.2, 40.4: the one Wh left over goes to the earlier of the equal remainders
        floor.clear(0, MatchScope.UNLIMITED, Rationing.PRO_RATA);

        assertThat(floor.book.left(1)).isEqualTo(59);
        assertThat(floor.book.left(2)).isEqualTo(30);
        assertThat(floor.book.left(3)).isEqualTo(60);
        assertThat(floor.auction.price()).isEqualTo(50);
    }

    @Test
    void proRataMayGiveAnOrderNothing() {
        floor.bid(100, 50);
        floor.bid(1, 50);
        floor.bid(100, 50);
        floor.ask(2, 10);

        floor.clear(0, MatchScope.UNLIMITED, Rationing.PRO_RATA);

        assertThat(floor.happened())
                .containsExactly(
                        new EventLog.Traded(0, 4, 103, 1, 100, 1, 50),
                        new EventLog.Traded(0, 4, 103, 3, 102, 1, 50));
        assertThat(floor.book.left(2)).isEqualTo(1);
    }

    @Test
    void boundRationsBothSidesAtTheUnboundedPrice() {
        floor.bid(100, 90);
        floor.bid(100, 50);
        floor.ask(100, 10);
        floor.ask(100, 20);

        assertThat(floor.clear(0, 150, Rationing.TIME)).isEqualTo(150);

        assertThat(floor.auction.price()).isEqualTo(35);
        assertThat(floor.book.left(1)).isZero();
        assertThat(floor.book.left(2)).isEqualTo(50);
        assertThat(floor.book.left(3)).isZero();
        assertThat(floor.book.left(4)).isEqualTo(50);
    }

    @Test
    void boundOfZeroLeavesAllAsItIs() {
        floor.bid(100, 90);
        floor.ask(100, 10);

        assertThat(floor.clear(0, 0, Rationing.PRO_RATA)).isZero();

        assertThat(floor.happened()).isEmpty();
        assertThat(floor.book.size(floor.contract)).isEqualTo(2);
    }

    @Test
    void icebergCountsWhole() {
        floor.collect(Side.BUY, 500, 30, 7, 100, 0);
        floor.ask(400, 10);

        assertThat(floor.clear()).isEqualTo(400);

        assertThat(floor.book.left(1)).isEqualTo(100);
        assertThat(floor.auction.price()).isEqualTo(30);
    }

    /** Executable together only because the fee fell after they were collected. */
    private void collectOwnAndOther(SelfTradePrevention rule) {
        floor.selfTrade = rule;
        floor.collect(Side.BUY, 100, 50, 7, 0, 100);
        floor.bid(100, 40);
        floor.collect(Side.SELL, 150, 10, 7, 0, 100);
    }

    @Test
    void theNewerOfOneGroupLeavesBeforeTheCall() {
        collectOwnAndOther(SelfTradePrevention.CANCEL_NEWEST);

        assertThat(floor.clear()).isZero();

        assertThat(floor.happened())
                .containsExactly(
                        new EventLog.Removed(0, 3, 7, Side.SELL, 10, 150, 0, Removal.SELF_TRADE));
        assertThat(floor.book.size(floor.contract)).isEqualTo(2);
    }

    @Test
    void theOlderOfOneGroupHasNoPartInThePrice() {
        collectOwnAndOther(SelfTradePrevention.CANCEL_OLDEST);

        assertThat(floor.clear()).isEqualTo(100);

        // with the bid at 50 the price would be 40
        assertThat(floor.happened())
                .containsExactly(
                        new EventLog.Removed(0, 1, 7, Side.BUY, 50, 100, 0, Removal.SELF_TRADE),
                        new EventLog.Traded(0, 3, 7, 2, 101, 100, 10));
    }

    @Test
    void bothOfOneGroupLeaveBeforeTheCall() {
        collectOwnAndOther(SelfTradePrevention.CANCEL_BOTH);

        assertThat(floor.clear()).isZero();

        assertThat(floor.happened())
                .containsExactly(
                        new EventLog.Removed(0, 1, 7, Side.BUY, 50, 100, 0, Removal.SELF_TRADE),
                        new EventLog.Removed(0, 3, 7, Side.SELL, 10, 150, 0, Removal.SELF_TRADE));
    }

    @Test
    void bothOfOneGroupLoseTheSmallerQuantityBeforeTheCall() {
        collectOwnAndOther(SelfTradePrevention.DECREMENT);

        assertThat(floor.clear()).isEqualTo(50);

        assertThat(floor.happened())
                .containsExactly(
                        new EventLog.Removed(0, 1, 7, Side.BUY, 50, 100, 0, Removal.SELF_TRADE),
                        new EventLog.Removed(0, 3, 7, Side.SELL, 10, 100, 50, Removal.SELF_TRADE),
                        new EventLog.Traded(0, 3, 7, 2, 101, 50, 40));
        assertThat(floor.book.left(2)).isEqualTo(50);
    }

    /** Priced with the own orders, the stranger's bid would get nothing. */
    @Test
    void ownOrdersThatWouldNotBePairedMeetToo() {
        floor.ask(10, 20);
        floor.bid(10, 100);
        floor.collect(Side.SELL, 100, 160, 7, 0, 100);
        floor.collect(Side.BUY, 100, 170, 7, 0, 100);

        assertThat(floor.clear()).isEqualTo(10);

        assertThat(floor.happened())
                .containsExactly(
                        new EventLog.Removed(0, 4, 7, Side.BUY, 170, 100, 0, Removal.SELF_TRADE),
                        new EventLog.Traded(0, 1, 100, 2, 101, 10, 60));
    }

    @Test
    void ownOrdersMeetBestFirstAndIcebergsWhole() {
        floor.collect(Side.BUY, 100, 30, 7, 0, 100);
        floor.collect(Side.BUY, 100, 50, 7, 10, 100);
        floor.collect(Side.BUY, 100, 30, 7, 0, 100);
        floor.collect(Side.BUY, 100, 9, 7, 0, 100);
        floor.selfTrade = SelfTradePrevention.DECREMENT;
        floor.collect(Side.SELL, 250, 10, 7, 0, 100);

        assertThat(floor.clear()).isZero();

        assertThat(floor.happened())
                .containsExactly(
                        new EventLog.Removed(0, 2, 7, Side.BUY, 50, 100, 0, Removal.SELF_TRADE),
                        new EventLog.Removed(0, 5, 7, Side.SELL, 10, 100, 150, Removal.SELF_TRADE),
                        new EventLog.Removed(0, 1, 7, Side.BUY, 30, 100, 0, Removal.SELF_TRADE),
                        new EventLog.Removed(0, 5, 7, Side.SELL, 10, 100, 50, Removal.SELF_TRADE),
                        new EventLog.Removed(0, 3, 7, Side.BUY, 30, 50, 50, Removal.SELF_TRADE),
                        new EventLog.Removed(0, 5, 7, Side.SELL, 10, 50, 0, Removal.SELF_TRADE));
        assertThat(floor.book.size(floor.contract)).isEqualTo(2);
    }

    @Test
    void isExecutedOnce() {
        floor.bid(100, 90);
        floor.ask(100, 10);
        floor.clear();
        floor.bid(100, 90);
        floor.ask(100, 10);

        floor.executeAgain();

        assertThat(floor.happened()).hasSize(1);
    }

    @Test
    void allotsNothingWhereNothingTrades() {
        floor.bid(100, 10);
        floor.ask(100, 90);
        assertThat(allot(MatchScope.UNLIMITED)).isFalse();

        floor.bid(100, 95);
        assertThat(allot(0)).isFalse();
        assertThat(allot(1)).isTrue();
        assertThat(floor.auction.volume()).isEqualTo(1);
    }

    private boolean allot(long bound) {
        return floor.auction.allot(floor.contract, 0, bound, Rationing.TIME);
    }

    @Test
    void clearsItsContractOnly() {
        int other = floor.book.open(1);
        floor.bid(100, 90);
        floor.ask(100, 10);

        assertThat(floor.auction.indicate(other, 0)).isFalse();
        assertThat(floor.clear()).isEqualTo(100);
    }

    @Test
    void growsWithTheBook() {
        for (int i = 0; i < 1_000; i++) {
            floor.bid(3, 100 + i % 7);
            floor.ask(3, i % 5);
        }

        assertThat(floor.clear(0, 2_000, Rationing.PRO_RATA)).isEqualTo(2_000);

        assertThat(floor.auction.price()).isEqualTo(52);
        floor.clear();
        assertThat(floor.book.size(floor.contract)).isZero();
    }
}
