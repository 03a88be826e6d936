package energy.peerwatt.metering.protocol;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointPlan.Kind;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointReport.Reason;
import energy.peerwatt.metering.protocol.SetpointReport.State;
import energy.peerwatt.metering.protocol.SetpointReport.StepResult;
import energy.peerwatt.metering.protocol.SetpointReport.StepState;
import energy.peerwatt.metering.protocol.SetpointTarget.Device;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** Plans and reports for tests. */
final class SetpointSamples {

    static final Instant NOON = Instant.parse("2026-06-18T12:00:00Z");

    private SetpointSamples() {}

    static SetpointTarget battery() {
        return new SetpointTarget("gw-1", new MeteringPointId("AT-1"), Device.BATTERY);
    }

    /** An hour of charging at 2,500 W, then an hour of giving at most 1,000 W. */
    static SetpointPlan small() {
        return new SetpointPlan(
                battery(),
                7,
                NOON,
                NOON.plusSeconds(10_800),
                new Floor(200, 0, 500),
                List.of(
                        new Step(NOON, NOON.plusSeconds(3_600), Kind.CHARGE, 2_500),
                        new Step(
                                NOON.plusSeconds(3_600),
                                NOON.plusSeconds(7_200),
                                Kind.LIMIT_EXPORT,
                                1_000)));
    }

    static SetpointReport report() {
        return new SetpointReport(
                battery(),
                7,
                3,
                NOON.plusSeconds(3_700),
                State.ACCEPTED,
                Reason.NONE,
                List.of(
                        new StepResult(
                                0,
                                NOON.plusSeconds(1),
                                StepState.APPLIED,
                                Reason.NONE,
                                OptionalLong.of(2_500)),
                        new StepResult(
                                1,
                                NOON.plusSeconds(3_700),
                                StepState.FAILED,
                                Reason.UNREACHABLE,
                                OptionalLong.empty())));
    }

    static SetpointPlan random(RandomGenerator random) {
        Device device = any(Device.values(), random);
        long second = random.nextLong(0, 4_000_000_000L);
        Instant issued = Instant.ofEpochSecond(second);
        List<Step> steps = new ArrayList<>();
        Instant from = issued;
        for (int i = random.nextInt(0, 30); i > 0; i--) {
            from = from.plusSeconds(random.nextInt(0, 900));
            Instant until = from.plusSeconds(random.nextInt(1, 1_800));
            steps.add(step(from, until, device, random));
            from = until;
        }
        return new SetpointPlan(
                new SetpointTarget(
                        "gw-" + random.nextInt(99),
                        new MeteringPointId("MP-" + random.nextInt(99)),
                        device),
                random.nextLong(1, Long.MAX_VALUE),
                issued,
                from.plusSeconds(random.nextInt(1, 9_000)),
                new Floor(random.nextInt(1_001), 0, 0),
                steps);
    }

    private static Step step(Instant from, Instant until, Device device, RandomGenerator random) {
        Kind kind =
                switch (device) {
                    case BATTERY -> any(Kind.values(), random);
                    case INVERTER -> any(new Kind[] {Kind.LIMIT_EXPORT, Kind.IDLE}, random);
                    case CHARGER -> any(new Kind[] {Kind.LIMIT_IMPORT, Kind.IDLE}, random);
                    case HEAT_PUMP, APPLIANCE -> any(new Kind[] {Kind.CHARGE, Kind.IDLE}, random);
                };
        return new Step(from, until, kind, kind == Kind.IDLE ? 0 : random.nextLong(100_000));
    }

    static SetpointReport randomReport(RandomGenerator random) {
        List<StepResult> steps = new ArrayList<>();
        for (int step = random.nextInt(5); step < 60; step += random.nextInt(1, 9)) {
            steps.add(
                    new StepResult(
                            step,
                            Instant.ofEpochSecond(random.nextLong(4_000_000_000L)),
                            any(StepState.values(), random),
                            any(Reason.values(), random),
                            random.nextBoolean()
                                    ? OptionalLong.of(random.nextLong(100_000))
                                    : OptionalLong.empty()));
        }
        return new SetpointReport(
                battery(),
                random.nextLong(1, Long.MAX_VALUE),
                random.nextLong(1, Long.MAX_VALUE),
                Instant.ofEpochSecond(random.nextLong(4_000_000_000L)),
                any(State.values(), random),
                any(Reason.values(), random),
                steps);
    }

    private static <E> E any(E[] values, RandomGenerator random) {
        return values[random.nextInt(values.length)];
    }
}
