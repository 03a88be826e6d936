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

/** Cars that came home charge as the market says: real Modbus, real broker, the whole gateway. */
class VillageChargingTest {

    /** A quarter past seven in the evening there: everybody is at home. */
    private static final Instant EVENING = Instant.parse("2026-06-18T17:15:01Z");

    /** Two hours of market time; the charging station's timer runs ten minutes at most. */
    private static final Duration REVERSION = Duration.ofSeconds(60);

    @TempDir Path folder;

    private ControlledVillage village;

    @BeforeEach
    void start() throws Exception {
        village = new ControlledVillage(folder, EVENING, REVERSION);
    }

    @AfterEach
    void stop() throws Exception {
        village.close();
    }

    /** One whose car takes all it can. */
    private SetpointTarget charging() throws Exception {
        return village.targets(DeviceRole.CHARGER, Device.CHARGER).stream()
                .filter(charger -> village.reads(charger, LiveQuantity.EV_W) > 10_000)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void carsChargeAtFullPowerUntilTheMarketLimitsThem() throws Exception {
        List<SetpointTarget> chargers = village.targets(DeviceRole.CHARGER, Device.CHARGER);
        List<SetpointTarget> charging =
                chargers.stream()
                        .filter(charger -> village.reads(charger, LiveQuantity.EV_W) > 10_000)
                        .toList();
        assertThat(charging).hasSizeGreaterThanOrEqualTo(2);
        for (SetpointTarget charger : charging) {
            assertThat(village.reads(charger, LiveQuantity.EV_CONNECTED)).isOne();
            assertThat(village.reads(charger, LiveQuantity.EV_MOST_W)).isEqualTo(11_040);
        }

        SetpointTarget first = charging.getFirst();
        village.awaitObeyed(
                village.plan(first, Floor.NONE, Kind.LIMIT_IMPORT, 5_000),
                () -> village.reads(first, LiveQuantity.EV_W) == 4_830);
        SetpointTarget second = charging.get(1);
        village.awaitObeyed(
                village.plan(second, Floor.NONE, Kind.LIMIT_IMPORT, 4_000),
                () -> village.reads(second, LiveQuantity.EV_W) == 0);
        assertThat(village.reads(second, LiveQuantity.EV_CONNECTED)).isOne();
        long before = village.reads(first, LiveQuantity.EV_SESSION_WH);
        Await.until(
                "the session goes on",
                () -> village.reads(first, LiveQuantity.EV_SESSION_WH) > before);
    }

    @Test
    void aKilledGatewayFreesTheCarAndARestartedOneContinues() throws Exception {
        SetpointTarget charger = charging();
        village.awaitObeyed(
                village.plan(charger, Floor.NONE, Kind.IDLE, 0),
                () -> village.reads(charger, LiveQuantity.EV_W) == 0);
        Instant later = village.clock().now().plus(25, ChronoUnit.MINUTES);
        Await.until(
                "it holds longer than the timer runs",
                () -> {
                    assertThat(village.reads(charger, LiveQuantity.EV_W)).isZero();
                    return village.clock().now().isAfter(later);
                });

        village.stopGateway();
        Await.until(
                "the charging station falls back to what it let through before",
                () -> village.reads(charger, LiveQuantity.EV_W) > 10_000);

        village.startGateway();
        Await.until(
                "the plan goes on without the market",
                () -> village.reads(charger, LiveQuantity.EV_W) == 0);

        Instant now = village.clock().now().truncatedTo(ChronoUnit.SECONDS);
        village.publish(
                new SetpointPlan(charger, 2, now, now.plusSeconds(86_400), Floor.NONE, List.of()));
        Await.until(
                "the revoked limit is off",
                () -> village.reads(charger, LiveQuantity.EV_W) > 10_000);
    }
}
