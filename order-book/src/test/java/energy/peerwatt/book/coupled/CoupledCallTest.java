package energy.peerwatt.book.coupled;

import static energy.peerwatt.book.coupled.CoupledCall.PriceRule.LOWEST;
import static energy.peerwatt.book.coupled.CoupledCall.PriceRule.MIDDLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.book.coupled.CoupledCall.Block;
import energy.peerwatt.book.coupled.CoupledCall.Link;
import energy.peerwatt.book.coupled.CoupledCall.Order;
import energy.peerwatt.book.coupled.CoupledCall.Profile;
import energy.peerwatt.market.Side;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CoupledCallTest {

    private static Order buy(int area, long quantity, long limit) {
        return new Order(area, 0, Side.BUY, quantity, limit);
    }

    private static Order sell(int area, long quantity, long limit) {
        return new Order(area, 0, Side.SELL, quantity, limit);
    }

    private static Link link(int from, int to, long capacity, long fee) {
        return new Link(from, to, 0, capacity, fee);
    }

    private static Clearing clear(int areas, List<Order> orders, Link... links) {
        return new CoupledCall(areas, orders, List.of(links)).clear(MIDDLE);
    }

    private static Clearing clear(List<Order> orders, Block... blocks) {
        return new CoupledCall(1, 4, orders, List.of(), List.of(blocks)).clear(MIDDLE);
    }

    @Test
    void areasWithoutLinksClearForThemselves() {
        Clearing clearing =
                clear(2, List.of(buy(0, 10, 30), sell(0, 10, 20), buy(1, 5, 9), sell(1, 6, 7)));

        assertThat(clearing.filled()).containsExactly(10L, 10L, 5L, 5L);
        assertThat(clearing.price(0, 0)).hasValue(25);
        assertThat(clearing.price(1, 0)).hasValue(7);
    }

    @Test
    void noPriceWhereNothingTrades() {
        Clearing clearing = clear(2, List.of(buy(0, 10, 19), sell(0, 10, 20)));

        assertThat(clearing.filled()).containsExactly(0L, 0L);
        assertThat(clearing.prices())
                .containsExactly(List.of(OptionalLong.empty(), OptionalLong.empty()));
    }

    @Test
    void ordersThatJustMeetTrade() {
        Clearing clearing = clear(2, List.of(buy(0, 10, 22), sell(1, 10, 20)), link(1, 0, 50, 2));

        assertThat(clearing.filled()).containsExactly(10L, 10L);
        assertThat(clearing.flows()).containsExactly(10L);
    }

    @Test
    void freeLinkKeepsPricesApartByItsFee() {
        Clearing clearing = clear(2, List.of(buy(0, 10, 40), sell(1, 20, 20)), link(1, 0, 50, 3));

        assertThat(clearing.price(1, 0)).hasValue(20);
        assertThat(clearing.price(0, 0)).hasValue(23);
    }

    @Test
    void fullLinkSeparatesPrices() {
        Clearing clearing =
                clear(
                        2,
                        List.of(buy(0, 10, 40), sell(0, 10, 35), sell(1, 20, 20)),
                        link(1, 0, 4, 3));

        assertThat(clearing.filled()).containsExactly(10L, 6L, 4L);
        assertThat(clearing.flows()).containsExactly(4L);
        assertThat(clearing.price(0, 0)).hasValue(35);
        assertThat(clearing.price(1, 0)).hasValue(20);
    }

    @Test
    void linkThatDoesNotPayCarriesNothing() {
        Clearing clearing = clear(2, List.of(buy(0, 10, 22), sell(1, 10, 20)), link(1, 0, 50, 3));

        assertThat(clearing.flows()).containsExactly(0L);
        assertThat(clearing.filled()).containsExactly(0L, 0L);
    }

    @Test
    void energyPassesThroughAreasOnTheCheapestWay() {
        Clearing clearing =
                clear(
                        3,
                        List.of(buy(0, 10, 40), sell(2, 10, 20)),
                        link(2, 0, 50, 9),
                        link(2, 1, 6, 2),
                        link(1, 0, 50, 2));

        assertThat(clearing.flows()).containsExactly(4L, 6L, 6L);
        assertThat(clearing.price(1, 0)).isEmpty();
    }

    @Test
    void counterflowGivesBackWhatFlows() {
        // The best pair is 0 to 2 by way of 1; then 1 sells to 2 only if that energy stays in 1.
        Clearing clearing =
                clear(
                        3,
                        List.of(sell(0, 5, 0), buy(2, 5, 100), sell(1, 5, 60), buy(1, 5, 70)),
                        link(0, 1, 5, 1),
                        link(1, 2, 5, 1),
                        link(0, 2, 5, 50));

        assertThat(clearing.filled()).containsExactly(5L, 5L, 5L, 5L);
        assertThat(clearing.flows()).containsExactly(5L, 5L, 0L);
    }

    @Test
    void aWayAgainstTheFlowIsTaken() {
        // 0 sells to 1 first. Then 2, which reaches only 1, serves it, and 0 sells at home.
        Clearing clearing =
                clear(
                        3,
                        List.of(sell(0, 5, 0), buy(1, 5, 100), sell(2, 5, 40), buy(0, 5, 50)),
                        link(0, 1, 5, 1),
                        link(2, 1, 5, 1));

        assertThat(clearing.filled()).containsExactly(5L, 5L, 5L, 5L);
        assertThat(clearing.flows()).containsExactly(0L, 5L);
    }

    @Test
    void aLineCarriesNothingBothWays() {
        Clearing clearing =
                clear(
                        3,
                        List.of(sell(0, 5, 10), buy(1, 5, 90), sell(1, 5, 20), buy(2, 5, 80)),
                        link(1, 0, 5, 0),
                        link(0, 1, 5, 0),
                        link(0, 2, 5, 0));

        assertThat(clearing.filled()).containsExactly(5L, 5L, 5L, 5L);
        assertThat(Math.min(clearing.flows().get(0), clearing.flows().get(1))).isZero();
        assertThat(clearing.flows().get(2)).isEqualTo(5);
    }

    @Test
    void earlierOrderOfALimitComesFirst() {
        Clearing clearing =
                clear(1, List.of(buy(0, 5, 30), sell(0, 4, 20), sell(0, 4, 20), sell(0, 4, 10)));

        assertThat(clearing.filled()).containsExactly(5L, 1L, 0L, 4L);
    }

    @Test
    void lowestPriceIsTheMarginalSellers() {
        CoupledCall call = new CoupledCall(1, List.of(buy(0, 5, 30), sell(0, 5, 21)), List.of());

        assertThat(call.clear(LOWEST).price(0, 0)).hasValue(21);
        assertThat(call.clear(MIDDLE).price(0, 0)).hasValue(25);
    }

    @Test
    void negativePricesAreRoundedDownToo() {
        assertThat(clear(1, List.of(buy(0, 5, -1), sell(0, 5, -4))).price(0, 0)).hasValue(-3);
    }

    @Test
    void intervalsAreIndependentWithoutBlocks() {
        List<Order> orders =
                List.of(
                        new Order(0, 0, Side.BUY, 5, 30),
                        new Order(0, 1, Side.SELL, 5, 10),
                        new Order(1, 1, Side.BUY, 5, 12));
        List<Link> links = List.of(new Link(0, 1, 0, 9, 0), new Link(0, 1, 1, 9, 1));

        Clearing clearing = new CoupledCall(2, 2, orders, links, List.of()).clear(MIDDLE);

        assertThat(clearing.filled()).containsExactly(0L, 5L, 5L);
        assertThat(clearing.flows()).containsExactly(0L, 5L);
        assertThat(clearing.price(0, 1)).hasValue(10);
        assertThat(clearing.price(1, 1)).hasValue(11);
    }

    @Test
    void blockIsTakenWholeOverItsIntervals() {
        List<Order> orders =
                List.of(
                        new Order(0, 1, Side.BUY, 10, 80),
                        new Order(0, 2, Side.BUY, 10, 30),
                        new Order(0, 3, Side.BUY, 10, 99));
        Profile profile = new Profile(0, 1, List.of(10L, 10L));

        Clearing taken = clear(orders, Block.allOrNothing(Side.SELL, profile, 55));
        Clearing left = clear(orders, Block.allOrNothing(Side.SELL, profile, 56));

        // Worth it on average only at the highest prices there are.
        assertThat(taken.parts()).containsExactly(1L);
        assertThat(taken.filled()).containsExactly(10L, 10L, 0L);
        assertThat(taken.price(0, 1)).hasValue(80);
        assertThat(taken.price(0, 2)).hasValue(30);
        assertThat(left.parts()).containsExactly(0L);
        assertThat(left.filled()).containsExactly(0L, 0L, 0L);
    }

    @Test
    void buyingBlockLikesTheLowestPrices() {
        List<Order> orders =
                List.of(new Order(0, 0, Side.SELL, 10, 80), new Order(0, 1, Side.SELL, 10, 30));
        Profile profile = new Profile(0, 0, List.of(10L, 10L));

        Clearing taken = clear(orders, Block.allOrNothing(Side.BUY, profile, 55));
        Clearing left = clear(orders, Block.allOrNothing(Side.BUY, profile, 54));

        assertThat(taken.parts()).containsExactly(1L);
        assertThat(taken.price(0, 0)).hasValue(80);
        assertThat(taken.price(0, 1)).hasValue(30);
        assertThat(left.parts()).containsExactly(0L);
    }

    @Test
    void blockThatMustBeContentNarrowsThePrice() {
        Clearing clearing =
                clear(
                        List.of(buy(0, 10, 90)),
                        Block.allOrNothing(Side.SELL, new Profile(0, 0, List.of(10L)), 50));

        assertThat(clearing.price(0, 0)).hasValue(70);
    }

    @Test
    void blockThatCanBeContentEverywhereIs() {
        List<Order> orders =
                List.of(buy(0, 20, 50), sell(0, 10, 20), new Order(0, 1, Side.BUY, 10, 80));
        Profile profile = new Profile(0, 0, List.of(10L, 10L));

        Clearing clearing = clear(orders, Block.allOrNothing(Side.SELL, profile, 50));

        // On average it would be content with 35 and 80, the middle for the others, as well.
        assertThat(clearing.price(0, 0)).hasValue(50);
        assertThat(clearing.price(0, 1)).hasValue(65);
    }

    @Test
    void blockOfOneIntervalHoldsThePriceForAnotherOfMore() {
        // Only the two blocks trade in the first interval.
        Clearing clearing =
                clear(
                        List.of(new Order(0, 1, Side.BUY, 10, 70)),
                        Block.allOrNothing(Side.SELL, new Profile(0, 0, List.of(10L, 10L)), 50),
                        Block.allOrNothing(Side.BUY, new Profile(0, 0, List.of(10L)), 40));

        assertThat(clearing.parts()).containsExactly(1L, 1L);
        assertThat(clearing.price(0, 0)).hasValue(40);
        assertThat(clearing.price(0, 1)).hasValue(70);
    }

    @Test
    void blocksAreLeftOutWhereNothingGivesAPrice() {
        // They meet in interval 1. 100 there would content both, but no limit says so.
        List<Order> orders =
                List.of(new Order(0, 0, Side.BUY, 10, 10), new Order(0, 2, Side.SELL, 10, 5));
        Block first = Block.allOrNothing(Side.SELL, new Profile(0, 0, List.of(10L, 10L)), 50);
        Block second = Block.allOrNothing(Side.BUY, new Profile(0, 1, List.of(10L, 10L)), 60);

        assertThat(clear(orders, first, second).parts()).containsExactly(0L, 0L);
    }

    @Test
    void buyingBlockBehindAFullLinkPaysTheFeeAtLeast() {
        List<Order> orders =
                List.of(sell(1, 10, 20), sell(1, 10, 40), new Order(0, 1, Side.SELL, 10, 100));
        Block block = Block.allOrNothing(Side.BUY, new Profile(0, 0, List.of(10L, 10L)), 70);

        Clearing clearing = clearTwoAreas(orders, link(1, 0, 10, 3), block);

        assertThat(clearing.parts()).containsExactly(1L);
        assertThat(clearing.price(1, 0)).hasValue(30);
        assertThat(clearing.price(0, 0)).hasValue(33);
        assertThat(clearing.price(0, 1)).hasValue(100);
    }

    @Test
    void sellingBlockBehindAFullLinkBearsTheFeeAtLeast() {
        List<Order> orders =
                List.of(buy(1, 10, 40), buy(1, 10, 20), new Order(0, 1, Side.BUY, 10, 1));
        Block block = Block.allOrNothing(Side.SELL, new Profile(0, 0, List.of(10L, 10L)), 14);

        Clearing clearing = clearTwoAreas(orders, link(0, 1, 10, 3), block);

        assertThat(clearing.parts()).containsExactly(1L);
        assertThat(clearing.price(1, 0)).hasValue(30);
        assertThat(clearing.price(0, 0)).hasValue(27);
        assertThat(clearing.price(0, 1)).hasValue(1);
    }

    private static Clearing clearTwoAreas(List<Order> orders, Link link, Block block) {
        return new CoupledCall(2, 2, orders, List.of(link), List.of(block)).clear(MIDDLE);
    }

    @Test
    void blocksMayTradeWithEachOther() {
        Profile profile = new Profile(0, 0, List.of(10L, 20L));

        Clearing clearing =
                clear(
                        List.of(),
                        Block.allOrNothing(Side.SELL, profile, 50),
                        Block.allOrNothing(Side.BUY, profile, 60));

        assertThat(clearing.parts()).containsExactly(1L, 1L);
        assertThat(clearing.price(0, 0)).hasValue(55);
        assertThat(clearing.price(0, 1)).hasValue(55);
    }

    @Test
    void blockIsNotTakenAtALossForTheSakeOfOthers() {
        // Together they would be worth more; but then the small order sets the price at 10.
        Clearing clearing =
                clear(
                        List.of(buy(0, 10, 300), buy(0, 14, 10), sell(0, 13, 100)),
                        Block.atLeast(11, sell(0, 12, 40)));

        assertThat(clearing.parts()).containsExactly(0L);
        assertThat(clearing.price(0, 0)).hasValue(100);
    }

    @Test
    void looseBlockIsFilledFromItsMinimumOn() {
        Block block = Block.atLeast(7, sell(0, 12, 40));

        assertThat(clear(List.of(buy(0, 6, 300)), block).parts()).containsExactly(0L);
        assertThat(clear(List.of(buy(0, 7, 300)), block).parts()).containsExactly(7L);
        assertThat(clear(List.of(buy(0, 9, 300)), block).price(0, 0)).hasValue(40);
        assertThat(clear(List.of(buy(0, 13, 300)), block).parts()).containsExactly(12L);
    }

    @Test
    void partsOfALongBlockAreTheSameInAllIntervals() {
        List<Order> orders =
                List.of(new Order(0, 0, Side.BUY, 80, 60), new Order(0, 1, Side.BUY, 35, 60));
        Profile profile = new Profile(0, 0, List.of(10L, 5L));

        assertThat(clear(orders, new Block(Side.SELL, profile, 10, 3, 50)).parts())
                .containsExactly(7L);
        assertThat(clear(orders, new Block(Side.SELL, profile, 10, 8, 50)).parts())
                .containsExactly(0L);
        assertThat(clear(orders, new Block(Side.SELL, profile, 6, 1, 50)).parts())
                .containsExactly(6L);
    }

    @Test
    void ofEquallyGoodBlocksTheEarlierIsTaken() {
        Block block = Block.allOrNothing(Side.SELL, new Profile(0, 0, List.of(10L)), 50);

        assertThat(clear(List.of(buy(0, 10, 60)), block, block).parts()).containsExactly(1L, 0L);
    }

    @Test
    void blockServesAnotherArea() {
        Profile profile = new Profile(1, 0, List.of(10L));
        CoupledCall call =
                new CoupledCall(
                        2,
                        1,
                        List.of(buy(0, 10, 60)),
                        List.of(link(1, 0, 10, 4)),
                        List.of(Block.allOrNothing(Side.SELL, profile, 50)));

        Clearing clearing = call.clear(MIDDLE);

        assertThat(clearing.parts()).containsExactly(1L);
        assertThat(clearing.flows()).containsExactly(10L);
        assertThat(clearing.price(1, 0)).hasValue(53);
        assertThat(clearing.price(0, 0)).hasValue(57);
    }

    @Test
    void twelveBlocksOfAllOrNothingAreTheMost() {
        Block block = Block.allOrNothing(Side.SELL, new Profile(0, 0, List.of(1L, 1L)), 50);
        List<Block> twelve = Collections.nCopies(12, block);
        List<Block> thirteen = Collections.nCopies(13, block);

        assertThat(new CoupledCall(1, 2, List.of(), List.of(), twelve).blocks()).hasSize(12);
        assertThatThrownBy(() -> new CoupledCall(1, 2, List.of(), List.of(), thirteen))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8192");
    }

    @Test
    void roundTripsThatEarnFeesAreRefused() {
        assertThatThrownBy(() -> clear(2, List.of(), link(0, 1, 5, 3), link(1, 0, 5, -4)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(clear(2, List.of(), link(0, 1, 5, 3), link(1, 0, 5, -3)).flows())
                .containsExactly(0L, 0L);
        assertThat(clear(2, List.of(), link(0, 1, 5, 3), link(1, 0, 0, -4)).flows())
                .containsExactly(0L, 0L);
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        assertRefused(() -> buy(0, 0, 5));
        assertRefused(() -> buy(0, 1_000_000_001, 5));
        assertRefused(() -> buy(0, 1, 1_000_000_001));
        assertRefused(() -> buy(0, 1, -1_000_000_001));
        assertRefused(() -> link(1, 1, 5, 5));
        assertRefused(() -> link(1, 0, -1, 5));
        assertRefused(() -> link(1, 0, 1, 1_000_000_001));
        assertRefused(() -> clear(0, List.of()));
        assertRefused(() -> clear(1_001, List.of()));
        assertRefused(() -> new CoupledCall(1, 0, List.of(), List.of(), List.of()));
        assertRefused(() -> clear(1, List.of(buy(1, 5, 5))));
        assertRefused(() -> clear(1, List.of(buy(-1, 5, 5))));
        assertRefused(() -> clear(1, List.of(new Order(0, 1, Side.BUY, 5, 5))));
        assertRefused(() -> clear(1, List.of(new Order(0, -1, Side.BUY, 5, 5))));
        assertRefused(() -> clear(1, List.of(), link(0, 1, 5, 5)));
        assertRefused(() -> clear(1, List.of(), link(1, 0, 5, 5)));
        assertRefused(() -> new Profile(0, 0, List.of()));
        assertRefused(() -> block(0, 3, 5, 1, 1, 1));
        assertRefused(() -> block(0, -1, 5, 1, 1, 1));
        assertRefused(() -> block(0, 0, 5, 5_000, 1, 1));
        assertRefused(() -> block(0, 0, 1L << 62, 8, 8, 1));
        assertRefused(() -> block(1, 0, 5, 1, 1, 1));
        assertRefused(() -> block(0, 0, 0, 1, 1, 1));
        assertRefused(() -> block(0, 0, 5, 1, 0, 1));
        assertRefused(() -> block(0, 0, 5, 1, 2, 1));
        assertRefused(() -> block(0, 0, 500_000_001, 2, 2, 1));
        assertRefused(() -> block(0, 0, 5, 1, 1, 1_000_000_001));
    }

    private static void block(
            int area, int first, long quantity, long parts, long minimum, long limit) {
        Profile profile = new Profile(area, first, List.of(quantity, quantity));
        clear(List.of(), new Block(Side.BUY, profile, parts, minimum, limit));
    }

    private static void assertRefused(Runnable statement) {
        assertThatThrownBy(statement::run).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsJustInRangeIsTaken() {
        block(0, 2, 500_000_000, 2, 2, -1_000_000_000);
        block(0, 0, 5, 4_095, 1, 1);
        Order large = new Order(999, 3, Side.SELL, 1_000_000_000, -1_000_000_000);
        List<Block> loose = List.of(Block.atLeast(1, large));

        assertThat(new CoupledCall(1_000, 4, List.of(large), List.of(), loose).areas())
                .isEqualTo(1_000);
    }

    @Test
    void theLargestNumbersClear() {
        Clearing clearing =
                clear(
                        2,
                        List.of(
                                buy(0, 1_000_000_000, 1_000_000_000),
                                buy(0, 1_000_000_000, 1_000_000_000),
                                sell(1, 1_000_000_000, -1_000_000_000),
                                sell(1, 1_000_000_000, -1_000_000_000)),
                        link(1, 0, Long.MAX_VALUE, 1_000_000_000));

        assertThat(clearing.filled()).containsOnly(1_000_000_000L).hasSize(4);
        assertThat(clearing.price(1, 0)).hasValue(-500_000_000);
        assertThat(clearing.price(0, 0)).hasValue(500_000_000);
    }
}
