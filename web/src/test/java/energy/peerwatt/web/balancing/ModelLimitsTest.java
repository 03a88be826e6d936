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
}
