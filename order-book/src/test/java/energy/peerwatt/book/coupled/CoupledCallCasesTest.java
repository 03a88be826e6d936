package energy.peerwatt.book.coupled;

import static energy.peerwatt.book.coupled.CoupledCall.PriceRule.LOWEST;
import static energy.peerwatt.book.coupled.CoupledCall.PriceRule.MIDDLE;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.book.coupled.CoupledCall.Block;
import energy.peerwatt.book.coupled.CoupledCall.Link;
import energy.peerwatt.book.coupled.CoupledCall.Order;
import energy.peerwatt.book.coupled.CoupledCall.PriceRule;
import energy.peerwatt.book.coupled.CoupledCall.Profile;
import energy.peerwatt.market.Side;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Coupled calls others published: all five binding ones, and one convention. They are tests of
 * assume-framework/assume at b0a4943: the first three of tests/test_complex_market_mechanisms.py,
 * the others of tests/test_clearing_paper_examples.py, which has them from papers. A MWh is a Wh
 * here, EUR/MWh are thousands of micro-currency per kWh.
 */
class CoupledCallCasesTest {

    private static Order buy(int area, long quantity, long euros) {
        return new Order(area, 0, Side.BUY, quantity, 1_000 * euros);
    }

    private static Order sell(int area, long quantity, long euros) {
        return sell(area, 0, quantity, euros);
    }

    private static Order sell(int area, int interval, long quantity, long euros) {
        return new Order(area, interval, Side.SELL, quantity, 1_000 * euros);
    }

    /** A line of 500 between the first two areas. */
    private static List<Link> line() {
        return List.of(new Link(0, 1, 0, 500, 0), new Link(1, 0, 0, 500, 0));
    }

    private static long euros(Clearing clearing, int area, int interval) {
        return clearing.price(area, interval).orElseThrow() / 1_000;
    }

    /** Binding: assume-coupling, test_market_coupling. */
    @ParameterizedTest
    @EnumSource
    void twoAreasWithAFullLine(PriceRule rule) {
        List<Order> orders =
                List.of(
                        buy(0, 1_000, 3_000),
                        buy(1, 200, 3_000),
                        sell(0, 1_000, 100),
                        sell(1, 1_000, 50));

        Clearing clearing = new CoupledCall(2, orders, line()).clear(rule);

        assertThat(clearing.filled()).containsExactly(1_000L, 200L, 500L, 700L);
        assertThat(clearing.flows()).containsExactly(0L, 500L);
        assertThat(euros(clearing, 0, 0)).isEqualTo(100);
        assertThat(euros(clearing, 1, 0)).isEqualTo(50);
        long rent = 500 * (euros(clearing, 0, 0) - euros(clearing, 1, 0));
        assertThat(rent).isEqualTo(25_000);
    }

    /** Binding: assume-island. */
    @ParameterizedTest
    @EnumSource
    void thirdAreaWithoutALinkAndTooLittleSupply(PriceRule rule) {
        List<Order> orders =
                List.of(
                        buy(0, 1_000, 3_000),
                        buy(1, 200, 3_000),
                        buy(2, 500, 3_000),
                        sell(0, 1_000, 100),
                        sell(1, 1_000, 50),
                        sell(2, 400, 75));

        Clearing clearing = new CoupledCall(3, orders, line()).clear(rule);

        assertThat(clearing.filled()).containsExactly(1_000L, 200L, 400L, 500L, 700L, 400L);
        assertThat(euros(clearing, 0, 0)).isEqualTo(100);
        assertThat(euros(clearing, 1, 0)).isEqualTo(50);
        assertThat(euros(clearing, 2, 0)).isEqualTo(3_000);
    }

    /**
     * Binding: assume-block. Demand and the cheap supply are equal, so any price from 50 to 100
     * would do: the source publishes the lowest. The middle is 75, where the block is indifferent.
     */
    @Test
    void blockAboveThePriceIsRefused() {
        List<Order> orders = List.of(buy(0, 1_000, 3_000), sell(0, 1_000, 100), sell(0, 1_000, 50));
        Block block = Block.allOrNothing(Side.SELL, new Profile(0, 0, List.of(100L)), 75_000);
        CoupledCall call = new CoupledCall(1, 1, orders, List.of(), List.of(block));

        Clearing clearing = call.clear(LOWEST);

        assertThat(euros(clearing, 0, 0)).isEqualTo(50);
        assertThat(clearing.parts()).containsExactly(0L);
        assertThat(clearing.filled()).containsExactly(1_000L, 0L, 1_000L);
        assertThat(euros(call.clear(MIDDLE), 0, 0)).isEqualTo(75);
        assertThat(call.clear(MIDDLE).parts()).containsExactly(0L);
    }

    /**
     * Convention: bichler-5a. A block without a minimum is an order. Its price and volume are ours
     * too; the source fills it with all 10, our order of priority leaves it 9.
     */
    @ParameterizedTest
    @EnumSource
    void blockWithoutAMinimumIsAnOrder(PriceRule rule) {
        List<Order> orders =
                List.of(
                        buy(0, 10, 300),
                        buy(0, 14, 10),
                        sell(0, 1, 40),
                        sell(0, 11, 40),
                        sell(0, 13, 100));

        Clearing clearing = new CoupledCall(1, orders, List.of()).clear(rule);

        assertThat(euros(clearing, 0, 0)).isEqualTo(40);
        assertThat(clearing.filled()).containsExactly(10L, 0L, 1L, 9L, 0L);
    }

    /**
     * Binding: bichler-5d. With eleven twelfths of the block the price would be 10, a loss to it.
     */
    @ParameterizedTest
    @EnumSource
    void blockThatWouldLoseIsRefused(PriceRule rule) {
        List<Order> orders = List.of(buy(0, 10, 300), buy(0, 14, 10), sell(0, 13, 100));
        Block block = Block.atLeast(11, sell(0, 12, 40));

        Clearing clearing = new CoupledCall(1, 1, orders, List.of(), List.of(block)).clear(rule);

        assertThat(euros(clearing, 0, 0)).isEqualTo(100);
        assertThat(clearing.filled()).containsExactly(10L, 0L, 10L);
        assertThat(clearing.parts()).containsExactly(0L);
    }

    /** Binding: bichler-nc1, section 5.1.1. */
    @ParameterizedTest
    @EnumSource
    void twoBuyingBlocksOverThreeHours(PriceRule rule) {
        List<Order> orders =
                List.of(
                        sell(0, 0, 15, 5),
                        sell(0, 0, 20, 3),
                        sell(0, 1, 15, 5),
                        sell(0, 1, 20, 3),
                        sell(0, 2, 15, 5),
                        sell(0, 2, 20, 3));
        List<Block> blocks =
                List.of(
                        Block.allOrNothing(
                                Side.BUY, new Profile(0, 0, List.of(4L, 6L, 10L)), 100_000),
                        Block.allOrNothing(
                                Side.BUY, new Profile(0, 0, List.of(3L, 6L, 12L)), 100_000));

        Clearing clearing = new CoupledCall(1, 3, orders, List.of(), blocks).clear(rule);

        assertThat(clearing.parts()).containsExactly(1L, 1L);
        assertThat(clearing.filled()).containsExactly(0L, 7L, 0L, 12L, 2L, 20L);
        assertThat(euros(clearing, 0, 0)).isEqualTo(3);
        assertThat(euros(clearing, 0, 1)).isEqualTo(3);
        assertThat(euros(clearing, 0, 2)).isEqualTo(5);
    }
}
