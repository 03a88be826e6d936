package energy.peerwatt.metering.headend.store;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.metering.headend.setpoint.IssueResult;
import energy.peerwatt.metering.headend.setpoint.IssueResult.Issued;
import energy.peerwatt.metering.headend.setpoint.IssueResult.Refusal;
import energy.peerwatt.metering.headend.setpoint.IssueResult.Refused;
import energy.peerwatt.metering.headend.setpoint.SetpointCommand;
import energy.peerwatt.metering.headend.setpoint.SetpointCommand.State;
import energy.peerwatt.metering.headend.setpoint.SetpointDraft;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import energy.peerwatt.metering.protocol.SetpointPlan;
import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointPlan.Kind;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointReport;
import energy.peerwatt.metering.protocol.SetpointReport.Reason;
import energy.peerwatt.metering.protocol.SetpointResult;
import energy.peerwatt.metering.protocol.SetpointSigner;
import energy.peerwatt.metering.protocol.SetpointTarget.Device;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SetpointStoreTest {

    private static final Instant NOW = Instant.parse("2026-06-18T12:00:00.400Z");
    private static final Instant NOON = Instant.parse("2026-06-18T12:00:00Z");
    private static final MeteringPointId POINT = TestGateway.POINT;
    private static final String OPERATOR = "operator";

    private final MeteringDatabase database = MeteringDatabase.emptied();
    private final SetpointStore store = new SetpointStore(database.pool);
    private final SetpointReports reports = new SetpointReports(database.pool, database.registry());
    private final TestGateway gateway = new TestGateway("gw-1");

    @BeforeEach
    void aGatewayReportsThePoint() {
        database.execute(
                "TRUNCATE metering.setpoint_command, metering.setpoint_target,"
                        + " metering.control_consent RESTART IDENTITY");
        await(database.headEnd().register(gateway.identity, NOW));
        gateway.read("2026-06-18T11:59:00Z", 100);
        await(database.headEnd().accept(gateway.block(), NOW));
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(MeteringDatabase.PATIENCE);
    }

    private static SetpointDraft draft(long watts) {
        return new SetpointDraft(
                POINT,
                Device.BATTERY,
                NOON.plusSeconds(1_800),
                new Floor(200, 0, 0),
                List.of(new Step(NOON, NOON.plusSeconds(900), Kind.CHARGE, watts)));
    }

    private void consent() {
        await(store.setConsent(POINT, true, "home-01", NOW));
    }

    private SetpointCommand issue(long watts) {
        IssueResult result = await(store.issue(draft(watts), OPERATOR, NOW));
        assertThat(result).isInstanceOf(Issued.class);
        return ((Issued) result).command();
    }

    private SetpointCommand find(long id) {
        return await(store.find(id)).orElseThrow();
    }

    private List<Long> due(Instant now) {
        return await(store.due(now, now.minusSeconds(5), 100)).stream()
                .map(SetpointCommand::id)
                .toList();
    }

    private SetpointResult<SetpointReport> report(
            TestGateway signer,
            SetpointPlan plan,
            long revision,
            SetpointReport.State state,
            Reason reason) {
        SetpointReport report =
                new SetpointReport(
                        plan.target(), plan.sequence(), revision, NOON, state, reason, List.of());
        return await(reports.accept(new SetpointSigner(signer.key).sign(report), NOW));
    }

    @Test
    void withoutTheMembersConsentNothingIsOrdered() {
        assertThat(await(store.issue(draft(1_000), OPERATOR, NOW)))
                .isEqualTo(new Refused(Refusal.NO_CONSENT));
        assertThat(await(store.commands(POINT, 10))).isEmpty();
    }

    @Test
    void aCommandGoesToTheGatewayThatReportsThePoint() {
        consent();

        SetpointCommand command = issue(1_000);

        assertThat(command.plan().target().gatewayId()).isEqualTo("gw-1");
        assertThat(command.plan().issuedAt()).isEqualTo(NOON);
        assertThat(find(command.id())).isEqualTo(command);
        assertThat(due(NOW)).containsExactly(command.id());
    }

    @Test
    void anAssignmentSaysWhichGatewayIsAsked() {
        consent();
        Actor actor = new Actor(OPERATOR, NOW, "");
        await(database.registry().create("gw-2", false, actor));
        PointAssignments assignments =
                new PointAssignments(database.pool, ValidationRules.DEFAULTS);
        await(assignments.assign(POINT, "gw-2", NOON.minusSeconds(60), actor));

        assertThat(issue(1_000).plan().target().gatewayId()).isEqualTo("gw-2");
    }

    @Test
    void aPointThatNobodyReportsHasNoDevices() {
        MeteringPointId unknown = new MeteringPointId("AT-TEST-9");
        await(store.setConsent(unknown, true, "home-09", NOW));
        SetpointDraft draft =
                new SetpointDraft(
                        unknown, Device.BATTERY, NOON.plusSeconds(60), Floor.NONE, List.of());

        assertThat(await(store.issue(draft, OPERATOR, NOW)))
                .isEqualTo(new Refused(Refusal.NO_GATEWAY));
    }

    @Test
    void whatHasExpiredIsNotOrdered() {
        consent();

        assertThat(await(store.issue(draft(1_000), OPERATOR, NOON.plusSeconds(1_800))))
                .isEqualTo(new Refused(Refusal.EXPIRY));
    }

    @Test
    void aCommandIsSentAgainUntilItIsAnswered() {
        consent();
        SetpointCommand command = issue(1_000);

        await(store.sent(command.id(), NOW));
        assertThat(find(command.id()).state()).isEqualTo(State.SENT);
        assertThat(due(NOW.plusSeconds(4))).isEmpty();
        assertThat(due(NOW.plusSeconds(5))).containsExactly(command.id());

        await(store.sent(command.id(), NOW.plusSeconds(5)));
        assertThat(find(command.id()).sends()).isEqualTo(2);
        report(gateway, command.plan(), 1, SetpointReport.State.ACCEPTED, Reason.NONE);
        assertThat(find(command.id()).state()).isEqualTo(State.ACCEPTED);
        assertThat(due(NOW.plusSeconds(60))).isEmpty();
    }

    @Test
    void aNewerCommandEndsTheSendingOfTheOlder() {
        consent();
        SetpointCommand older = issue(1_000);
        SetpointCommand newer = issue(2_000);

        assertThat(newer.plan().sequence()).isGreaterThan(older.plan().sequence());
        assertThat(find(older.id()).state()).isEqualTo(State.SUPERSEDED);
        assertThat(due(NOW)).containsExactly(newer.id());
    }

    @Test
    void whatWasAcceptedHoldsIfWhatCameAfterItWasRefused() {
        SetpointOverview overview = new SetpointOverview(database.pool);
        List<MeteringPointId> points = List.of(POINT);
        consent();
        SetpointCommand accepted = issue(1_000);
        report(gateway, accepted.plan(), 1, SetpointReport.State.ACCEPTED, Reason.NONE);
        SetpointCommand refused = issue(2_000);
        assertThat(ids(await(overview.inForce(points, NOW)))).containsExactly(refused.id());

        report(gateway, refused.plan(), 1, SetpointReport.State.REFUSED, Reason.FROM_THE_FUTURE);

        assertThat(ids(await(overview.newest(points)))).containsExactly(refused.id());
        assertThat(ids(await(overview.inForce(points, NOW)))).containsExactly(accepted.id());
        assertThat(await(overview.inForce(points, NOON.plusSeconds(1_800)))).isEmpty();
    }

    private static List<Long> ids(List<SetpointCommand> commands) {
        return commands.stream().map(SetpointCommand::id).toList();
    }

    @Test
    void aCommandThatNobodyAnsweredExpires() {
        consent();
        SetpointCommand command = issue(1_000);

        assertThat(await(store.expire(NOON.plusSeconds(1_799)))).isZero();
        assertThat(await(store.expire(NOON.plusSeconds(1_800)))).isOne();
        assertThat(find(command.id()).state()).isEqualTo(State.EXPIRED);
    }

    @Test
    void onlyTheNewestReportCounts() {
        consent();
        SetpointPlan plan = issue(1_000).plan();

        report(gateway, plan, 3, SetpointReport.State.ENDED, Reason.EXPIRED);
        report(gateway, plan, 2, SetpointReport.State.ACCEPTED, Reason.NONE);
        report(gateway, plan, 9, SetpointReport.State.REFUSED, Reason.SUPERSEDED);

        SetpointCommand known = await(store.commands(POINT, 1)).getFirst();
        assertThat(known.state()).isEqualTo(State.ENDED);
        assertThat(known.report().orElseThrow().reason()).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void aReportOfAnotherGatewayChangesNothing() {
        consent();
        SetpointCommand command = issue(1_000);
        TestGateway other = new TestGateway("gw-2");
        await(database.headEnd().register(other.identity, NOW));

        assertThat(report(other, command.plan(), 1, SetpointReport.State.ENDED, Reason.NONE))
                .isInstanceOf(SetpointResult.Refused.class);
        assertThat(
                        report(
                                new TestGateway("gw-1"),
                                command.plan(),
                                1,
                                SetpointReport.State.ENDED,
                                Reason.NONE))
                .as("an unknown key")
                .isInstanceOf(SetpointResult.Refused.class);
        assertThat(await(reports.accept(new byte[] {1, 2, 3}, NOW)))
                .isInstanceOf(SetpointResult.Refused.class);
        assertThat(find(command.id()).state()).isEqualTo(State.ISSUED);
    }

    @Test
    void withdrawingConsentRevokesWhatMayStillHold() {
        consent();
        SetpointCommand command = issue(1_000);
        report(gateway, command.plan(), 1, SetpointReport.State.ACCEPTED, Reason.NONE);

        await(store.setConsent(POINT, false, "home-01", NOW));

        SetpointCommand revocation = await(store.commands(POINT, 1)).getFirst();
        assertThat(revocation.plan().isRevocation()).isTrue();
        assertThat(revocation.plan().sequence()).isGreaterThan(command.plan().sequence());
        assertThat(revocation.issuedBy()).isEqualTo("home-01");
        assertThat(due(NOW)).containsExactly(revocation.id());
        assertThat(await(store.consent(POINT))).isFalse();
        assertThat(await(store.issue(draft(1_000), OPERATOR, NOW)))
                .isEqualTo(new Refused(Refusal.NO_CONSENT));
    }

    @Test
    void aRevocationGoesToTheGatewayThatHoldsThePlan() {
        consent();
        SetpointCommand command = issue(1_000);
        report(gateway, command.plan(), 1, SetpointReport.State.ACCEPTED, Reason.NONE);
        Actor actor = new Actor(OPERATOR, NOW, "");
        await(database.registry().create("gw-2", false, actor));
        PointAssignments assignments =
                new PointAssignments(database.pool, ValidationRules.DEFAULTS);
        await(assignments.assign(POINT, "gw-2", NOON.minusSeconds(60), actor));

        await(store.setConsent(POINT, false, "home-01", NOW));

        SetpointCommand revocation = await(store.commands(POINT, 1)).getFirst();
        assertThat(revocation.plan().isRevocation()).isTrue();
        assertThat(revocation.plan().target().gatewayId()).isEqualTo("gw-1");
    }

    @Test
    void sequencesDoNotGoBackWithARestoredDatabase() {
        consent();
        long before = issue(1_000).plan().sequence();
        database.execute(
                "TRUNCATE metering.setpoint_command, metering.setpoint_target RESTART IDENTITY");

        IssueResult result = await(store.issue(draft(1_000), OPERATOR, NOW.plusSeconds(60)));

        assertThat(((Issued) result).command().plan().sequence()).isGreaterThan(before);
    }
}
