package energy.peerwatt.edge.control;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointPlan.Kind;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointReport.Reason;
import energy.peerwatt.metering.protocol.SetpointReport.StepState;
import energy.peerwatt.metering.protocol.SetpointTarget.Device;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SunSpecDeviceTest {

    private static final Instant NOON = Instant.parse("2026-06-18T12:00:00Z");
    private static final int REVERSION = 60;

    private static SunSpecDevice device(SlaveInverter inverter, Device device) {
        return new SunSpecDevice(
                inverter.unit(), List.of(), new ControlTerms(device, Floor.NONE, false));
    }

    private static ControlResult apply(
            SlaveInverter inverter, Device device, Kind kind, long watts, Floor floor) {
        Step step = new Step(NOON, NOON.plusSeconds(900), kind, watts);
        return device(inverter, device).apply(step, floor, REVERSION);
    }

    private static ControlResult limit(SlaveInverter inverter, long watts) {
        return apply(inverter, Device.INVERTER, Kind.LIMIT_EXPORT, watts, Floor.NONE);
    }

    private static ControlResult battery(SlaveInverter inverter, Kind kind, long watts) {
        return apply(inverter, Device.BATTERY, kind, watts, Floor.NONE);
    }

    private static ControlResult applied(long watts) {
        return new ControlResult(StepState.APPLIED, Reason.NONE, OptionalLong.of(watts));
    }

    @Test
    void anInverterIsLimitedWithItsTimer() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withLimit()) {
            assertThat(limit(inverter, 4_200)).isEqualTo(applied(4_200));
            assertThat(inverter.shows(123, 5)).isEqualTo(4_200);
            assertThat(inverter.shows(123, 7)).isEqualTo(REVERSION);
            assertThat(inverter.shows(123, 9)).isOne();
        }
    }

    @Test
    void aLimitIsRoundedToTheSmallerPower() throws Exception {
        try (SlaveInverter inverter = new SlaveInverter()) {
            inverter.model(121, 30, Map.of(2, 9_999, 22, 0));
            inverter.model(123, 24, Map.of(5, 100, 7, 0, 9, 0, 23, 0)).end();

            ControlResult result = limit(inverter, 4_200);

            // 42 % of 9,999 W are 4,199.58 W
            assertThat(inverter.shows(123, 5)).isEqualTo(42);
            assertThat(result).isEqualTo(applied(4_199));
        }
    }

    @Test
    void noLimitIsWiderThanTheNameplate() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withLimit()) {
            assertThat(limit(inverter, 12_000))
                    .isEqualTo(ControlResult.written(Reason.NAMEPLATE, 10_000));
            assertThat(inverter.shows(123, 5)).isEqualTo(10_000);
        }
    }

    @Test
    void theSmallestRatingIsTheLimit() throws Exception {
        try (SlaveInverter inverter = new SlaveInverter()) {
            inverter.model(120, 26, Map.of(3, 8_000, 4, 0));
            inverter.model(121, 30, Map.of(2, 10_000, 22, 0));
            inverter.model(123, 24, Map.of(5, 10_000, 7, 0, 9, 0, 23, 0xFFFE)).end();

            assertThat(limit(inverter, 9_000))
                    .isEqualTo(ControlResult.written(Reason.NAMEPLATE, 8_000));
        }
    }

    @Test
    void withoutANameplateNothingIsWritten() throws Exception {
        try (SlaveInverter inverter = new SlaveInverter()) {
            inverter.model(123, 24, Map.of(5, 10_000, 7, 0, 9, 0, 23, 0xFFFE)).end();

            assertThat(limit(inverter, 4_200))
                    .isEqualTo(ControlResult.refused(Reason.NAMEPLATE_UNKNOWN));
            assertThat(inverter.shows(123, 9)).isZero();
        }
    }

    @Test
    void withoutATimerOfTheDeviceNothingIsWritten() throws Exception {
        try (SlaveInverter inverter = new SlaveInverter()) {
            inverter.model(121, 30, Map.of(2, 10_000, 22, 0));
            inverter.model(123, 24, Map.of(5, 10_000, 9, 0, 23, 0xFFFE)).end();

            assertThat(limit(inverter, 4_200))
                    .isEqualTo(ControlResult.refused(Reason.NO_REVERSION));
            assertThat(inverter.shows(123, 9)).isZero();
        }
    }

    @Test
    void aDeviceThatDeclinesHasFailed() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withLimit()) {
            inverter.decline(123, 5);

            assertThat(limit(inverter, 4_200)).isEqualTo(ControlResult.failed(Reason.DECLINED));
            assertThat(inverter.shows(123, 9)).as("not switched on").isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"9000, wider", "3000, much narrower"})
    void aDeviceThatShowsAnotherLimitHasFailed(int shown, String how) throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withLimit()) {
            inverter.stick(123, 5, shown);

            assertThat(limit(inverter, 4_200))
                    .as(how)
                    .isEqualTo(ControlResult.failed(Reason.READ_BACK));
        }
    }

    @Test
    void aDeviceMayRoundToWholePercentDownwards() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withLimit()) {
            inverter.roundToHundreds(123, 5);

            assertThat(limit(inverter, 4_250)).isEqualTo(applied(4_200));
        }
    }

    @Test
    void aLimitDoesNotGoBelowWhatTheHouseholdKeeps() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withLimit()) {
            Floor floor = new Floor(0, 0, 4_200);

            assertThat(apply(inverter, Device.INVERTER, Kind.IDLE, 0, floor))
                    .isEqualTo(ControlResult.written(Reason.FLOOR, 4_200));
        }
    }

    @Test
    void releasingSwitchesTheLimitOff() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withLimit()) {
            limit(inverter, 4_200);

            assertThat(device(inverter, Device.INVERTER).look().controlled()).isTrue();
            assertThat(device(inverter, Device.INVERTER).release(Map.of())).isTrue();
            assertThat(inverter.shows(123, 9)).isZero();
            assertThat(device(inverter, Device.INVERTER).look().controlled()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        // kind, W, InWRte, OutWRte, StorCtl_Mod, read back
        "CHARGE, 2500, 5000, -5000, 3, 2500",
        "DISCHARGE, 1000, -2000, 2000, 3, 1000",
        "IDLE, 0, 0, 0, 3, 0",
        "LIMIT_IMPORT, 1250, 2500, 0, 1, 1250",
        "LIMIT_EXPORT, 500, 0, 1000, 2, 500"
    })
    void aBatteryGetsAWindow(Kind kind, long watts, int in, int out, int mode, long shown)
            throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withBattery()) {
            assertThat(battery(inverter, kind, watts)).isEqualTo(applied(shown));
            assertThat((short) inverter.shows(124, 13)).isEqualTo((short) in);
            assertThat((short) inverter.shows(124, 12)).isEqualTo((short) out);
            assertThat(inverter.shows(124, 5)).isEqualTo(mode);
            assertThat(inverter.shows(124, 15)).isEqualTo(REVERSION);
            assertThat(inverter.shows(124, 17)).isEqualTo(kind == Kind.CHARGE ? 1 : 0);
        }
    }

    @Test
    void aBatteryIsNotChargedFasterThanItsNameplateAllows() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withBattery()) {
            assertThat(battery(inverter, Kind.CHARGE, 7_000))
                    .isEqualTo(ControlResult.written(Reason.NAMEPLATE, 5_000));
            assertThat(battery(inverter, Kind.DISCHARGE, 7_000))
                    .isEqualTo(ControlResult.written(Reason.NAMEPLATE, 5_000));
        }
    }

    @Test
    void aBatteryAtItsFloorGivesNothing() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withBattery()) {
            Floor floor = new Floor(500, 0, 0);

            assertThat(apply(inverter, Device.BATTERY, Kind.DISCHARGE, 1_000, floor))
                    .isEqualTo(ControlResult.written(Reason.FLOOR, 0));
            assertThat(inverter.shows(124, 5)).as("only giving is bounded").isEqualTo(2);
            assertThat(inverter.shows(124, 12)).isZero();
        }
    }

    @Test
    void theReserveOfTheDeviceIsRaisedToTheFloorAndPutBack() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withBattery()) {
            SunSpecDevice device = device(inverter, Device.BATTERY);
            Map<String, Long> before = device.look().settings();
            Floor floor = new Floor(305, 0, 0);

            apply(inverter, Device.BATTERY, Kind.DISCHARGE, 1_000, floor);
            assertThat(inverter.shows(124, 7)).isEqualTo(3_050);

            assertThat(device.release(before)).isTrue();
            assertThat(inverter.shows(124, 7)).isEqualTo(500);
            assertThat(inverter.shows(124, 5)).isZero();
        }
    }

    @Test
    void aReserveThatIsHigherStays() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withBattery()) {
            apply(inverter, Device.BATTERY, Kind.DISCHARGE, 1_000, new Floor(20, 0, 0));

            assertThat(inverter.shows(124, 7)).isEqualTo(500);
        }
    }

    @Test
    void aBatteryOfUnknownChargeGivesNothingIfTheHouseholdKeepsSome() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withBattery()) {
            inverter.set(124, 8, 0xFFFF);

            assertThat(apply(inverter, Device.BATTERY, Kind.DISCHARGE, 1_000, new Floor(200, 0, 0)))
                    .isEqualTo(ControlResult.refused(Reason.FLOOR));
        }
    }

    private static SlaveInverter resource() throws Exception {
        SlaveInverter inverter = new SlaveInverter();
        inverter.model(
                702, 50, Map.of(2, 1_000, 10, 500, 11, 400, 26, 900, 34, 450, 35, 400, 45, 1));
        inverter.model(704, 65, Map.of(14, 0, 15, 1_000, 17, 0, 18, 0, 19, 0, 54, 0xFFFF));
        return inverter;
    }

    @Test
    void aResourceIsLimitedByModel704() throws Exception {
        try (SlaveInverter inverter = resource().end()) {
            assertThat(limit(inverter, 4_500)).isEqualTo(applied(4_500));
            assertThat(inverter.shows(704, 15)).as("50.0 % of 9,000 W").isEqualTo(500);
            assertThat(inverter.shows(704, 19)).isEqualTo(REVERSION);
            assertThat(inverter.shows(704, 14)).isOne();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CHARGE, 3000, -300, 3000, NONE",
        "CHARGE, 6000, -450, 4500, NAMEPLATE",
        "DISCHARGE, 6000, 400, 4000, NAMEPLATE",
        "IDLE, 0, 0, 0, NONE"
    })
    void aBatteryOfModel704IsToldItsPower(Kind kind, long watts, int raw, long shown, Reason reason)
            throws Exception {
        try (SlaveInverter inverter = new SlaveInverter()) {
            inverter.model(
                    702, 50, Map.of(2, 1_000, 10, 500, 11, 400, 26, 900, 34, 450, 35, 400, 45, 1));
            inverter.model(704, 65, Map.of(22, 0, 23, 0, 24, 0, 25, 0, 30, 1, 31, 0, 32, 0, 55, 1));
            inverter.end();

            assertThat(battery(inverter, kind, watts))
                    .isEqualTo(ControlResult.written(reason, shown));
            assertThat(inverter.shows(704, 24) << 16 | inverter.shows(704, 25)).isEqualTo(raw);
            assertThat(inverter.shows(704, 23)).as("in watts").isOne();
            assertThat(inverter.shows(704, 30)).as("off afterwards").isZero();
            assertThat(inverter.shows(704, 32)).isEqualTo(REVERSION);
            assertThat(inverter.shows(704, 22)).isOne();
        }
    }

    @Test
    void aDeviceWithoutControlsCannotBeControlled() throws Exception {
        try (SlaveInverter inverter = new SlaveInverter().model(120, 26, Map.of()).end()) {
            assertThat(limit(inverter, 1_000)).isEqualTo(ControlResult.refused(Reason.UNSUPPORTED));
        }
    }
}
