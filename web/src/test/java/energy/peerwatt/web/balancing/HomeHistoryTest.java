package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.forecast.NetEnergy;
import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.protocol.SetpointTarget.Device;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HomeHistoryTest {

    private static final DeliveryInterval INTERVAL =
            DeliveryInterval.quarterHourAt(Instant.parse("2026-06-18T07:00:00Z"));

    private static final DeviceEnergy CAR =
            new DeviceEnergy(OptionalInt.empty(), OptionalInt.of(2_750));

    /** Of 3000 Wh taken, a car had 2750 Wh. */
    private static HomeHistory history(DeviceEnergy energy, Set<Device> planned) {
        List<IntervalValue> values =
                List.of(value(Channel.IMPORT, 3_000), value(Channel.EXPORT, 0));
        PastEnergy past =
                new PastEnergy.Builder(INTERVAL.start(), INTERVAL.end())
                        .values(values)
                        .devices(Map.of(INTERVAL, energy))
                        .build();
        return HomeHistory.of(past, planned);
    }

    private static IntervalValue value(Channel channel, long wattHours) {
        return new IntervalValue(
                new MeteringPointId("AT-1"),
                channel,
                INTERVAL,
                Energy.ofWattHours(wattHours),
                Quality.ACTUAL,
                0,
                Set.of(),
                1);
    }

    @Test
    void aCarThatIsNotPlannedIsPartOfTheLoad() {
        assertThat(history(CAR, Set.of()).load()).containsExactly(new NetEnergy(INTERVAL, 3_000));
    }

    @Test
    void aCarThatIsPlannedIsTakenOff() {
        assertThat(history(CAR, Set.of(Device.CHARGER)).load())
                .containsExactly(new NetEnergy(INTERVAL, 250));
    }

    @Test
    void whatAPlannedDeviceTookMustBeKnown() {
        assertThat(history(DeviceEnergy.UNKNOWN, Set.of(Device.CHARGER)).load()).isEmpty();
        assertThat(history(DeviceEnergy.UNKNOWN, Set.of()).load()).hasSize(1);
    }
}
