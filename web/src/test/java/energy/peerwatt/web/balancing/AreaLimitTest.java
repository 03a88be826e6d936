package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.market.AreaId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.balancing.AreaLimit.Bounds;
import energy.peerwatt.web.balancing.AreaLimit.Window;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AreaLimitTest {

    private static final DeliveryInterval FIRST =
            DeliveryInterval.quarterHourAt(Instant.parse("2026-06-18T16:00:00Z"));

    /** 10 kW from the second to the fourth quarter-hour; 4 kW once it has expired in the third. */
    private static final AreaLimit ORDER =
            new AreaLimit(
                    new AreaId(1),
                    "order",
                    Limit.Source.GRID_OPERATOR,
                    new Bounds(OptionalInt.of(10_000), OptionalInt.empty(), 4_000),
                    new Window(
                            Optional.of(FIRST.plus(1).start().plusSeconds(60)),
                            Optional.of(FIRST.plus(3).start().plusSeconds(60))),
                    Optional.of(FIRST.plus(2).start().plusSeconds(60)));

    @Test
    void holdsInEveryIntervalThatItTouchesAndAtItsFloorOnceItHasExpired() {
        assertThat(ModelLimits.lowest(List.of(ORDER), FIRST, 5, AreaLimit::importW))
                .containsExactly(null, 10_000, 4_000, 4_000, null);
        assertThat(ModelLimits.lowest(List.of(ORDER), FIRST, 5, AreaLimit::exportW))
                .containsOnlyNulls();
    }

    @Test
    void theSolverSeesTheSameLessTheMargin() {
        List<Limit> limits = ModelLimits.of(List.of(ORDER), FIRST, 5, 10);

        assertThat(limits).hasSize(1);
        Limit limit = limits.getFirst();
        assertThat(limit.id()).isEqualTo("order");
        assertThat(limit.wattsAt(0)).isEmpty();
        assertThat(limit.wattsAt(1)).hasValue(9_000);
        assertThat(limit.wattsAt(2)).hasValue(3_600);
        assertThat(limit.wattsAt(3)).hasValue(3_600);
        assertThat(limit.wattsAt(4)).isEmpty();
    }

    @Test
    void aLimitThatIsOverLeavesNothing() {
        assertThat(ModelLimits.of(List.of(ORDER), FIRST.plus(4), 5, 10)).isEmpty();
    }

    @Test
    void theLowerOfTwoLimitsHolds() {
        AreaLimit transformer =
                new AreaLimit(
                        new AreaId(1),
                        "transformer",
                        Limit.Source.TRANSFORMER,
                        new Bounds(OptionalInt.of(6_000), OptionalInt.of(5_000), 0),
                        Window.ALWAYS,
                        Optional.empty());

        assertThat(ModelLimits.lowest(List.of(ORDER, transformer), FIRST, 4, AreaLimit::importW))
                .containsExactly(6_000, 6_000, 4_000, 4_000);
        assertThat(ModelLimits.of(List.of(transformer), FIRST, 4, 0))
                .extracting(Limit::id)
                .containsExactly("transformer/IMPORT", "transformer/EXPORT");
    }

    @Test
    void refusesWhatIsNoLimit() {
        assertThatThrownBy(() -> new Bounds(OptionalInt.empty(), OptionalInt.empty(), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Bounds(OptionalInt.of(-1), OptionalInt.empty(), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Window(Optional.of(FIRST.start()), Optional.of(FIRST.start())))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
