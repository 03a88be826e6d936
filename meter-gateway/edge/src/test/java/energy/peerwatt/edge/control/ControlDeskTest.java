package energy.peerwatt.edge.control;

import static energy.peerwatt.edge.control.DeskFixture.NOON;
import static energy.peerwatt.edge.control.DeskFixture.limit;
import static energy.peerwatt.edge.control.DeskFixture.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.testkit.Await;
import energy.peerwatt.metering.protocol.Ed25519SigningKey;
import energy.peerwatt.metering.protocol.SetpointPlan;
import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointPlan.Kind;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointReport;
import energy.peerwatt.metering.protocol.SetpointReport.Reason;
import energy.peerwatt.metering.protocol.SetpointReport.State;
import energy.peerwatt.metering.protocol.SetpointReport.StepResult;
import energy.peerwatt.metering.protocol.SetpointReport.StepState;
import energy.peerwatt.metering.protocol.SetpointSigner;
import energy.peerwatt.metering.protocol.SetpointTarget;
import energy.peerwatt.metering.protocol.SetpointTarget.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlDeskTest {

    private static final int LIMIT_ON = 9;
    private static final int LIMIT = 5;

    @TempDir Path folder;

    private static boolean isLimited(SlaveInverter inverter) {
        return inverter.shows(123, LIMIT_ON) == 1;
    }

    private static void awaitStep(DeskFixture fixture, long plan, int step, StepState state) {
        Await.until(
                "step %d of plan %d is %s".formatted(step, plan, state),
                () ->
                        fixture.isReported(plan)
                                && fixture.about(plan).steps().stream()
                                        .anyMatch(result ->
                                                result.step() == step && result.state() == state));
    }

    private static void awaitState(DeskFixture fixture, long plan, State state, Reason reason) {
        Await.until(
                "plan %d is %s, %s".formatted(plan, state, reason),
                () ->
                        fixture.isReported(plan)
                                && fixture.about(plan).state() == state
                                && fixture.about(plan).reason() == reason);
    }

    @Test
    void aStepIsWrittenReadBackAndLeftWhenItIsOver() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withLimit();
                DeskFixture fixture = DeskFixture.inverter(folder, inverter.unit())) {
            fixture.send(limit(1, 4_200));

            awaitStep(fixture, 1, 0, StepState.APPLIED);
            assertThat(inverter.shows(123, LIMIT)).isEqualTo(4_200);
            StepResult result = fixture.about(1).steps().getFirst();
            assertThat(result.watts()).hasValue(4_200);

            fixture.clock.pass(Duration.ofMinutes(15));
            awaitState(fixture, 1, State.ENDED, Reason.NONE);
            Await.until("the limit is off", () -> !isLimited(inverter));
        }
    }

    @Test
    void aLimitIsRenewedBeforeTheDeviceGoesBackByItself() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withLimit();
                DeskFixture fixture = DeskFixture.inverter(folder, inverter.unit())) {
            fixture.send(limit(1, 4_200));
            awaitStep(fixture, 1, 0, StepState.APPLIED);

            inverter.set(123, LIMIT_ON, 0);

            Await.until("it is limited again", () -> isLimited(inverter));
        }
    }

    @Test
    void betweenTwoStepsTheDeviceIsLeftToItself() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withLimit();
                DeskFixture fixture = DeskFixture.inverter(folder, inverter.unit())) {
            fixture.send(
                    plan(
                            1,
                            Duration.ofHours(1),
                            new Step(NOON, NOON.plusSeconds(60), Kind.LIMIT_EXPORT, 1_000),
                            new Step(
                                    NOON.plusSeconds(120),
                                    NOON.plusSeconds(180),
                                    Kind.LIMIT_EXPORT,
                                    2_000)));
            awaitStep(fixture, 1, 0, StepState.APPLIED);

            fixture.clock.pass(Duration.ofSeconds(60));
            Await.until("the limit is off", () -> !isLimited(inverter));
            fixture.clock.pass(Duration.ofSeconds(60));
            awaitStep(fixture, 1, 1, StepState.APPLIED);
            assertThat(inverter.shows(123, LIMIT)).isEqualTo(2_000);
        }
    }

    @Test
    void atItsExpiryAPlanEndsWhateverItsStepsSay() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withLimit();
                DeskFixture fixture = DeskFixture.inverter(folder, inverter.unit())) {
            fixture.send(
                    plan(
                            1,
                            Duration.ofSeconds(100),
                            new Step(NOON, NOON.plusSeconds(50), Kind.LIMIT_EXPORT, 1_000),
                            new Step(
                                    NOON.plusSeconds(60),
                                    NOON.plusSeconds(100),
                                    Kind.LIMIT_EXPORT,
                                    1_000)));
            awaitStep(fixture, 1, 0, StepState.APPLIED);

            fixture.clock.pass(Duration.ofSeconds(100));

            awaitState(fixture, 1, State.ENDED, Reason.EXPIRED);
            awaitStep(fixture, 1, 1, StepState.EXPIRED);
            Await.until("the limit is off", () -> !isLimited(inverter));
        }
    }

    @Test
    void aRevocationFreesTheDeviceAtOnce() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withLimit();
                DeskFixture fixture = DeskFixture.inverter(folder, inverter.unit())) {
            fixture.send(limit(1, 4_200));
            awaitStep(fixture, 1, 0, StepState.APPLIED);

            fixture.send(plan(2, Duration.ofMinutes(5)));

            Await.until("the limit is off", () -> !isLimited(inverter));
            awaitState(fixture, 1, State.ENDED, Reason.REVOKED);
            awaitState(fixture, 2, State.ENDED, Reason.NONE);
        }
    }

    @Test
    void aNewerPlanTakesOver() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withLimit();
                DeskFixture fixture = DeskFixture.inverter(folder, inverter.unit())) {
            fixture.send(limit(1, 4_200));
            awaitStep(fixture, 1, 0, StepState.APPLIED);

            fixture.send(limit(2, 3_000));

            awaitStep(fixture, 2, 0, StepState.APPLIED);
            assertThat(inverter.shows(123, LIMIT)).isEqualTo(3_000);
            awaitState(fixture, 1, State.ENDED, Reason.SUPERSEDED);
        }
    }

    @Test
    void plansOfNobodyWeTrustOrForOthersMoveNothing() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withLimit();
                DeskFixture fixture = DeskFixture.inverter(folder, inverter.unit())) {
            SetpointSigner stranger =
                    new SetpointSigner(Ed25519SigningKey.generate(new SecureRandom()));
            SetpointPlan foreign =
                    new SetpointPlan(
                            new SetpointTarget("gw-2", DeskFixture.POINT, Device.INVERTER),
                            1,
                            NOON,
                            NOON.plusSeconds(900),
                            Floor.NONE,
                            limit(1, 100).steps());
            byte[] forged = fixture.market.sign(limit(1, 100));
            forged[forged.length / 2] ^= 1;

            fixture.desk.accept(stranger.sign(limit(1, 100)));
            fixture.desk.accept(fixture.market.sign(foreign));
            fixture.desk.accept(forged);
            fixture.desk.accept(new byte[0]);

            assertThat(fixture.reports).isEmpty();
            assertThat(fixture.desk.reports()).isEmpty();
            // The next true plan is the first that is carried out.
            fixture.send(limit(1, 4_200));
            awaitStep(fixture, 1, 0, StepState.APPLIED);
            assertThat(inverter.shows(123, LIMIT)).isEqualTo(4_200);
        }
    }

    @Test
    void noBytesMakeTheDeskFail() throws Exception {
        long seed = Long.getLong("seed", new Random().nextLong());
        Random random = new Random(seed);
        try (SlaveInverter inverter = SlaveInverter.withLimit();
                DeskFixture fixture = DeskFixture.inverter(folder, inverter.unit())) {
            byte[] signed = fixture.market.sign(limit(1, 100));
            for (int i = 0; i < 200; i++) {
                byte[] bytes = signed.clone();
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                fixture.desk.accept(bytes);
            }
            assertThat(fixture.reports).as("-Dseed=%d", seed).isEmpty();
        }
    }

    @Test
    void lateEarlyAndOlderPlansAreRefused() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withLimit();
                DeskFixture fixture = DeskFixture.inverter(folder, inverter.unit())) {
            fixture.send(limit(5, 4_200));
            awaitStep(fixture, 5, 0, StepState.APPLIED);

            fixture.send(limit(4, 100));
            assertThat(fixture.about(4).state()).isEqualTo(State.REFUSED);
            assertThat(fixture.about(4).reason()).isEqualTo(Reason.SUPERSEDED);

            fixture.clock.pass(Duration.ofMinutes(-2));
            fixture.send(limit(6, 100));
            assertThat(fixture.about(6).reason()).isEqualTo(Reason.FROM_THE_FUTURE);

            fixture.clock.pass(Duration.ofMinutes(22));
            fixture.send(limit(7, 100));
            assertThat(fixture.about(7).reason()).isEqualTo(Reason.EXPIRED);
            assertThat(inverter.shows(123, LIMIT)).isEqualTo(4_200);
        }
    }

    @Test
    void aPlanThatCameTooEarlyIsTakenWhenItComesAgain() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withLimit();
                DeskFixture fixture = DeskFixture.inverter(folder, inverter.unit())) {
            fixture.clock.pass(Duration.ofMinutes(-2));
            fixture.send(limit(1, 4_200));
            SetpointReport refused = fixture.about(1);
            assertThat(refused.reason()).isEqualTo(Reason.FROM_THE_FUTURE);

            fixture.clock.pass(Duration.ofMinutes(2));
            fixture.send(limit(1, 4_200));

            awaitStep(fixture, 1, 0, StepState.APPLIED);
            assertThat(fixture.reports.get(1).revision())
                    .as("a later report counts")
                    .isGreaterThan(refused.revision());
        }
    }

    @Test
    void theSamePlanAgainIsAnsweredAgainAndHasNoFurtherEffect() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withLimit();
                DeskFixture fixture = DeskFixture.inverter(folder, inverter.unit())) {
            fixture.send(limit(1, 4_200));
            awaitStep(fixture, 1, 0, StepState.APPLIED);
            SetpointReport before = fixture.about(1);
            int reports = fixture.reports.size();

            fixture.send(limit(1, 4_200));
            assertThat(fixture.reports).hasSize(reports + 1);
            assertThat(fixture.about(1)).isEqualTo(before);

            fixture.send(limit(1, 100));
            assertThat(fixture.reports).as("a contradiction").hasSize(reports + 1);
            assertThat(inverter.shows(123, LIMIT)).isEqualTo(4_200);
        }
    }

    @Test
    void withoutTheHouseholdsLeaveNothingIsWritten() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withLimit();
                DeskFixture fixture =
                        new DeskFixture(folder, DeviceRole.INVERTER, inverter.unit(), Map.of())) {
            fixture.send(limit(1, 4_200));

            assertThat(fixture.about(1).state()).isEqualTo(State.REFUSED);
            assertThat(fixture.about(1).reason()).isEqualTo(Reason.NOT_ALLOWED);
        }
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withLimit()) {
            for (Map<String, String> options :
                    List.of(
                            Map.of("control", "yes"),
                            Map.of("control", "on", "keepChargePermille", "1001"),
                            Map.of("control", "on", "keepExportW", "much"))) {
                assertThatThrownBy(() ->
                                new DeskFixture(
                                        folder, DeviceRole.INVERTER, inverter.unit(), options))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void aDeviceThatDeclinesIsLeftToItselfUntilTheNextStep() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withLimit();
                DeskFixture fixture = DeskFixture.inverter(folder, inverter.unit())) {
            inverter.decline(123, LIMIT);
            fixture.send(
                    plan(
                            1,
                            Duration.ofHours(1),
                            new Step(NOON, NOON.plusSeconds(60), Kind.LIMIT_EXPORT, 1_000),
                            new Step(
                                    NOON.plusSeconds(60),
                                    NOON.plusSeconds(120),
                                    Kind.LIMIT_EXPORT,
                                    2_000)));
            awaitStep(fixture, 1, 0, StepState.FAILED);
            assertThat(fixture.about(1).steps().getFirst().reason()).isEqualTo(Reason.DECLINED);
            Await.until("the limit is off", () -> !isLimited(inverter));

            inverter.set(123, LIMIT, 10_000);
            fixture.clock.pass(Duration.ofSeconds(60));

            awaitStep(fixture, 1, 1, StepState.APPLIED);
        }
    }

    @Test
    void whatSomebodyElseControlsIsNotTouchedUntilItIsFree() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withLimit();
                DeskFixture fixture = DeskFixture.inverter(folder, inverter.unit())) {
            inverter.set(123, LIMIT, 7_000);
            inverter.set(123, LIMIT_ON, 1);
            fixture.send(limit(1, 9_000));
            awaitStep(fixture, 1, 0, StepState.FAILED);
            assertThat(fixture.about(1).steps().getFirst().reason())
                    .isEqualTo(Reason.OTHER_CONTROL);
            assertThat(inverter.shows(123, LIMIT)).isEqualTo(7_000);

            inverter.set(123, LIMIT_ON, 0);

            awaitStep(fixture, 1, 0, StepState.APPLIED);
        }
    }

    @Test
    void aRestartContinuesThePlan() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withLimit();
                DeskFixture fixture = DeskFixture.inverter(folder, inverter.unit())) {
            fixture.send(limit(3, 4_200));
            awaitStep(fixture, 3, 0, StepState.APPLIED);

            fixture.desk.close();
            assertThat(isLimited(inverter)).as("nothing is written at the end").isTrue();
            inverter.set(123, LIMIT_ON, 0); // the device went back by itself
            fixture.restart();

            Await.until("it is limited again", () -> isLimited(inverter));
            fixture.send(limit(2, 100));
            assertThat(fixture.about(2).reason())
                    .as("older plans are remembered")
                    .isEqualTo(Reason.SUPERSEDED);
            assertThat(fixture.desk.reports().getFirst().plan()).isEqualTo(3);
        }
    }

    @Test
    void aStartAfterTheEndOfThePlanFreesTheDevice() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withLimit();
                DeskFixture fixture = DeskFixture.inverter(folder, inverter.unit())) {
            fixture.send(limit(1, 4_200));
            awaitStep(fixture, 1, 0, StepState.APPLIED);

            fixture.desk.close();
            fixture.clock.pass(Duration.ofHours(1));
            fixture.restart();

            Await.until("the limit is off", () -> !isLimited(inverter));
            awaitState(fixture, 1, State.ENDED, Reason.EXPIRED);
        }
    }

    @Test
    void aMemoryThatSomebodyChangedMovesNothingAndFreesTheDevice() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withLimit();
                DeskFixture fixture = DeskFixture.inverter(folder, inverter.unit())) {
            fixture.send(limit(1, 4_200));
            awaitStep(fixture, 1, 0, StepState.APPLIED);
            fixture.desk.close();

            Path file = folder.resolve("AT-1-INVERTER.json");
            SetpointSigner stranger =
                    new SetpointSigner(Ed25519SigningKey.generate(new SecureRandom()));
            String forged = Base64.getEncoder().encodeToString(stranger.sign(limit(1, 100)));
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replaceFirst("\"plan\":\"[^\"]+\"", "\"plan\":\"" + forged + "\""));
            fixture.restart();

            Await.until("the limit is off", () -> !isLimited(inverter));
            assertThat(fixture.desk.reports()).isEmpty();
        }
    }

    @Test
    void afterItsMemoryWasDamagedNoOlderPlanComesBack() throws Exception {
        for (String damage : List.of("", "{\"revision\":2,\"pl", "null", "{}")) {
            Path directory = Files.createTempDirectory(folder, "desk");
            try (SlaveInverter inverter = SlaveInverter.withLimit();
                    DeskFixture fixture = DeskFixture.inverter(directory, inverter.unit())) {
                fixture.send(limit(1, 100));
                fixture.send(limit(2, 4_200));
                awaitStep(fixture, 2, 0, StepState.APPLIED);
                fixture.desk.close();
                Files.writeString(directory.resolve("AT-1-INVERTER.json"), damage);
                fixture.clock.pass(Duration.ofSeconds(10));
                fixture.restart();

                fixture.send(limit(1, 100));
                awaitState(fixture, 1, State.REFUSED, Reason.SUPERSEDED);
                fixture.restart();
                fixture.reports.clear();
                fixture.send(limit(1, 100));
                awaitState(fixture, 1, State.REFUSED, Reason.SUPERSEDED);
                assertThat(inverter.shows(123, LIMIT)).as(damage).isNotEqualTo(100);

                // The device's own timer ends what was in force: nobody remembers whose it was.
                inverter.set(123, LIMIT_ON, 0);
                fixture.clock.pass(Duration.ofSeconds(10));
                fixture.send(fresh(3, fixture.clock.now()));
                awaitStep(fixture, 3, 0, StepState.APPLIED);
                assertThat(inverter.shows(123, LIMIT)).isEqualTo(2_000);
            }
        }
    }

    private static SetpointPlan fresh(long sequence, Instant issued) {
        return new SetpointPlan(
                DeskFixture.target(Device.INVERTER),
                sequence,
                issued,
                NOON.plusSeconds(1_200),
                Floor.NONE,
                List.of(new Step(issued, NOON.plusSeconds(900), Kind.LIMIT_EXPORT, 2_000)));
    }
}
