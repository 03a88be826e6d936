package energy.peerwatt.metering.headend.store;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.DeviceCondition;
import energy.peerwatt.metering.headend.DeviceReportResult;
import energy.peerwatt.metering.headend.DeviceReportResult.Refused;
import energy.peerwatt.metering.headend.DeviceReportResult.Taken;
import energy.peerwatt.metering.headend.RefusalReason;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import energy.peerwatt.metering.protocol.DeviceReport;
import energy.peerwatt.metering.protocol.DeviceReport.Device;
import energy.peerwatt.metering.protocol.DeviceReport.Kind;
import energy.peerwatt.metering.protocol.DeviceReport.State;
import energy.peerwatt.metering.protocol.DeviceReportSigner;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What gateways say about their devices. */
class DeviceConditionsTest {

    private static final Instant NOON = Instant.parse("2026-06-18T12:00:00Z");
    private static final MeteringPointId POINT = TestGateway.POINT;
    private static final MeteringPointId OTHER = new MeteringPointId("AT-TEST-2");

    private final MeteringDatabase database = MeteringDatabase.emptied();
    private final DeviceConditions conditions = new DeviceConditions(database.pool);
    private final TestGateway gateway = new TestGateway("gw-1");
    private final TestGateway stranger = new TestGateway("gw-2");

    @BeforeEach
    void createGateways() {
        Actor operator = new Actor("operator", NOON, "");
        for (TestGateway created : List.of(gateway, stranger)) {
            await(database.registry().create(created.identity.gatewayId(), false, operator));
            await(database.registry().registerKey(created.identity, operator));
        }
        await(
                new PointAssignments(database.pool, ValidationRules.DEFAULTS)
                        .assign(POINT, "gw-1", NOON.minus(Duration.ofDays(1)), operator));
    }

    @Test
    void silenceAndReturnAreStateAndHistory() {
        assertThat(tell(0, State.GOOD, 0)).isEqualTo(new Taken("gw-1", 1, 0, 0));
        assertThat(tell(300, State.SILENT, 60)).isEqualTo(new Taken("gw-1", 1, 0, 1));
        assertThat(tell(360, State.SILENT, 60)).isEqualTo(new Taken("gw-1", 1, 0, 0));
        assertThat(state()).isEqualTo(condition(State.SILENT, 60, 360));

        assertThat(tell(900, State.GOOD, 890)).isEqualTo(new Taken("gw-1", 1, 0, 1));

        assertThat(state()).isEqualTo(condition(State.GOOD, 890, 900));
        assertThat(await(conditions.history(POINT, 10)))
                .containsExactly(condition(State.GOOD, 890, 900), condition(State.SILENT, 60, 300));
    }

    @Test
    void gatewayThatRestartedDoesNotMakeASilenceYounger() {
        tell(300, State.SILENT, 60);
        tell(700, State.SILENT, 500);
        assertThat(state()).isEqualTo(condition(State.SILENT, 60, 700));

        tell(800, State.REFUSING, 750);
        assertThat(state()).isEqualTo(condition(State.REFUSING, 60, 800));
    }

    @Test
    void olderReportThatIsSentAgainChangesNothing() {
        byte[] old = report(gateway, POINT, 300, State.SILENT, 60);
        accept(old, 300);
        tell(900, State.GOOD, 890);

        assertThat(accept(old, 901)).isEqualTo(new Taken("gw-1", 1, 0, 0));

        assertThat(state()).isEqualTo(condition(State.GOOD, 890, 900));
    }

    @Test
    void gatewaySpeaksOnlyForItsOwnPoints() {
        tell(0, State.GOOD, 0);

        assertThat(accept(report(stranger, POINT, 300, State.SILENT, 60), 300))
                .isEqualTo(new Taken("gw-2", 0, 1, 0));
        assertThat(accept(report(gateway, OTHER, 300, State.SILENT, 60), 300))
                .isEqualTo(new Taken("gw-1", 0, 1, 0));

        assertThat(state()).isEqualTo(condition(State.GOOD, 0, 0));
        assertThat(await(conditions.of(OTHER))).isEmpty();
    }

    @Test
    void badReportsAreRefusedAndChangeNothing() {
        byte[] good = report(gateway, POINT, 300, State.SILENT, 60);
        byte[] changed = good.clone();
        changed[changed.length - 1] ^= 1;
        TestGateway unknown = new TestGateway("gw-1");

        assertThat(reason(accept(new byte[] {1, 2, 3}, 300))).isEqualTo(RefusalReason.MALFORMED);
        assertThat(reason(accept(changed, 300))).isEqualTo(RefusalReason.BAD_SIGNATURE);
        assertThat(reason(accept(report(unknown, POINT, 300, State.SILENT, 60), 300)))
                .isEqualTo(RefusalReason.UNKNOWN_KEY);
        assertThat(reason(accept(good, 200))).isEqualTo(RefusalReason.INVALID_CONTENT);
        await(
                database.registry()
                        .revoke(
                                gateway.identity.keyId(),
                                Optional.empty(),
                                new Actor("operator", NOON, "lost")));
        assertThat(reason(accept(good, 300))).isEqualTo(RefusalReason.REVOKED_KEY);

        assertThat(await(conditions.of(POINT))).isEmpty();
    }

    @Test
    void historyIsBounded() {
        for (int i = 1; i <= 230; i++) {
            tell(i, i % 2 == 0 ? State.GOOD : State.SILENT, i);
        }
        assertThat(await(conditions.history(POINT, 1_000))).hasSize(200);
    }

    private DeviceReportResult tell(long seconds, State state, long since) {
        return accept(report(gateway, POINT, seconds, state, since), seconds);
    }

    private DeviceReportResult accept(byte[] report, long receivedSeconds) {
        return await(conditions.accept(report, NOON.plusSeconds(receivedSeconds)));
    }

    private static byte[] report(
            TestGateway by, MeteringPointId point, long seconds, State state, long since) {
        Device device = new Device(point, Kind.METER, state, NOON.plusSeconds(since));
        return new DeviceReportSigner(by.key)
                .sign(
                        new DeviceReport(
                                by.identity.gatewayId(),
                                NOON.plusSeconds(seconds),
                                List.of(device)));
    }

    private DeviceCondition state() {
        List<DeviceCondition> known = await(conditions.of(POINT));
        assertThat(known).hasSize(1);
        return known.getFirst();
    }

    private static DeviceCondition condition(State state, long since, long reported) {
        return new DeviceCondition(
                Kind.METER, state, NOON.plusSeconds(since), NOON.plusSeconds(reported));
    }

    private static RefusalReason reason(DeviceReportResult result) {
        return ((Refused) result).reason();
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(MeteringDatabase.PATIENCE);
    }
}
