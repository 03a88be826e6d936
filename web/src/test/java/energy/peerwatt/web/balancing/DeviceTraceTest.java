package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.ingest.LivePoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DeviceTraceTest {

    private static final Instant START = Instant.parse("2026-06-18T07:00:00Z");
    private static final DeliveryInterval NEXT = DeliveryInterval.quarterHourAt(START).next();

    private final DeviceTrace trace = new DeviceTrace();

    private void hear(int second, long batteryW) {
        trace.add(
                new LivePoint(
                        new MeteringPointId("AT-1"),
                        START.plusSeconds(second),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.of(batteryW),
                        OptionalInt.empty(),
                        OptionalLong.empty(),
                        new LivePoint.Battery(
                                OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty()),
                        new LivePoint.Charger(
                                Optional.empty(),
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                Optional.empty()),
                        LivePoint.Loads.UNKNOWN));
    }

    private List<DeviceEnergy> ended() {
        List<DeviceEnergy> found = new ArrayList<>();
        trace.ended(NEXT, (_, energy) -> found.add(energy));
        return found;
    }

    @Test
    void whatNoHomeCanHaveIsNotAddedUp() {
        hear(0, 4_000_000_000_000_000_000L);
        hear(1, Long.MIN_VALUE);
        hear(2, 4_000);
        assertThat(ended())
                .containsExactly(new DeviceEnergy(OptionalInt.empty(), OptionalInt.empty()));

        hear(3, 4_000);
        hear(4, 4_000_000_000_000_000_000L);
        hear(5, 2_000);
        hear(6, 0);
        assertThat(ended())
                .containsExactly(new DeviceEnergy(OptionalInt.of(500), OptionalInt.empty()));
    }

    @Test
    void whatCouldNotBeKeptIsForgotten() {
        hear(0, 1);
        assertThatThrownBy(() ->
                        trace.ended(
                                NEXT,
                                (_, _) -> {
                                    throw new IllegalStateException("no database");
                                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(ended()).isEmpty();
    }
}
