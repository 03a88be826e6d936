package energy.peerwatt.edge.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import energy.peerwatt.edge.device.ChargingConnection;
import energy.peerwatt.edge.device.ChargingControls;
import energy.peerwatt.edge.device.ChargingControls.Fallback.Settable;
import energy.peerwatt.edge.modbus.ModbusEndpoint;
import energy.peerwatt.edge.testkit.FreePort;
import energy.peerwatt.edge.testkit.ModbusSlaveServer;
import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointPlan.Kind;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointReport.Reason;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The control registers of the KEBA P40's profile, of 16 A, on a slave. */
class ChargingControlTest {

    private static final Instant NOON = Instant.parse("2026-06-18T12:00:00Z");
    private static final int UNIT = 255;
    private static final int STATE = 1000;
    private static final int SHOWN_CURRENT = 1100;
    private static final int SHOWN_SAFE_CURRENT = 1600;
    private static final int SHOWN_TIMER = 1602;

    private final List<Integer> written = Collections.synchronizedList(new ArrayList<>());
    private ModbusSlaveServer slave;
    private ModbusEndpoint endpoint;
    private ChargingControl control;

    /** A register that only takes writes; another shows in two words what it makes of them. */
    private final class Written extends SimpleRegister {

        private final int address;
        private final int shownAt;
        private final IntUnaryOperator made;
        private final boolean isMade;

        Written(int address, int shownAt, IntUnaryOperator made) {
            super(0);
            this.address = address;
            this.shownAt = shownAt;
            this.made = made;
            isMade = true;
        }

        @Override
        public synchronized void setValue(int word) {
            super.setValue(word);
            if (isMade) {
                written.add(address);
                slave.holding(UNIT, shownAt, 0, made.applyAsInt(word));
            }
        }

        /** As function 6 writes. */
        @Override
        public synchronized void setValue(byte[] bytes) {
            setValue((bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF));
        }
    }

    @BeforeEach
    void start() throws Exception {
        slave = ModbusSlaveServer.start(FreePort.find());
        slave.holding(UNIT, STATE, 0, 3)
                .holding(UNIT, SHOWN_CURRENT, 0, 13_000)
                .holding(UNIT, 1110, 0, 16_000)
                .holding(UNIT, SHOWN_SAFE_CURRENT, 0, 0)
                .holding(UNIT, SHOWN_TIMER, 0, 0);
        takes(5004, SHOWN_CURRENT, word -> word);
        takes(5016, SHOWN_SAFE_CURRENT, word -> word);
        takes(5018, SHOWN_TIMER, word -> word);
        endpoint = new ModbusEndpoint("127.0.0.1", slave.port(), Duration.ofSeconds(5));
        control = control(3, Duration.ZERO);
    }

    @AfterEach
    void stop() {
        endpoint.close();
        slave.close();
    }

    private void takes(int address, int shownAt, IntUnaryOperator made) {
        slave.holding(UNIT, address, new Written(address, shownAt, made));
    }

    private ChargingControl control(int phases, Duration writeDelay) {
        return new ChargingControl(
                endpoint.unit(UNIT),
                ChargingControls.of("keba-p40").orElseThrow(),
                new ChargingConnection(phases),
                writeDelay);
    }

    private ControlResult apply(Kind kind, long watts, Floor floor, long reversion) {
        return control.apply(new Step(NOON, NOON.plusSeconds(900), kind, watts), floor, reversion);
    }

    private ControlResult limit(long watts) {
        return apply(Kind.LIMIT_IMPORT, watts, Floor.NONE, 60);
    }

    private int shown(int address) {
        return slave.held(UNIT, address + 1);
    }

    @Test
    void theCurrentOfBeforeIsWhatItFallsBackToAndTheTimerRunsBeforeTheLimitHolds() {
        assertThat(limit(5_000)).isEqualTo(ControlResult.written(Reason.NONE, 4_830).holding(60));

        assertThat(written).containsExactly(5016, 5018, 5004);
        assertThat(shown(SHOWN_SAFE_CURRENT)).isEqualTo(13_000);
        assertThat(shown(SHOWN_TIMER)).isEqualTo(60);
        assertThat(shown(SHOWN_CURRENT)).isEqualTo(7_000);
    }

    @Test
    void renewingSetsTheCurrentAloneAndKeepsWhatItFallsBackTo() {
        limit(5_000);
        written.clear();

        limit(8_000);

        assertThat(written).containsExactly(5004);
        assertThat(shown(SHOWN_CURRENT)).isEqualTo(11_000);
        assertThat(shown(SHOWN_SAFE_CURRENT)).isEqualTo(13_000);
    }

    @ParameterizedTest
    @CsvSource({
        "3,      0,     0,     0, NONE",
        "3,   4139,     0,     0, NONE",
        "3,   4140,     0,  6000, NONE",
        "3,   4829,     0,  6000, NONE",
        "3,  20000,     0, 16000, NAMEPLATE",
        "1,   1400,     0,  6000, NONE",
        "1,   3680,     0, 16000, NONE",
        "3,   4200,  4200,  7000, FLOOR",
        "3,    690,   100,  6000, FLOOR",
        "3,   9000,  4200, 13000, NONE",
        "3,  99000, 99000, 16000, NAMEPLATE"
    })
    void wholeAmperesFromSixOnOrNone(
            int phases, long watts, long keptW, int milliamperes, Reason reason) {
        control = control(phases, Duration.ZERO);

        ControlResult result = apply(Kind.LIMIT_IMPORT, watts, new Floor(0, keptW, 0), 60);

        assertThat(shown(SHOWN_CURRENT)).isEqualTo(milliamperes);
        assertThat(result)
                .isEqualTo(
                        ControlResult.written(reason, milliamperes / 1_000L * phases * 230)
                                .holding(60));
    }

