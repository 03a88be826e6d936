package energy.peerwatt.metering.headend.store;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.GatewayPosition;
import energy.peerwatt.metering.headend.IntakeResult;
import energy.peerwatt.metering.headend.IntakeResult.Accepted;
import energy.peerwatt.metering.headend.IntakeResult.Duplicate;
import energy.peerwatt.metering.headend.IntakeResult.Refused;
import energy.peerwatt.metering.headend.RefusalReason;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.metering.headend.gateway.GatewayState;
import energy.peerwatt.metering.headend.gateway.GatewayState.ForeignPoint;
import energy.peerwatt.metering.headend.gateway.GatewayState.Gap;
import energy.peerwatt.metering.headend.gateway.PointAssignment;
import energy.peerwatt.metering.headend.store.GatewayOverview.MoveResult;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which gateway may report which metering point, and how one that is stuck goes on. */
class PointAssignmentsTest {

    private static final Instant NOW = Instant.parse("2026-06-18T12:00:00Z");
    private static final Instant MORNING = Instant.parse("2026-06-18T06:00:00Z");
    private static final Instant TEN = Instant.parse("2026-06-18T10:00:00Z");
    private static final MeteringPointId POINT = TestGateway.POINT;
    private static final MeteringPointId OTHER = new MeteringPointId("AT-TEST-2");

    private final MeteringDatabase database = MeteringDatabase.emptied();
    private final HeadEnd headEnd = database.headEnd();
    private final GatewayRegistry registry = database.registry();
    private final GatewayOverview overview = new GatewayOverview(database.pool);
    private final PointAssignments assignments =
            new PointAssignments(database.pool, ValidationRules.DEFAULTS);
    private final TestGateway gateway = new TestGateway("gw-1");
    private final TestGateway second = new TestGateway("gw-2");

    @BeforeEach
    void createGateways() {
        for (TestGateway created : new TestGateway[] {gateway, second}) {
            await(registry.create(created.identity.gatewayId(), false, operator()));
            await(registry.registerKey(created.identity, operator()));
        }
    }

    @Test
    void aBlockThatMixesOwnAndForeignPointsHoldsNothingUp() {
        assign("gw-1", MORNING);
        gateway.read("2026-06-18T10:00:00Z", 100)
                .read(OTHER, Channel.IMPORT, TEN, 7_000)
                .read("2026-06-18T10:15:00Z", 200)
                .read(OTHER, Channel.IMPORT, TEN.plusSeconds(900), 9_000);
        byte[] block = gateway.block();

        assertThat(accept(block)).isEqualTo(new Accepted("gw-1", 1, 4));
        assertThat(accept(block)).isEqualTo(new Duplicate("gw-1", 1, 4));
        database.advance();

        assertThat(energyWh()).isEqualTo(100);
        assertThat(values()).as("the foreign point's energy").isEqualTo(1);
        assertThat(screened(7)).isEqualTo(2);
        assertThat(state("gw-1").foreignPoints())
                .containsExactly(new ForeignPoint(OTHER, 2, NOW, NOW));
    }

    @Test
    void anExchangeOfTheGatewayIsANormalEvent() {
        assign("gw-1", MORNING);
        accept(gateway.read("2026-06-18T09:45:00Z", 100).read("2026-06-18T10:00:00Z", 200).block());

        assign("gw-2", TEN.plusSeconds(60));
        accept(second.read("2026-06-18T10:15:00Z", 350).block());
        accept(gateway.read("2026-06-18T10:16:00Z", 900).block());
        database.advance();

        assertThat(energyWh()).isEqualTo(250);
        assertThat(screened(7)).isEqualTo(1);
        assertThat(await(assignments.of("gw-1")))
                .containsExactly(
                        new PointAssignment(
                                POINT, "gw-1", MORNING, Optional.of(TEN.plusSeconds(60))));
        assertThat(await(assignments.of("gw-2")))
                .containsExactly(
                        new PointAssignment(POINT, "gw-2", TEN.plusSeconds(60), Optional.empty()));
    }

