package energy.peerwatt.edge.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.sunspec.SunSpecChain;
import energy.peerwatt.edge.testkit.Await;
import energy.peerwatt.edge.testkit.Fixtures;
import energy.peerwatt.edge.testkit.FreePort;
import energy.peerwatt.edge.testkit.ModbusSlaveServer;
import energy.peerwatt.edge.testkit.ScriptedPeer;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModbusEndpointTest {

    private static final Duration TIMEOUT = Duration.ofMillis(400);
    private static final String LOOPBACK = "127.0.0.1";
    private static final ModbusRead TWO_HOLDING = new ModbusRead(1, 3, 10, 2);

    @Test
    void readsHoldingAndInputRegistersOfSeveralUnits() throws Exception {
        try (ModbusSlaveServer slave = ModbusSlaveServer.start(FreePort.find());
                ModbusEndpoint endpoint = endpoint(slave.port())) {
            slave.holding(1, 10, 0x8001, 7).input(2, 10, 42, 43);

            RegisterBlock holding = registers(endpoint.unit(1).read(3, 10, 2));
            RegisterBlock input = registers(endpoint.unit(2).read(4, 10, 2));

            assertThat(holding.unsigned32(10)).isEqualTo(0x8001_0007L);
            assertThat(holding.signed16(10)).isEqualTo(-32_767);
            assertThat(input.unsigned16(11)).isEqualTo(43);
        }
    }

    @Test
    void tellsThatTheDeviceDeclined() throws Exception {
        try (ModbusSlaveServer slave = ModbusSlaveServer.start(FreePort.find());
                ModbusEndpoint endpoint = endpoint(slave.port())) {
            slave.holding(1, 10, 1);

            assertThat(endpoint.unit(1).read(3, 500, 2)).isEqualTo(new ModbusAnswer.Declined(2));
            assertThat(registers(endpoint.unit(1).read(3, 10, 1)).unsigned16(10)).isEqualTo(1);
        }
    }

    @Test
    void readsAgainAfterTheDeviceRestarted() throws Exception {
        int port = FreePort.find();
        try (ModbusEndpoint endpoint = endpoint(port)) {
            try (ModbusSlaveServer slave = ModbusSlaveServer.start(port)) {
                slave.holding(1, 10, 1, 2);
                assertThat(endpoint.read(TWO_HOLDING)).isNotNull();
            }
            try (ModbusSlaveServer slave = ModbusSlaveServer.start(port)) {
                slave.holding(1, 10, 3, 4);

                Await.until("device read again", () -> reads(endpoint, 3));
            }
        }
    }

    @Test
    void valuesOfConcurrentReadersAreNeverMixed() throws Exception {
        try (ModbusSlaveServer slave = ModbusSlaveServer.start(FreePort.find());
                ModbusEndpoint endpoint = endpoint(slave.port())) {
            for (int unit = 1; unit <= 8; unit++) {
                slave.holding(unit, 10, unit, unit * 100);
            }

            List<CompletableFuture<Void>> readers =
                    IntStream.rangeClosed(1, 8)
                            .mapToObj(
                                    unit -> CompletableFuture.runAsync(() -> check(endpoint, unit)))
                            .toList();

            readers.forEach(CompletableFuture::join);
        }
    }

    @Test
    void silentPeerCostsOneTimeoutAndItsLateAnswerIsNeverUsed() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.start();
                ModbusEndpoint endpoint = endpoint(peer.port())) {
            long start = System.nanoTime();
            assertFails(ErrorCode.DEVICE_UNREACHABLE, endpoint);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(TIMEOUT.minusMillis(20), TIMEOUT.multipliedBy(3));

            peer.answer(request -> answer(request, 2, 1, 2));
            assertThat(registers(endpoint.read(TWO_HOLDING)).unsigned16(11)).isEqualTo(2);
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @Test
    void refusesEveryAnswerThatIsNotTheAnswer() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.start();
                ModbusEndpoint endpoint = endpoint(peer.port())) {
            int[] headerBytes = {0, 1, 2, 3, 4, 5, 6, 7, 8};
            for (int at : headerBytes) {
                peer.answer(request -> flipped(answer(request, 2, 1, 2), at));
                assertThatThrownBy(() -> endpoint.read(TWO_HOLDING))
                        .as("byte %d", at)
                        .isInstanceOf(MarketException.class);
                peer.answer(request -> answer(request, 2, 5, 6));
                assertThat(registers(endpoint.read(TWO_HOLDING)).unsigned16(10)).isEqualTo(5);
            }
            assertThat(peer.connections()).isEqualTo(headerBytes.length + 1);
        }
    }

    @Test
    void refusesAnswerThatEndsEarly() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.start();
                ModbusEndpoint endpoint = endpoint(peer.port())) {
            peer.answer(request -> Arrays.copyOf(answer(request, 2, 1, 2), 11));

            assertFails(ErrorCode.DEVICE_UNREACHABLE, endpoint);
        }
    }

    @Test
    void recordedBadFramesAreRefused() throws IOException {
        int seen = 0;
        for (JsonNode frame : Fixtures.jsonLines("modbus-meters/frames.jsonl")) {
            boolean applies =
                    frame.path("kind").asText().equals("negative")
                            && frame.has("response")
                            && !frame.path("expect").has("sunspec");
            if (applies) {
                assertRefused(frame);
                seen++;
            }
        }
        assertThat(seen).isEqualTo(3);
    }

    @Test
    void zerosInsteadOfTheMarkerAreNotSunSpec() throws IOException {
        for (JsonNode frame : Fixtures.jsonLines("modbus-meters/frames.jsonl")) {
            if (frame.path("id").asText().equals("sdm630-gw-zeros-not-sunspec")) {
                try (ScriptedPeer peer = ScriptedPeer.start();
                        ModbusEndpoint endpoint = endpoint(peer.port())) {
                    for (int base = 0; base < 3; base++) {
                        peer.answer(request -> withTransactionOf(request, frame));
                    }
                    assertThat(SunSpecChain.find(endpoint.unit(1))).isEmpty();
                }
            }
        }
    }

    @Test
    void recordedGoodFramesAreRead() throws IOException {
        int seen = 0;
        for (JsonNode frame : Fixtures.jsonLines("modbus-meters/frames.jsonl")) {
            if (frame.path("kind").asText().equals("good")
                    && frame.path("transport").asText().equals("tcp")
                    && frame.has("request")) {
                assertRead(frame);
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(10);
    }

    private static void assertRefused(JsonNode frame) throws IOException {
        byte[] recorded = HexFormat.of().parseHex(frame.path("response").asText());
        try (ScriptedPeer peer = ScriptedPeer.start();
                ModbusEndpoint endpoint = endpoint(peer.port())) {
            peer.answer(_ -> recorded);
            assertThatThrownBy(() -> endpoint.read(new ModbusRead(1, 3, 10, 8)))
                    .as(frame.path("id").asText())
                    .isInstanceOf(MarketException.class);
        }
    }

    private static void assertRead(JsonNode frame) throws IOException {
        byte[] request = HexFormat.of().parseHex(frame.path("request").asText());
        ModbusRead read =
                new ModbusRead(request[6] & 0xFF, request[7], word(request, 8), word(request, 10));
        byte[] response = HexFormat.of().parseHex(frame.path("response").asText());
        try (ScriptedPeer peer = ScriptedPeer.start();
                ModbusEndpoint endpoint = endpoint(peer.port())) {
            peer.answer(asked -> withTransactionOf(asked, frame));
            RegisterBlock block = registers(endpoint.read(read));
            assertThat(block.unsigned16(read.address() + read.count() - 1))
                    .as(frame.path("id").asText())
                    .isEqualTo(word(response, response.length - 2));
        }
    }

    private static ModbusEndpoint endpoint(int port) {
        return new ModbusEndpoint(LOOPBACK, port, TIMEOUT);
    }

    private static void assertFails(ErrorCode code, ModbusEndpoint endpoint) {
        assertThatThrownBy(() -> endpoint.read(TWO_HOLDING))
                .isInstanceOfSatisfying(
                        MarketException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static boolean reads(ModbusEndpoint endpoint, int value) {
        try {
            return endpoint.read(TWO_HOLDING) instanceof ModbusAnswer.Registers(RegisterBlock block)
                    && block.unsigned16(10) == value;
        } catch (MarketException e) {
            return false;
        }
    }

    private static void check(ModbusEndpoint endpoint, int unit) {
        for (int i = 0; i < 50; i++) {
            RegisterBlock block = registers(endpoint.unit(unit).read(3, 10, 2));
            assertThat(block.unsigned16(10)).isEqualTo(unit);
            assertThat(block.unsigned16(11)).isEqualTo(unit * 100);
        }
    }

    private static RegisterBlock registers(ModbusAnswer answer) {
        return ((ModbusAnswer.Registers) answer).block();
    }

    private static byte[] answer(byte[] request, int count, int... words) {
        byte[] answer = new byte[9 + 2 * count];
        System.arraycopy(request, 0, answer, 0, 8);
        answer[5] = (byte) (3 + 2 * count);
        answer[8] = (byte) (2 * count);
        for (int i = 0; i < count; i++) {
            answer[9 + 2 * i] = (byte) (words[i] >>> 8);
            answer[10 + 2 * i] = (byte) words[i];
        }
        return answer;
    }

    private static byte[] flipped(byte[] answer, int at) {
        answer[at] ^= 1;
        return answer;
    }

    private static byte[] withTransactionOf(byte[] request, JsonNode frame) {
        byte[] response = HexFormat.of().parseHex(frame.path("response").asText());
        response[0] = request[0];
        response[1] = request[1];
        return response;
    }

    private static int word(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }
}