    @ParameterizedTest
    @CsvSource({"3600, 600", "60, 60", "1, 5"})
    void theTimerIsAsNearToTheWantedAsTheDeviceCan(long wanted, int seconds) {
        ControlResult result = apply(Kind.LIMIT_IMPORT, 5_000, Floor.NONE, wanted);

        assertThat(shown(SHOWN_TIMER)).isEqualTo(seconds);
        assertThat(result.holdsSeconds()).hasValue(seconds);
    }

    @Test
    void idleIsNoCurrentAndADeviceThatRestsInsteadOfShowingZeroObeys() {
        takes(5004, SHOWN_CURRENT, word -> word == 0 ? 13_000 : word);
        slave.holding(UNIT, STATE, 0, 5);

        assertThat(apply(Kind.IDLE, 0, Floor.NONE, 60))
                .isEqualTo(ControlResult.written(Reason.NONE, 0).holding(60));
    }

    @Test
    void aDeviceThatChargesOnHasNotObeyed() {
        takes(5004, SHOWN_CURRENT, _ -> 13_000);

        assertThat(apply(Kind.IDLE, 0, Floor.NONE, 60))
                .isEqualTo(ControlResult.failed(Reason.READ_BACK));
        assertThat(limit(5_000)).isEqualTo(ControlResult.failed(Reason.READ_BACK));
    }

    @Test
    void withoutARunningTimerNothingIsLimited() {
        takes(5018, SHOWN_TIMER, _ -> 0);

        assertThat(limit(5_000)).isEqualTo(ControlResult.failed(Reason.READ_BACK));
        assertThat(written).doesNotContain(5004);
    }

    @Test
    void aTimerThatRunsIsSomebodyElses() {
        assertThat(control.look().controlled()).isFalse();
        slave.holding(UNIT, SHOWN_TIMER, 0, 30);

        assertThat(control.look().controlled()).isTrue();
    }

    @Test
    void whatItBearsMustBeKnown() {
        slave.holding(UNIT, 1110, 0, 0);

        assertThat(limit(5_000)).isEqualTo(ControlResult.refused(Reason.NAMEPLATE_UNKNOWN));
        assertThat(written).isEmpty();
    }

    @Test
    void itDoesNothingElse() {
        assertThat(apply(Kind.CHARGE, 5_000, Floor.NONE, 60))
                .isEqualTo(ControlResult.refused(Reason.UNSUPPORTED));
    }

    @Test
    void releasedItIsAsItWasBefore() {
        slave.holding(UNIT, SHOWN_SAFE_CURRENT, 0, 10_000);
        Map<String, Long> before = control.look().settings();
        limit(0);

        assertThat(control.release(before)).isTrue();

        assertThat(shown(SHOWN_CURRENT)).isEqualTo(13_000);
        assertThat(shown(SHOWN_TIMER)).isZero();
        assertThat(shown(SHOWN_SAFE_CURRENT)).isEqualTo(10_000);
    }

    @Test
    void itIsNotReleasedBeforeItShowsThat() {
        Map<String, Long> before = control.look().settings();
        limit(0);
        takes(5018, SHOWN_TIMER, _ -> 60);

        assertThat(control.release(before)).isFalse();
    }

    @Test
    void writesAreKeptApart() {
        control = control(3, Duration.ofMillis(200));
        long started = System.nanoTime();

        limit(5_000);

        assertThat(written).hasSize(3);
        assertThat(System.nanoTime() - started)
                .isGreaterThanOrEqualTo(Duration.ofMillis(400).toNanos());
    }

    @Test
    void controlsThatMakeNoSenseAreRefused() {
        String good =
                """
                device: Some charging point
                framings: [tcp]
                origins: [this test]
                function: 3
                words: high-first
                quantities: {power: {at: 1020, type: uint32}}
                charging:
                  current: {written: {at: 1, type: uint16}, shown: {at: 2, type: uint32}}
                  rest: {shown: {at: 3, type: uint16}, values: [0]}
                  most: {at: 4, type: uint16}
                  safeCurrent: {written: {at: 5, type: uint16}, shown: {at: 6, type: uint32}}
                  timer: {written: {at: 7, type: uint16}, shown: {at: 8, type: uint16}, from: 5, to: 60}
                """;
        assertThat(parse(good).fallback()).isInstanceOf(Settable.class);
        for (String wrong :
                List.of(
                        good.replace("from: 5", "from: 0"),
                        good.replace("to: 60", "to: 4"),
                        good.replace("{at: 1, type: uint16}", "{at: 1, type: uint16, scale: 0.1}"),
                        good.replace("{at: 1, type: uint16}", "{at: 1, type: int16}"),
                        good.replace("  most: {at: 4, type: uint16}\n", ""),
                        good.replace(
                                "safeCurrent: {written: {at: 5, type: uint16}, ", "safeCurrent: {"),
                        good.replace("timer: {written: {at: 7, type: uint16}, ", "timer: {"),
                        good.replace("charging:\n", "charging:\n  write: 5\n"),
                        good.replace("charging:\n", "charging:\n  writeDelayMs: -1\n"))) {
            assertThatThrownBy(() -> parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static ChargingControls parse(String yaml) {
        return ChargingControls.parse(
                        "test", new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .orElseThrow();
    }
}
