package energy.peerwatt.settlement.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.settlement.allocation.Flows.Flow;
import java.util.List;
import org.junit.jupiter.api.Test;

class DynamicKeyTest {

    private static long[] wh(long... values) {
        return values;
    }

    @Test
    void sharesTheShorterSideInProportion() {
        assertThat(flows(wh(90, 0, 0), wh(0, 100, 200)))
                .containsExactly(new Flow(0, 1, 30), new Flow(0, 2, 60));
    }

    @Test
    void sharesNothingWithOneSideEmpty() {
        assertThat(flows(wh(0, 0), wh(5, 5))).isEmpty();
        assertThat(flows(wh(), wh())).isEmpty();
    }

    @Test
    void exchangesWhatWouldMeetItself() {
        assertThat(flows(wh(10, 10), wh(10, 10)))
                .containsExactly(new Flow(0, 1, 10), new Flow(1, 0, 10));
    }

    @Test
    void cutsTheShareOfTheMemberThatWouldBuyFromItself() {
        // In proportion both would get 5, half of it from member 0 to itself.
        assertThat(flows(wh(10, 0), wh(10, 10))).containsExactly(new Flow(0, 1, 10));
    }

    @Test
    void cutsTheOtherSideWhenImportsAreShort() {
        assertThat(flows(wh(10, 10), wh(10, 0))).containsExactly(new Flow(1, 0, 10));
    }

    @Test
    void leavesWhatOnlyTheMemberItselfCouldTake() {
        // Member 0 could sell 100 and buy 100, the others take 7 and give 3.
        assertThat(flows(wh(100, 3, 0), wh(100, 5, 2)))
                .containsExactly(new Flow(0, 1, 5), new Flow(0, 2, 2), new Flow(1, 0, 3));
    }

    /** The Austrian test sheet at 13:30, mWh: shares (G.02) exceed what is covered (G.03). */
    @Test
    void givesSharesAboveConsumptionButCoversConsumptionOnly() {
        Allocation allocation =
                new DynamicKey()
                        .allocate(
                                Communities.of(
                                        wh(0, 0, 0, 0, 0, 0, 8_184_000),
                                        wh(0, 8_000, 264_000, 459_000, 0, 19_000, 0)));

        assertThat(allocation.shares())
                .containsExactly(0, 87_296, 2_880_768, 5_008_608, 0, 207_328, 0);
        assertThat(allocation.bought()).containsExactly(0, 8_000, 264_000, 459_000, 0, 19_000, 0);
        assertThat(allocation.sold()[6]).isEqualTo(750_000);
    }

    private static List<Flow> flows(long[] exports, long[] imports) {
        return Flows.of(new DynamicKey().allocate(Communities.of(exports, imports)));
    }
}
