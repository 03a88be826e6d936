package energy.peerwatt.edge.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.edge.testkit.Await;
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
    void deviceThatClosesEachConnectionLosesNoRead() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.start().closingAfterAnswers();
                ModbusEndpoint endpoint = endpoint(peer.port())) {
            for (int i = 0; i < 5; i++) {
                int value = i;
                peer.answer(request -> answer(request, 2, value, 0));
                assertThat(registers(endpoint.read(TWO_HOLDING)).unsigned16(10)).isEqualTo(i);
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
    void silentPeerHasItsTimeoutAndItsLateAnswerIsNeverUsed() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.start();
                ModbusEndpoint endpoint = endpoint(peer.port())) {
            long start = System.nanoTime();
            assertFails(ErrorCode.DEVICE_UNREACHABLE, endpoint);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThanOrEqualTo(TIMEOUT.minusMillis(20));

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
    void writesOneOrSeveralRegistersAndReadsThemBack() throws Exception {
        try (ModbusSlaveServer slave = ModbusSlaveServer.start(FreePort.find());
                ModbusEndpoint endpoint = endpoint(slave.port())) {
            slave.holding(1, 10, 0, 0, 0);
            ModbusUnit unit = endpoint.unit(1);

            assertThat(unit.write(6, 10, 0xFFFE)).isEqualTo(new WriteAnswer.Written());
            assertThat(unit.write(16, 11, 7, 8)).isEqualTo(new WriteAnswer.Written());

            assertThat(registers(unit.read(3, 10, 3)))
                    .extracting(
                            block -> block.unsigned16(10),
                            block -> block.unsigned16(11),
                            block -> block.unsigned16(12))
                    .containsExactly(0xFFFE, 7, 8);
            assertThat(unit.write(6, 500, 1)).isEqualTo(new ModbusAnswer.Declined(2));
        }
    }

    @Test
    void confirmationOfAnotherWriteIsRefused() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.start();
                ModbusEndpoint endpoint = endpoint(peer.port())) {
            peer.answer(request -> flipped(request, 11));

            assertThatThrownBy(() -> endpoint.unit(1).write(6, 10, 5))
                    .isInstanceOfSatisfying(
                            MarketException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.DEVICE_ANSWER_REFUSED));
        }
    }

    @Test
    void bytesNobodyAskedForGoDownWithTheirConnection() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.start();
                ModbusEndpoint endpoint = endpoint(peer.port())) {
            peer.answer(request -> twice(answer(request, 2, 1, 2)));
            peer.answer(request -> answer(request, 2, 3, 4));

            assertThat(registers(endpoint.read(TWO_HOLDING)).unsigned16(10)).isEqualTo(1);
            assertThat(registers(endpoint.read(TWO_HOLDING)).unsigned16(10)).isEqualTo(3);
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @Test
    void serialUnitThatNeverAnswersALongerReadIsStillRead() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.startRtu();
                ModbusEndpoint endpoint =
                        new ModbusEndpoint(
                                LOOPBACK, peer.port(), Framing.RTU_OVER_TCP, Pace.of(TIMEOUT))) {
            for (int i = 0; i < 10; i++) {
                peer.answer(_ -> HexFormat.of().parseHex("010404c32c9822edd0"));
            }
            ModbusRead read = new ModbusRead(1, 4, 0, 2);
            int answered = 0;
            for (int i = 0; i < 10; i++) {
                try {
                    assertThat(registers(endpoint.read(read)).unsigned32(0))
                            .isEqualTo(0xC32C_9822L);
                    answered++;
                } catch (MarketException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.DEVICE_ANSWER_REFUSED);
                }
            }
            assertThat(answered).as("all but the three longer ones").isEqualTo(7);
        }
    }

    @Test
    void pausesAfterConnectingAndBetweenRequests() throws Exception {
        Duration afterConnect = Duration.ofMillis(60);
        Duration between = Duration.ofMillis(40);
        try (ModbusSlaveServer slave = ModbusSlaveServer.start(FreePort.find());
                ModbusEndpoint endpoint =
                        new ModbusEndpoint(
                                LOOPBACK,
                                slave.port(),
                                Framing.TCP,
                                new Pace(TIMEOUT, afterConnect, between))) {
            slave.holding(1, 10, 1, 2);
            long start = System.nanoTime();
            for (int i = 0; i < 3; i++) {
                endpoint.read(TWO_HOLDING);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThanOrEqualTo(afterConnect.plus(between.multipliedBy(2)));
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

    private static byte[] twice(byte[] answer) {
        byte[] twice = Arrays.copyOf(answer, 2 * answer.length);
        System.arraycopy(answer, 0, twice, answer.length, answer.length);
        return twice;
    }
}
