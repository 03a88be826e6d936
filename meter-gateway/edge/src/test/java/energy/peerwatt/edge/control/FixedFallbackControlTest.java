package energy.peerwatt.edge.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import energy.peerwatt.edge.device.ChargingConnection;
import energy.peerwatt.edge.device.ChargingControls;
import energy.peerwatt.edge.modbus.ModbusEndpoint;
import energy.peerwatt.edge.testkit.FreePort;
import energy.peerwatt.edge.testkit.ModbusSlaveServer;
import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointPlan.Kind;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointReport.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The control registers of the Alfen NG9xx's profile, of 25 A, on a slave. */
class FixedFallbackControlTest {

    private static final Instant NOON = Instant.parse("2026-06-18T12:00:00Z");
    private static final int SOCKET = 1;
    private static final int STATION = 200;
    private static final int VALIDITY = 60;
    private static final int LEFT = 1208;
    private static final int CURRENT = 1210;
    private static final int SAFE_CURRENT = 1212;
    private static final int ACCOUNTED_FOR = 1214;

    private ModbusSlaveServer slave;
    private ModbusEndpoint endpoint;
    private ChargingControl control;

    /** The low word of the current: when it is written the timer starts again. */
    private final class LowWord extends SimpleRegister {

        private final boolean isMade;

        LowWord(int word) {
            super(word);
            isMade = true;
        }

        @Override
        public synchronized void setValue(int word) {
            super.setValue(word);
            if (isMade) {
                slave.holding(SOCKET, LEFT, 0, VALIDITY);
            }
        }
    }

    @BeforeEach
    void start() throws Exception {
        slave = ModbusSlaveServer.start(FreePort.find());
        slave.holding(SOCKET, LEFT, 0, 0)
                .holding(SOCKET, CURRENT, words(16))
                .holding(SOCKET, CURRENT + 1, new LowWord(0))
                .holding(SOCKET, SAFE_CURRENT, words(16))
                .holding(SOCKET, ACCOUNTED_FOR, 1)
                .holding(STATION, 1100, words(25));
        endpoint = new ModbusEndpoint("127.0.0.1", slave.port(), Duration.ofSeconds(5));
        control =
                new ChargingControl(
                        endpoint.unit(SOCKET),
                        ChargingControls.of("alfen-ng9xx").orElseThrow(),
                        new ChargingConnection(3),
                        Duration.ZERO);
    }

    @AfterEach
    void stop() {
        endpoint.close();
        slave.close();
    }

    private static int[] words(float amperes) {
        int bits = Float.floatToIntBits(amperes);
        return new int[] {bits >>> 16, bits & 0xFFFF};
    }

    private float current() {
        return Float.intBitsToFloat(
                slave.held(SOCKET, CURRENT) << 16 | slave.held(SOCKET, CURRENT + 1));
    }

    private ControlResult limit(long watts) {
        return control.apply(
                new Step(NOON, NOON.plusSeconds(900), Kind.LIMIT_IMPORT, watts), Floor.NONE, 3_600);
    }

    @Test
    void aCurrentHoldsAsLongAsItsInstallerSaid() {
        assertThat(limit(5_000))
                .isEqualTo(ControlResult.written(Reason.NONE, 4_830).holding(VALIDITY));

        assertThat(current()).isEqualTo(7);
    }

    @Test
    void noCurrentIsAPause() {
        assertThat(limit(0)).isEqualTo(ControlResult.written(Reason.NONE, 0).holding(VALIDITY));

        assertThat(current()).isZero();
    }

    @Test
    void theStationSaysWhatItBears() {
        assertThat(limit(22_000))
                .isEqualTo(ControlResult.written(Reason.NAMEPLATE, 17_250).holding(VALIDITY));

        assertThat(current()).isEqualTo(25);
    }

    @Test
    void aCurrentThatIsNotTakenIntoAccountHasFailed() {
        slave.holding(SOCKET, ACCOUNTED_FOR, 0);

        assertThat(limit(5_000)).isEqualTo(ControlResult.failed(Reason.READ_BACK));
    }

    @Test
    void withoutATimerThatRunsItHasFailed() {
        slave.holding(SOCKET, CURRENT + 1, 0);

        assertThat(limit(5_000)).isEqualTo(ControlResult.failed(Reason.READ_BACK));
    }

    @Test
    void aTimerThatRunsIsSomebodyElses() {
        assertThat(control.look().controlled()).isFalse();
        slave.holding(SOCKET, LEFT, 0, 30);

        assertThat(control.look().controlled()).isTrue();
    }

    @Test
    void releasedItWaitsForItsTimerWithTheSafeCurrent() {
        limit(0);

        assertThat(control.release(Map.of())).isFalse();
        assertThat(current()).isEqualTo(16);
        slave.holding(SOCKET, LEFT, 0, 20);
        assertThat(control.release(Map.of())).isFalse();
        assertThat(slave.held(SOCKET, LEFT + 1)).as("not started again").isEqualTo(20);
        slave.holding(SOCKET, LEFT, 0, 0);
        assertThat(control.release(Map.of())).isTrue();
    }
}
