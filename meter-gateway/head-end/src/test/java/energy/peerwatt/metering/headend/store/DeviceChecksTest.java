package energy.peerwatt.metering.headend.store;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.Channel;
import energy.peerwatt.metering.headend.Erasure;
import energy.peerwatt.metering.headend.IntakeResult;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.Site;
import energy.peerwatt.metering.headend.check.Check;
import energy.peerwatt.metering.headend.check.CheckRules;
import energy.peerwatt.metering.headend.check.Finding;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.metering.headend.store.FindingStore.Recorded;
import energy.peerwatt.metering.headend.validation.ExchangeResult;
import energy.peerwatt.metering.headend.validation.MeterExchange;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import energy.peerwatt.metering.protocol.DeviceContext;
import energy.peerwatt.metering.protocol.DeviceEvidence;
import energy.peerwatt.metering.protocol.Hash256;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Identity and power beside registers, from signed blocks to findings. */
class DeviceChecksTest {

    private static final Instant NOW = Instant.parse("2026-07-31T00:00:00Z");
    private static final Instant MONDAY = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant TUESDAY = MONDAY.plus(Duration.ofDays(1));
    private static final RegisterId IMPORT = new RegisterId(TestGateway.POINT, Channel.IMPORT);

    private final MeteringDatabase database = MeteringDatabase.emptied();
    private final SiteStore sites = new SiteStore(database.pool);
    private final FindingStore findings = new FindingStore(database.pool);
    private final CheckStage stage = new CheckStage(database.pool, sites, CheckRules.DEFAULTS);
    private final TestGateway gateway = new TestGateway("gw-1");
    private final HeadEnd headEnd = database.headEnd();

    @BeforeEach
    void register() {
        headEnd.register(gateway.identity, NOW).await().atMost(MeteringDatabase.PATIENCE);
        sites.save(List.of(CheckStageTest.site(TestGateway.POINT, new Site.Sources(0, false))))
                .await()
                .atMost(MeteringDatabase.PATIENCE);
    }

