package energy.peerwatt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.device.LiveQuantity;
import energy.peerwatt.edge.testkit.Await;
import energy.peerwatt.metering.protocol.SetpointPlan;
import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointPlan.Kind;
import energy.peerwatt.metering.protocol.SetpointTarget;
import energy.peerwatt.metering.protocol.SetpointTarget.Device;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulated village obeys the market: real Modbus, real broker, the whole gateway. */
class VillageControlTest {

    private static final Instant START = Instant.parse("2026-06-18T10:15:01Z");

    @TempDir Path folder;

    private ControlledVillage village;

    @BeforeEach
    void start() throws Exception {
        village = new ControlledVillage(folder, START, Duration.ofSeconds(2));
    }

    @AfterEach
    void stop() throws Exception {
        village.close();
    }

    @Test
    void batteriesOfEveryModelAreCharged() throws Exception {
        List<SetpointTarget> batteries = village.targets(DeviceRole.BATTERY, Device.BATTERY);
        assertThat(batteries).hasSizeGreaterThanOrEqualTo(2);
        for (SetpointTarget battery : batteries) {
            long before = village.reads(battery, LiveQuantity.BATTERY_SOC_PERMILLE);
            village.awaitObeyed(
                    village.plan(battery, Floor.NONE, Kind.CHARGE, 1_000),
                    () -> {
                        long watts = village.reads(battery, LiveQuantity.BATTERY_W);
                        return watts > 990 && watts <= 1_000;
                    });
            Await.until(
                    battery + " holds more",
                    () -> village.reads(battery, LiveQuantity.BATTERY_SOC_PERMILLE) > before + 5);
        }
    }

    @Test
    void aBatteryIsNotDischargedBelowItsFloor() throws Exception {
        SetpointTarget battery =
                village.targets(DeviceRole.BATTERY, Device.BATTERY).stream()
                        .filter(village::isStorage)
                        .findFirst()
                        .orElseThrow();
        long floor = village.reads(battery, LiveQuantity.BATTERY_SOC_PERMILLE) - 60;
        village.awaitObeyed(
                village.plan(battery, new Floor((int) floor, 0, 0), Kind.DISCHARGE, 5_000),
                () -> village.reads(battery, LiveQuantity.BATTERY_W) < -1_000);
        Await.until(
                battery + " is at its floor",
                () ->
                        village.reads(battery, LiveQuantity.BATTERY_SOC_PERMILLE) <= floor + 2
                                && village.reads(battery, LiveQuantity.BATTERY_W) >= 0);
        Instant later = village.clock().now().plus(10, ChronoUnit.MINUTES);
        Await.until(
                "ten more minutes",
                () -> {
                    assertThat(village.reads(battery, LiveQuantity.BATTERY_SOC_PERMILLE))
                            .isGreaterThanOrEqualTo(floor - 1);
                    return village.clock().now().isAfter(later);
                });
    }

    @Test
    void aKilledGatewayFreesTheInverterAndARestartedOneContinues() throws Exception {
        SetpointTarget inverter = village.targets(DeviceRole.INVERTER, Device.INVERTER).getFirst();
        Await.until("the sun shines", () -> village.reads(inverter, LiveQuantity.SOLAR_W) > 500);
        village.awaitObeyed(
                village.plan(inverter, Floor.NONE, Kind.LIMIT_EXPORT, 300),
                () -> village.reads(inverter, LiveQuantity.SOLAR_W) <= 300);

        village.stopGateway();
        Await.until(
                "the inverter goes back by itself",
                () -> village.reads(inverter, LiveQuantity.SOLAR_W) > 500);

        village.startGateway();
        Await.until(
                "the plan goes on without the market",
                () -> village.reads(inverter, LiveQuantity.SOLAR_W) <= 300);

        village.publish(
                new SetpointPlan(
                        inverter,
                        2,
                        village.clock().now().truncatedTo(ChronoUnit.SECONDS),
                        village.clock().now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(86_400),
                        Floor.NONE,
                        List.of()));
        Await.until(
                "the revoked limit is off",
                () -> village.reads(inverter, LiveQuantity.SOLAR_W) > 500);
    }
}
