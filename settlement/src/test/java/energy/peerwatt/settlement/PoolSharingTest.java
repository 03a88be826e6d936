package energy.peerwatt.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.settlement.PoolSharing.Flow;
import org.junit.jupiter.api.Test;

class PoolSharingTest {

    private static long[] wh(long... values) {
        return values;
    }

    @Test
    void sharesTheShorterSideInProportion() {
        assertThat(PoolSharing.share(wh(90, 0, 0), wh(0, 100, 200)))
                .containsExactly(new Flow(0, 1, 30), new Flow(0, 2, 60));
    }

    @Test
    void sharesNothingWithOneSideEmpty() {
        assertThat(PoolSharing.share(wh(0, 0), wh(5, 5))).isEmpty();
        assertThat(PoolSharing.share(wh(), wh())).isEmpty();
    }

    @Test
    void exchangesWhatWouldMeetItself() {
        assertThat(PoolSharing.share(wh(10, 10), wh(10, 10)))
                .containsExactly(new Flow(0, 1, 10), new Flow(1, 0, 10));
    }

    @Test
    void cutsTheShareOfTheMemberThatWouldBuyFromItself() {
        // In proportion both would get 5, half of it from member 0 to itself.
        assertThat(PoolSharing.share(wh(10, 0), wh(10, 10))).containsExactly(new Flow(0, 1, 10));
    }

    @Test
    void cutsTheOtherSideWhenImportsAreShort() {
        assertThat(PoolSharing.share(wh(10, 10), wh(10, 0))).containsExactly(new Flow(1, 0, 10));
    }

    @Test
    void leavesWhatOnlyTheMemberItselfCouldTake() {
        // Member 0 could sell 100 and buy 100, the others take 7 and give 3.
        assertThat(PoolSharing.share(wh(100, 3, 0), wh(100, 5, 2)))
                .containsExactly(new Flow(0, 1, 5), new Flow(0, 2, 2), new Flow(1, 0, 3));
    }
}
