package energy.peerwatt.edge.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import energy.peerwatt.edge.device.ProfileControls;
import energy.peerwatt.edge.modbus.ModbusEndpoint;
import energy.peerwatt.edge.testkit.FreePort;
import energy.peerwatt.edge.testkit.ModbusSlaveServer;
import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointPlan.Kind;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointReport.Reason;
import energy.peerwatt.metering.protocol.SetpointReport.StepState;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A made-up wallbox: current in A at 10, its most in W at 20, timer at 30, switch at 31. */
class ProfileControlTest {

    private static final String PROFILE =
            """
            device: Test wallbox
            framings: [tcp]
            origins: [this test]
            function: 3
            words: high-first
            quantities:
              power: {at: 40, type: int16}
            controls:
              write: 6
              powers:
                limit-import: {at: 10, type: uint16, scale: 690}
              nameplate: {at: 20, type: uint16, scale: 10}
              reversion: {at: 30, type: uint16}
              enable: {at: 31, type: uint16, on: 1, off: 0}
            """;

    private static final Instant NOON = Instant.parse("2026-06-18T12:00:00Z");

    private ModbusSlaveServer slave;
    private ModbusEndpoint endpoint;
    private ProfileControl control;

    @BeforeEach
    void start() throws Exception {
        slave = ModbusSlaveServer.start(FreePort.find());
        slave.holding(1, 10, 0).holding(1, 20, 1_104).holding(1, 30, 0, 0);
        endpoint = new ModbusEndpoint("127.0.0.1", slave.port(), Duration.ofSeconds(5));
        control = new ProfileControl(endpoint.unit(1), controls(PROFILE));
    }

    @AfterEach
    void stop() {
        endpoint.close();
        slave.close();
    }

    private static ProfileControls controls(String yaml) {
        return ProfileControls.parse(
                        "test", new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .orElseThrow();
    }

    private ControlResult apply(Kind kind, long watts, Floor floor) {
        return control.apply(new Step(NOON, NOON.plusSeconds(900), kind, watts), floor, 60);
    }

    @Test
    void aLimitIsWrittenInTheDevicesSteps() {
        ControlResult result = apply(Kind.LIMIT_IMPORT, 4_200, Floor.NONE);

        assertThat(result)
                .isEqualTo(
                        new ControlResult(StepState.APPLIED, Reason.NONE, OptionalLong.of(4_140)));
        assertThat(slave.held(1, 10)).as("6 A are 4,140 W").isEqualTo(6);
        assertThat(slave.held(1, 30)).isEqualTo(60);
        assertThat(slave.held(1, 31)).isOne();
        assertThat(control.look().controlled()).isTrue();
    }

    @Test
    void itIsNeverWiderThanTheNameplate() {
        assertThat(apply(Kind.LIMIT_IMPORT, 20_000, Floor.NONE))
                .isEqualTo(ControlResult.written(Reason.NAMEPLATE, 11_040));
        assertThat(slave.held(1, 10)).isEqualTo(16);
    }

    @Test
    void theHouseholdKeepsItsShare() {
        assertThat(apply(Kind.IDLE, 0, new Floor(0, 4_830, 0)))
                .isEqualTo(ControlResult.written(Reason.FLOOR, 4_830));
    }

    @Test
    void whatTheDeviceDoesNotShowHasFailed() {
        control =
                new ProfileControl(
                        endpoint.unit(1), controls(PROFILE.replace("write: 6", "write: 16")));
        slave.holding(1, 10, new StubbornRegister(16, _ -> 16));

        assertThat(apply(Kind.LIMIT_IMPORT, 4_200, Floor.NONE))
                .isEqualTo(ControlResult.failed(Reason.READ_BACK));
    }

    @Test
    void withoutANameplateNothingIsWritten() {
        slave.holding(1, 20, new SimpleRegister(0));

        assertThat(apply(Kind.LIMIT_IMPORT, 4_200, Floor.NONE))
                .isEqualTo(ControlResult.refused(Reason.NAMEPLATE_UNKNOWN));
        assertThat(slave.held(1, 31)).isZero();
    }

    @Test
    void whatTheProfileLacksIsUnsupported() {
        assertThat(apply(Kind.LIMIT_EXPORT, 4_200, Floor.NONE))
                .isEqualTo(ControlResult.refused(Reason.UNSUPPORTED));
    }

    @Test
    void releasingSwitchesItOff() {
        apply(Kind.LIMIT_IMPORT, 4_200, Floor.NONE);

        assertThat(control.release(Map.of())).isTrue();
        assertThat(slave.held(1, 31)).isZero();
    }

    @Test
    void controlsThatMakeNoSenseAreRefused() {
        for (String wrong :
                new String[] {
                    PROFILE.replace("write: 6", "write: 5"),
                    PROFILE.replace("limit-import:", "limit-everything:"),
                    PROFILE.replace("scale: 690", "scale: -690"),
                    PROFILE.replace(
                            "nameplate: {at: 20, type: uint16", "nameplate: {at: 20, type: int16"),
                    PROFILE.replace("on: 1", "on: 0")
                }) {
            assertThatThrownBy(() -> controls(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
