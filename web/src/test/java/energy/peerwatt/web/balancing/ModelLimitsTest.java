package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.market.AreaId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.balancing.ModelLimits.Reserve;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelLimitsTest {

    private static final DeliveryInterval FIRST =
            DeliveryInterval.quarterHourAt(Instant.parse("2026-06-18T07:00:00Z"));

    private static List<Integer> watts(Reserve reserve) {
        AreaLimit limit =
                new AreaLimit(
                        new AreaId(1),
                        "transformer",
                        Limit.Source.TRANSFORMER,
                        new AreaLimit.Bounds(OptionalInt.of(10_000), OptionalInt.of(4_000), 0),
                        AreaLimit.Window.ALWAYS,
                        Optional.empty());
        return ModelLimits.of(List.of(limit), FIRST, 4, 10, reserve).stream()
                .map(Limit::watts)
                .toList();
    }

    @Test
    void homesOfWhichNothingIsKnownLowerTheLimits() {
        assertThat(watts(Reserve.NONE)).containsExactly(9_000, 3_600);
        assertThat(watts(new Reserve(2_000, 5_000))).containsExactly(7_000, 0);
    }

    @ParameterizedTest
    @CsvSource({"TOTAL,7000,1600", "L2,8333,2933", "RAMP,9000,3600", "RESERVE,10000,4000"})
    void whatUnknownHomesAndForecastsMayNeedDependsOnWhatIsBounded(
            Limit.Scope scope, int imports, int exports) {
        AreaLimit limit =
                new AreaLimit(
                        new AreaId(1),
                        "order",
                        Limit.Source.GRID_OPERATOR,
                        scope,
                        new AreaLimit.Bounds(OptionalInt.of(10_000), OptionalInt.of(4_000), 0),
                        AreaLimit.Window.ALWAYS,
                        Optional.empty());

        List<Limit> planned =
                ModelLimits.of(List.of(limit), FIRST, 4, 10, new Reserve(2_000, 2_000));

        assertThat(planned).extracting(Limit::scope).containsExactly(scope, scope);
        assertThat(planned).extracting(Limit::watts).containsExactly(imports, exports);
        assertThat(ModelLimits.lowest(List.of(limit), FIRST, 1, AreaLimit::importW))
                .as("what trade is bounded by")
                .containsExactly(scope == Limit.Scope.TOTAL ? 10_000 : null);
    }
}
