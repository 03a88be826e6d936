package energy.peerwatt.edge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ghgande.j2mod.modbus.ModbusSlaveException;
import energy.peerwatt.edge.simulator.HomeServer.Unit;
import energy.peerwatt.edge.simulator.model.Blueprint;
import energy.peerwatt.edge.simulator.model.Counters;
import energy.peerwatt.edge.simulator.model.HomeReading;
import energy.peerwatt.edge.simulator.model.HomeSpec;
import energy.peerwatt.edge.simulator.model.PowerFlow;
import energy.peerwatt.edge.simulator.model.Quantity;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HomeServerTest {

    private static final HomeSpec HOME = Blueprint.ofSeed(1, 2).specs().getFirst();

    private static HomeReading counted(long wattHours) {
        Counters counters =
                Counters.ofWattHours(
                        Map.of(
                                Quantity.IMPORT, wattHours,
                                Quantity.EXPORT, wattHours,
                                Quantity.GENERATION, wattHours));
        return new HomeReading(HOME, 1_781_776_800, counters, new PowerFlow(500, 0, 2_000, 0), 0);
    }

    private static HomeServer server() {
        List<Unit> units = List.of(Unit.inverter(SunSpecInverter::image), Unit.meter());
        return new HomeServer(units, counted(1));
    }

    @Test
    void answersBothUnitsOfAHome() throws Exception {
        try (HomeServer server = server();
                ModbusClient client = new ModbusClient(server.listen(0))) {
            assertThat(client.holding(1, 40_000, 2))
                    .containsExactly((short) 0x5375, (short) 0x6E53);
            assertThat(client.wattHours(2, 72)).isEqualTo(1);

            server.show(counted(4_711));

            assertThat(client.wattHours(2, 72)).isEqualTo(4_711);
            assertThat(client.wattHours(2, 74)).isEqualTo(4_711);
        }
    }

    @Test
    void refusesRegistersUnitsAndFunctionsThatTheDeviceLacks() throws Exception {
        try (HomeServer server = server();
                ModbusClient client = new ModbusClient(server.listen(0))) {
            assertThatThrownBy(() -> client.holding(1, 39_999, 2))
                    .isInstanceOf(ModbusSlaveException.class);
            assertThatThrownBy(() -> client.input(1, 40_000, 2))
                    .isInstanceOf(ModbusSlaveException.class);
            assertThatThrownBy(() -> client.holding(2, 72, 2))
                    .isInstanceOf(ModbusSlaveException.class);
            assertThatThrownBy(() -> client.input(9, 72, 2))
                    .isInstanceOf(ModbusSlaveException.class);
            assertThat(client.wattHours(2, 72)).as("still answers").isEqualTo(1);
        }
    }

    @Test
    void anAnswerNeverMixesTwoRefreshes() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (HomeServer server = server();
                ModbusClient client = new ModbusClient(server.listen(0))) {
            Thread refreshing = Thread.ofPlatform().start(() -> refresh(server, done));
            for (int i = 0; i < 1_000; i++) {
                short[] registers = client.input(2, 72, 4);

                assertThat(ModbusClient.wattHours(registers, 0))
                        .isEqualTo(ModbusClient.wattHours(registers, 2));
            }
            done.set(true);
            refreshing.join();
        }
    }

    private static void refresh(HomeServer server, AtomicBoolean done) {
        for (long wattHours = 1; !done.get(); wattHours += 70_001) {
            server.show(counted(wattHours % 4_000_000));
        }
    }

    @Test
    void takesItsEarlierPortAgainIfFree() throws Exception {
        int port = Ports.free();
        for (int run = 1; run <= 2; run++) {
            try (HomeServer server = server()) {
                assertThat(server.listen(port)).isEqualTo(port);
                try (ModbusClient client = new ModbusClient(port)) {
                    assertThat(client.wattHours(2, 72)).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void takesAnotherPortIfItsEarlierOneIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HomeServer server = server()) {
            int port = server.listen(taken.getLocalPort());

            assertThat(port).isNotEqualTo(taken.getLocalPort());
            try (ModbusClient client = new ModbusClient(port)) {
                assertThat(client.wattHours(2, 72)).isEqualTo(1);
            }
        }
    }
}
