package energy.peerwatt.edge.health;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.edge.device.DeviceEntry;
import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.device.LiveQuantity;
import energy.peerwatt.edge.testkit.HandClock;
import energy.peerwatt.market.MeteringPointId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeviceHealthTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Instant START = Instant.parse("2026-06-18T12:00:00Z");

    private final HandClock clock = new HandClock(START.toString(), 1);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DeviceHealth meter = health(DeviceRole.METER);

    @Test
    void silentSinceItsLastGoodValueAndBackWithTheNext() {
        meter.good(clock.now(), watts(LiveQuantity.GRID_W, 5));
        assertThat(watch(meter, Duration.ofMinutes(1))).isTrue();
        assertThat(meter.status().state()).isEqualTo(DeviceState.GOOD);

        assertThat(watch(meter, Duration.ofMinutes(3))).isTrue();
        assertThat(watch(meter, Duration.ofMinutes(4))).isFalse();
        assertThat(meter.status().state()).isEqualTo(DeviceState.SILENT);
        assertThat(meter.status().since()).isEqualTo(START);
        assertThat(registry.get("gateway.device.missing").gauge().value()).isEqualTo(1);

        clock.pass(Duration.ofMinutes(10));
        meter.good(clock.now(), watts(LiveQuantity.GRID_W, 5));
        assertThat(watch(meter, Duration.ZERO)).isTrue();
        assertThat(meter.status().state()).isEqualTo(DeviceState.GOOD);
        assertThat(meter.status().since()).isEqualTo(START.plus(Duration.ofMinutes(10)));
        assertThat(registry.get("gateway.device.missing").gauge().value()).isZero();
    }

    @Test
    void neverHeardOfIsSilentAfterTheSameTime() {
        assertThat(watch(meter, Duration.ofMinutes(1))).isFalse();
        assertThat(meter.status().state()).isEqualTo(DeviceState.WAITING);
        assertThat(watch(meter, Duration.ofMinutes(3))).isTrue();
        assertThat(meter.status().state()).isEqualTo(DeviceState.SILENT);
    }

    @Test
    void refusesIfItAnswersWithoutAValue() {
        meter.good(clock.now(), watts(LiveQuantity.GRID_W, 5));
        meter.failed("exception-2", true);

        watch(meter, PATIENCE.plusMillis(1));

        assertThat(meter.status().state()).isEqualTo(DeviceState.REFUSING);
    }

    @Test
    void inverterGoesToSleepAtNightAndIsMissedByDay() {
        DeviceHealth inverter = health(DeviceRole.INVERTER);
        inverter.good(clock.now(), watts(LiveQuantity.SOLAR_W, 20));
        watch(inverter, Duration.ZERO);
        assertThat(watch(inverter, Duration.ofHours(9))).isFalse();
        assertThat(inverter.status().state()).isEqualTo(DeviceState.GOOD);

        inverter.good(clock.now(), watts(LiveQuantity.SOLAR_W, 900));
        assertThat(watch(inverter, Duration.ofMinutes(3))).isTrue();
        assertThat(inverter.status().state()).isEqualTo(DeviceState.SILENT);
    }

    @Test
    void inverterThatDoesNotWakeUpIsMissedInTheEnd() {
        DeviceHealth inverter = health(DeviceRole.INVERTER);
        inverter.good(clock.now(), watts(LiveQuantity.SOLAR_W, 20));
        watch(inverter, Duration.ZERO);
        clock.pass(Duration.ofHours(21));

        watch(inverter, Duration.ofHours(21));

        assertThat(inverter.status().state()).isEqualTo(DeviceState.SILENT);
        assertThat(inverter.status().since()).isEqualTo(START);
    }

    @Test
    void countsFailuresByKindAndMeasuresAnswers() {
        for (int millis = 1; millis <= 100; millis++) {
            meter.answered(
                    clock.now(),
                    watts(LiveQuantity.GRID_W, 5),
                    Duration.ofMillis(millis).toNanos());
        }
        meter.failed("timeout", false);
        meter.failed("timeout", false);
        meter.failed("refused-crc", true);

        DeviceStatus status = meter.status();
        assertThat(status.polls()).isEqualTo(103);
        assertThat(status.failures()).isEqualTo(Map.of("timeout", 2L, "refused-crc", 1L));
        assertThat(status.latency()).contains(new DeviceStatus.Latency(69_000, 97_000, 100_000));
        assertThat(registry.get("gateway.device.polls").functionCounter().count()).isEqualTo(103);
        assertThat(
                        registry.get("gateway.device.errors")
                                .tag("kind", "timeout")
                                .tag("point", "AT-1")
                                .counter()
                                .count())
                .isEqualTo(2);
        assertThat(registry.get("gateway.device.latency").timer().count()).isEqualTo(100);
    }

    private static boolean watch(DeviceHealth health, Duration later) {
        return health.watch(System.nanoTime() + later.toNanos());
    }

    private DeviceHealth health(DeviceRole role) {
        DeviceEntry entry =
                new DeviceEntry(
                        new MeteringPointId("AT-1"),
                        role,
                        "sunspec",
                        new DeviceEntry.Connection.Modbus("127.0.0.1", 502, 1));
        return new DeviceHealth(entry, PATIENCE, clock, registry);
    }

    private static DeviceSample watts(LiveQuantity quantity, long watts) {
        return new DeviceSample(Map.of(), Map.of(quantity, watts));
    }
}
