package energy.peerwatt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.edge.device.DeviceEntry;
import energy.peerwatt.edge.device.Drivers;
import energy.peerwatt.edge.modbus.Framing;
import energy.peerwatt.edge.modbus.ModbusEndpoint;
import energy.peerwatt.edge.modbus.Pace;
import energy.peerwatt.edge.poll.EndpointPoller;
import energy.peerwatt.edge.poll.PolledDevice;
import energy.peerwatt.edge.testkit.Await;
import energy.peerwatt.edge.testkit.Devices;
import energy.peerwatt.edge.testkit.ScriptedPeer;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.time.ScaledMarketClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Dead units behind the connection of a living one. */
class DeadUnitTest {

    private static final int ALIVE = 1;
    private static final int UNITS = 6;
    private static final int SAMPLES = 40;
    private static final Duration TIMEOUT = Duration.ofMillis(100);
    private static final Duration INTERVAL = Duration.ofMillis(50);

    private final AtomicInteger askedOfTheDead = new AtomicInteger();

    @Test
    void deadUnitsAreAskedRarelyAndTheLivingOneGoesOn() throws IOException {
        List<MeteringPointId> seen = new CopyOnWriteArrayList<>();
        try (ScriptedPeer peer = ScriptedPeer.start().otherwise(this::answer);
                ModbusEndpoint endpoint =
                        new ModbusEndpoint(
                                "127.0.0.1", peer.port(), Framing.TCP, Pace.of(TIMEOUT))) {
            List<PolledDevice> devices =
                    IntStream.rangeClosed(ALIVE, UNITS)
                            .mapToObj(unit -> device(endpoint, unit))
                            .toList();
            try (EndpointPoller _ =
                    new EndpointPoller(
                            devices,
                            ScaledMarketClock.realTime(),
                            (point, _, _, _) -> seen.add(point),
                            INTERVAL,
                            TIMEOUT)) {
                Await.until("samples of the living", () -> seen.size() >= SAMPLES);
            }
        }
        assertThat(seen).containsOnly(point(ALIVE));
        assertThat(askedOfTheDead).hasValueBetween(UNITS - 1, SAMPLES);
    }

    private static PolledDevice device(ModbusEndpoint endpoint, int unit) {
        DeviceEntry entry = Devices.meter(point(unit), "eastron-sdm630", 502, unit);
        return new PolledDevice(Devices.health(entry), Drivers.of(entry, endpoint.unit(unit)));
    }

    private static MeteringPointId point(int unit) {
        return new MeteringPointId("AT-" + unit);
    }

    /** Zeros from the living unit, silence from the others. */
    private byte[] answer(byte[] request) {
        if (request[6] != ALIVE) {
            askedOfTheDead.incrementAndGet();
            return new byte[0];
        }
        int bytes = 2 * request[11];
        byte[] answer = new byte[9 + bytes];
        System.arraycopy(request, 0, answer, 0, 8);
        answer[5] = (byte) (3 + bytes);
        answer[8] = (byte) bytes;
        return answer;
    }
}