    @Test
    void deviceThatNamesItselfOtherwiseIsFoundOnce() {
        show(0, "Acme/1", "meter");
        show(1, "Acme/1", "meter");
        show(2, "Acme/2", "meter");
        show(3, "Acme/2", "meter");

        assertThat(found())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.check()).isEqualTo(Check.DEVICE_CHANGED);
                    assertThat(finding.start()).isEqualTo(MONDAY.plus(Duration.ofHours(2)));
                    assertThat(finding.detail())
                            .isEqualTo("Acme/1 became Acme/2, no exchange is known");
                });
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void exchangeThatWasToldIsNoFinding() {
        show(0, "Acme/1", "meter");
        exchange(MONDAY.plus(Duration.ofMinutes(90)));
        show(2, "Acme/2", "meter");

        assertThat(found()).isEmpty();
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void nameThatIsMissingOrComesLaterIsNoChange() {
        show(0, "", "meter");
        show(1, "Acme/1", "meter");
        show(2, "", "meter");
        show(3, "Acme/1", "meter");

        assertThat(found()).isEmpty();
    }

    @Test
    void otherProfileIsWorthKnowing() {
        show(0, "Acme/1", "meter");
        show(1, "Acme/1", "meter-v2");

        assertThat(found()).extracting(Finding::check).containsExactly(Check.PROFILE_CHANGED);
    }

    @Test
    void devicesOfForeignPointsAreNotNoted() {
        show(0, "Acme/1", "meter");
        TestGateway stranger = new TestGateway("gw-2");
        headEnd.register(stranger.identity, NOW).await().atMost(MeteringDatabase.PATIENCE);
        new PointAssignments(database.pool, ValidationRules.DEFAULTS)
                .allPoints("gw-2", false, new Actor("operator", NOW, "none is its own"))
                .await()
                .atMost(MeteringDatabase.PATIENCE);
        stranger.read(Channel.IMPORT, MONDAY.plusSeconds(3_600), 2, evidence("Acme/9", "meter"));
        send(stranger);

        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void erasureForgetsTheDevice() {
        show(0, "Acme/1", "meter");

        Erasures erasures = new Erasures(database.pool);
        database.advance();
        assertThat(
                        erasures.request(
                                        TestGateway.POINT,
                                        TUESDAY,
                                        new Actor("operator", NOW, "asked for"))
                                .await()
                                .atMost(MeteringDatabase.PATIENCE))
                .isInstanceOf(Erasure.Begun.class);
        while (erasures.advance(NOW, Duration.ZERO).await().atMost(MeteringDatabase.PATIENCE)) {}

        assertThat(rows()).isZero();
    }

    @Test
    void registerThatCountsWhatPowerSaysIsNotFound() {
        powered(1_200, 20);

        assertThat(found()).isEmpty();
        assertThat(database.number("SELECT sum(power_w) FROM metering.reading"))
                .isEqualTo(121 * 1_200L);
    }

    @Test
    void registerThatCountsTenTimesOrTheOtherDirectionIsFound() {
        powered(1_200, 200);

        assertThat(found())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.check()).isEqualTo(Check.POWER_UNLIKE_REGISTER);
                    assertThat(finding.detail())
                            .isEqualTo("power says 2400 Wh in 120 minutes, the register 24000 Wh");
                });
    }

    @Test
    void registerThatCountsWhilePowerFlowsTheOtherWayIsFound() {
        powered(-1_200, 20);

        assertThat(found())
                .extracting(Finding::detail)
                .containsExactly("power says 0 Wh in 120 minutes, the register 2400 Wh");
    }

    @Test
    void powerNowAndThenIsNotJudged() {
        for (int hour = 0; hour < 20; hour++) {
            gateway.read(
                    Channel.IMPORT,
                    MONDAY.plus(Duration.ofHours(hour)),
                    hour * 1_000L,
                    DeviceContext.NONE.withWatts(Optional.of(50)));
        }
        send(gateway);

        assertThat(found()).isEmpty();
    }

    /** Two hours of readings each minute. */
    private void powered(int watts, long wattHoursPerMinute) {
        for (int minute = 0; minute <= 120; minute++) {
            gateway.read(
                    Channel.IMPORT,
                    MONDAY.plus(Duration.ofMinutes(minute)),
                    minute * wattHoursPerMinute,
                    DeviceContext.NONE.withWatts(Optional.of(watts)));
        }
        send(gateway);
    }

    private void show(int hour, String identity, String profile) {
        gateway.read(
                Channel.IMPORT,
                MONDAY.plus(Duration.ofHours(hour)),
                hour,
                evidence(identity, profile));
        send(gateway);
    }

    private static DeviceContext evidence(String identity, String profile) {
        Hash256 hash = Hash256.sha256(new byte[0]);
        return DeviceContext.of(
                new DeviceEvidence(
                        profile,
                        hash,
                        hash,
                        identity.isEmpty() ? Optional.empty() : Optional.of(identity)));
    }

    private void exchange(Instant at) {
        ExchangeResult result =
                database.operations()
                        .exchange(
                                IMPORT,
                                new MeterExchange(at, 1, 0),
                                new Actor("operator", NOW, "worn out"))
                        .await()
                        .atMost(MeteringDatabase.PATIENCE);
        assertThat(result).isInstanceOf(ExchangeResult.Exchanged.class);
    }

    private void send(TestGateway sender) {
        assertThat(headEnd.accept(sender.block(), NOW).await().atMost(MeteringDatabase.PATIENCE))
                .isInstanceOf(IntakeResult.Accepted.class);
    }

    private List<Finding> found() {
        assertThat(stage.advance(TUESDAY, NOW).await().atMost(MeteringDatabase.PATIENCE)).isTrue();
        return findings
                .of(TestGateway.POINT, MONDAY, TUESDAY)
                .await()
                .atMost(MeteringDatabase.PATIENCE)
                .stream()
                .map(Recorded::finding)
                .toList();
    }

    private long rows() {
        return database.number("SELECT count(*) FROM metering.register_device");
    }
}