    /** Each gateway's readings link to its own, also across the other's time. */
    @Test
    void anExchangeBreaksNoHashChain() {
        accept(gateway.read("2026-06-18T09:30:00Z", 10).block());
        assign("gw-1", MORNING);
        accept(gateway.read("2026-06-18T09:45:00Z", 100).block());
        assign("gw-2", TEN);
        accept(second.read("2026-06-18T10:15:00Z", 350).block());
        accept(gateway.read("2026-06-18T10:16:00Z", 900).block());
        accept(second.read("2026-06-18T10:20:00Z", 360).block());
        assign("gw-1", TEN.plusSeconds(1_800));
        accept(gateway.read("2026-06-18T10:45:00Z", 910).block());

        assertThat(database.number("SELECT count(*) FROM metering.chain_break")).isZero();
    }

    @Test
    void whatWasKeptApartCountsOnceThePointIsAssignedForThatTime() {
        accept(
                gateway.read("2026-06-18T09:30:00Z", 50)
                        .read("2026-06-18T10:00:00Z", 100)
                        .read("2026-06-18T10:15:00Z", 300)
                        .block());
        database.advance();
        assertThat(values()).isZero();

        assign("gw-1", TEN);
        database.advance();

        assertThat(energyWh()).isEqualTo(200);
        assertThat(values()).isEqualTo(1);
        assertThat(screened(7)).isEqualTo(1);
        assertThat(accept(gateway.read("2026-06-18T10:30:00Z", 310).block()))
                .isEqualTo(new Accepted("gw-1", 1, 4));
        database.advance();
        assertThat(energyWh()).isEqualTo(210);
    }

    @Test
    void aRegisterOfWhichOnlyTimesToComeWereKeptApartHoldsUpNoRevision() {
        accept(gateway.read("2027-01-01T00:00:00Z", 100).block());
        assign("gw-1", MORNING);
        accept(
                gateway.read(OTHER, Channel.IMPORT, TEN, 1_000)
                        .read(OTHER, Channel.IMPORT, TEN.plusSeconds(1_200), 1_200)
                        .block());
        await(assignments.assign(OTHER, "gw-1", MORNING, operator()));
        database.advance();

        accept(gateway.read(OTHER, Channel.IMPORT, TEN.plusSeconds(900), 1_001).block());
        database.advance();

        assertThat(
                        database.number(
                                "SELECT energy_wh FROM metering.interval_value"
                                        + " ORDER BY version DESC LIMIT 1"))
                .isEqualTo(1);
        assertThat(database.number("SELECT count(*) FROM metering.late_reading")).isZero();
    }

    @Test
    void nothingKeptApartOfOneGatewayIsReleasedForAnother() {
        accept(gateway.read("2026-06-18T10:00:00Z", 100).block());

        assign("gw-2", MORNING);

        assertThat(screened(7)).isEqualTo(1);
    }

    @Test
    void afterTheEndNobodyReportsThePoint() {
        assign("gw-1", MORNING);

        assertThat(end("gw-2")).isFalse();
        assertThat(end("gw-1")).isTrue();
        assertThat(end("gw-1")).isFalse();
        accept(
                gateway.read("2026-06-18T09:59:59.999Z", 100)
                        .read("2026-06-18T10:00:00Z", 200)
                        .block());

        assertThat(screened(0)).isEqualTo(1);
        assertThat(screened(7)).isEqualTo(1);
    }

    @Test
    void aConcentratorMayReportEveryPointUntilItMayNot() {
        assertThat(await(assignments.allPoints("gw-1", true, operator()))).isTrue();
        accept(gateway.read("2026-06-18T10:00:00Z", 100).block());

        assertThat(await(assignments.allPoints("gw-1", false, operator()))).isTrue();
        assertThat(await(assignments.allPoints("gw-1", false, operator()))).isFalse();
        accept(gateway.read("2026-06-18T10:15:00Z", 200).block());

        assertThat(screened(0)).isEqualTo(1);
        assertThat(screened(7)).isEqualTo(1);
    }

