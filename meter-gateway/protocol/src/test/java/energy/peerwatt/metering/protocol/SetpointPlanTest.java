package energy.peerwatt.metering.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointPlan.Kind;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointTarget.Device;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetpointPlanTest {

    private static final Instant NOON = SetpointSamples.NOON;

    private static Step step(long from, long until, Kind kind, long watts) {
        return new Step(NOON.plusSeconds(from), NOON.plusSeconds(until), kind, watts);
    }

    private static SetpointPlan plan(Device device, Floor floor, Step... steps) {
        return new SetpointPlan(
                new SetpointTarget("gw-1", new MeteringPointId("AT-1"), device),
                1,
                NOON,
                NOON.plusSeconds(3_600),
                floor,
                List.of(steps));
    }

    @Test
    void stepsAreHalfOpenAndMayLeaveGaps() {
        SetpointPlan plan =
                plan(
                        Device.BATTERY,
                        Floor.NONE,
                        step(0, 900, Kind.CHARGE, 1_000),
                        step(1_800, 2_700, Kind.IDLE, 0));

        assertThat(plan.stepAt(NOON.minusSeconds(1))).isEmpty();
        assertThat(plan.stepAt(NOON)).contains(plan.steps().get(0));
        assertThat(plan.stepAt(NOON.plusSeconds(900))).isEmpty();
        assertThat(plan.stepAt(NOON.plusSeconds(2_699))).contains(plan.steps().get(1));
        assertThat(plan.stepAt(NOON.plusSeconds(2_700))).isEmpty();
    }

    @Test
    void stepsMustNotOverlapNorOutlastThePlan() {
        assertThatThrownBy(() ->
                        plan(
                                Device.BATTERY,
                                Floor.NONE,
                                step(0, 901, Kind.IDLE, 0),
                                step(900, 1_800, Kind.IDLE, 0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> plan(Device.BATTERY, Floor.NONE, step(0, 3_601, Kind.IDLE, 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "INVERTER, CHARGE, 100, 0, 0",
        "INVERTER, LIMIT_IMPORT, 100, 0, 0",
        "INVERTER, LIMIT_EXPORT, 100, 0, 101",
        "INVERTER, IDLE, 0, 0, 1",
        "CHARGER, DISCHARGE, 100, 0, 0",
        "CHARGER, LIMIT_EXPORT, 100, 0, 0",
        "CHARGER, LIMIT_IMPORT, 4199, 4200, 0",
        "CHARGER, IDLE, 0, 4200, 0",
        "BATTERY, LIMIT_IMPORT, 99, 100, 0"
    })
    void aStepMustFitItsDeviceAndItsFloor(
            Device device, Kind kind, long watts, long importFloor, long exportFloor) {
        Floor floor = new Floor(0, importFloor, exportFloor);

        assertThatThrownBy(() -> plan(device, floor, step(0, 900, kind, watts)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(kind.name());
    }

    @Test
    void aLimitMayBeAsLowAsItsFloor() {
        SetpointPlan plan =
                plan(
                        Device.CHARGER,
                        new Floor(0, 4_200, 0),
                        step(0, 900, Kind.LIMIT_IMPORT, 4_200));

        assertThat(plan.steps()).hasSize(1);
    }

    @Test
    void noPlanHoldsLongerThanThreeDays() {
        assertThatThrownBy(() ->
                        new SetpointPlan(
                                SetpointSamples.battery(),
                                1,
                                NOON,
                                NOON.plus(SetpointPlan.LONGEST).plusSeconds(1),
                                Floor.NONE,
                                List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
