package energy.peerwatt.edge.control;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.edge.device.DeviceEntry;
import energy.peerwatt.edge.device.DeviceEntry.Connection;
import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.device.Drivers;
import energy.peerwatt.edge.device.LiveQuantity;
import energy.peerwatt.edge.device.ProfileControls;
import energy.peerwatt.edge.modbus.Framing;
import energy.peerwatt.edge.modbus.ModbusEndpoint;
import energy.peerwatt.edge.testkit.FreePort;
import energy.peerwatt.edge.testkit.ModbusSlaveServer;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointPlan.Kind;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointReport.Reason;
import energy.peerwatt.metering.protocol.SetpointTarget.Device;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The controller before a heat pump or an appliance, by the profile that comes with the gateway.
 */
class LoadControllerTest {

    private static final Instant NOON = Instant.parse("2026-06-18T12:00:00Z");
    private static final int POWER = 10;
    private static final int TIMER = 11;
    private static final int ORDERED = 12;

    private ModbusSlaveServer slave;
    private ModbusEndpoint endpoint;
    private ProfileControl control;

    @BeforeEach
    void start() throws Exception {
        slave = ModbusSlaveServer.start(FreePort.find());
        slave.holding(1, 0, 20_599, 2_400, 1_850, 0, 4_200, 1).holding(1, POWER, 0, 0, 0);
        endpoint = new ModbusEndpoint("127.0.0.1", slave.port(), Duration.ofSeconds(5));
        control =
                new ProfileControl(
                        endpoint.unit(1), ProfileControls.of("load-controller").orElseThrow());
    }

    @AfterEach
    void stop() {
        endpoint.close();
        slave.close();
    }

    private ControlResult apply(Kind kind, long watts) {
        return control.apply(new Step(NOON, NOON.plusSeconds(900), kind, watts), Floor.NONE, 60);
    }

    @Test
    void aPowerIsOrderedWithTheTimerThatEndsItAndReadBack() {
        assertThat(control.look().controlled()).isFalse();

        assertThat(apply(Kind.CHARGE, 1_500)).isEqualTo(ControlResult.written(Reason.NONE, 1_500));

        assertThat(slave.held(1, POWER)).isEqualTo(1_500);
        assertThat(slave.held(1, TIMER)).isEqualTo(60);
        assertThat(slave.held(1, ORDERED)).isOne();
        assertThat(apply(Kind.CHARGE, 9_000))
                .as("no more than its nameplate")
                .isEqualTo(ControlResult.written(Reason.NAMEPLATE, 2_400));
    }

    @Test
    void restingAndWaitingIsAnOrderOfNothing() {
        assertThat(apply(Kind.IDLE, 0)).isEqualTo(ControlResult.written(Reason.NONE, 0));

        assertThat(slave.held(1, POWER)).isZero();
        assertThat(slave.held(1, ORDERED)).isOne();
        assertThat(apply(Kind.DISCHARGE, 100)).isEqualTo(ControlResult.refused(Reason.UNSUPPORTED));
    }

    @Test
    void releasedItIsLeftToItself() {
        apply(Kind.CHARGE, 1_500);

        assertThat(control.release(Map.of())).isTrue();

        assertThat(slave.held(1, ORDERED)).isZero();
    }

    @Test
    void itSaysHowWarmTheStoreIsAndWhetherTheRunHasBegun() {
        assertThat(live(DeviceRole.HEAT_PUMP))
                .isEqualTo(
                        Map.of(
                                LiveQuantity.HEAT_PUMP_W,
                                1_850L,
                                LiveQuantity.HEAT_STORED_WH,
                                4_200L));
        assertThat(live(DeviceRole.APPLIANCE))
                .isEqualTo(
                        Map.of(
                                LiveQuantity.APPLIANCE_W,
                                1_850L,
                                LiveQuantity.APPLIANCE_STARTED,
                                1L));
    }

    private Map<LiveQuantity, Long> live(DeviceRole role) {
        return Drivers.of(entry(role), endpoint.unit(1)).read().live();
    }

    @Test
    void itIsControlledOnlyIfTheHouseholdSaysSo() {
        assertThat(ControlTerms.of(entry(DeviceRole.HEAT_PUMP)).orElseThrow().device())
                .isEqualTo(Device.HEAT_PUMP);
        assertThat(ControlTerms.of(entry(DeviceRole.APPLIANCE)).orElseThrow().device())
                .isEqualTo(Device.APPLIANCE);
    }

    private DeviceEntry entry(DeviceRole role) {
        return new DeviceEntry(
                new MeteringPointId("AT-1"),
                role,
                "load-controller",
                new Connection.Modbus(
                        "127.0.0.1", slave.port(), 1, Framing.TCP, Map.of("control", "on")));
    }
}