    @Test
    void anUnknownGatewayIsAssignedNothing() {
        assertThat(await(assignments.assign(POINT, "gw-9", MORNING, operator()))).isFalse();
        assertThat(await(assignments.of("gw-9"))).isEmpty();
    }

    @Test
    void assignmentsAtTheSameTimeLeaveOneGateway() {
        await(
                Uni.join()
                        .all(
                                assignments.assign(POINT, "gw-1", MORNING, operator()),
                                assignments.assign(POINT, "gw-2", MORNING, operator()),
                                assignments.assign(OTHER, "gw-2", MORNING, operator()),
                                assignments.assign(OTHER, "gw-1", MORNING, operator()))
                        .andFailFast());

        assertThat(await(assignments.of("gw-1")).size() + await(assignments.of("gw-2")).size())
                .isEqualTo(2);
    }

    /** The database was lost, and with it what the gateway has forgotten after acknowledgement. */
    @Test
    void anOperatorLetsAGatewayGoOnAfterReadingsWereLostHere() {
        assign("gw-1", MORNING);
        byte[] unsent = gateway.skip(500).read("2026-06-18T10:00:00Z", 100).block();
        assertThat(reason(accept(unsent))).isEqualTo(RefusalReason.GAP);
        assertThat(state("gw-1").gap()).contains(new Gap(1, 501, NOW));

        assertThat(move(1, 500)).isEqualTo(MoveResult.MOVED);

        assertThat(accept(unsent)).isEqualTo(new Accepted("gw-1", 1, 501));
        assertThat(accept(unsent)).isEqualTo(new Duplicate("gw-1", 1, 501));
        assertThat(state("gw-1").gap()).isEmpty();
        assertThat(state("gw-1").readings()).isEqualTo(1);
        assertThat(await(overview.events("gw-1", 1)).getFirst().detail())
                .isEqualTo("from 0/0 to 1/500: why");
    }

    @Test
    void aPositionNeverGoesBack() {
        assertThat(move(2, 10)).isEqualTo(MoveResult.MOVED);

        assertThat(move(2, 10)).isEqualTo(MoveResult.BACKWARD);
        assertThat(move(1, 999)).isEqualTo(MoveResult.BACKWARD);
        assertThat(await(overview.move("gw-9", new GatewayPosition(1, 1), operator())))
                .isEqualTo(MoveResult.UNKNOWN);
        assertThat(state("gw-1").position()).isEqualTo(new GatewayPosition(2, 10));
    }

    private void assign(String gatewayId, Instant from) {
        assertThat(await(assignments.assign(POINT, gatewayId, from, operator()))).isTrue();
    }

    private boolean end(String gatewayId) {
        return await(assignments.end(POINT, gatewayId, TEN, operator()));
    }

    private MoveResult move(long epoch, long sequence) {
        return await(overview.move("gw-1", new GatewayPosition(epoch, sequence), operator()));
    }

    private GatewayState state(String gatewayId) {
        return await(overview.gateway(gatewayId)).orElseThrow();
    }

    private IntakeResult accept(byte[] block) {
        return await(headEnd.accept(block, NOW));
    }

    private long screened(int code) {
        return database.number("SELECT count(*) FROM metering.reading WHERE screening = " + code);
    }

    private long values() {
        return database.number("SELECT count(*) FROM metering.interval_value");
    }

    private long energyWh() {
        return database.number("SELECT sum(energy_wh)::bigint FROM metering.interval_value");
    }

    private static RefusalReason reason(IntakeResult result) {
        assertThat(result).isInstanceOf(Refused.class);
        return ((Refused) result).reason();
    }

    private static Actor operator() {
        return new Actor("operator", NOW, "why");
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(MeteringDatabase.PATIENCE);
    }
}
