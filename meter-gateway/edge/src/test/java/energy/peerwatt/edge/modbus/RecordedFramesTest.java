package energy.peerwatt.edge.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.modbus.RefusedAnswerException.Reason;
import energy.peerwatt.edge.sunspec.ModelHeader;
import energy.peerwatt.edge.sunspec.PointValue;
import energy.peerwatt.edge.sunspec.SunSpecChain;
import energy.peerwatt.edge.sunspec.SunSpecModel;
import energy.peerwatt.edge.testkit.Fixtures;
import energy.peerwatt.edge.testkit.ScriptedPeer;
import energy.peerwatt.market.MarketException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames that people recorded and quoted: the good are read, the bad refused for their reason. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedFramesTest {

    private static final String FRAMES = "modbus-meters/frames.jsonl";
    private static final int TOTAL = 24;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Map<String, Reason> REASONS =
            Map.of(
                    "tcp-frame-on-rtu-link", Reason.UNIT,
                    "wrong-tid-constant", Reason.TRANSACTION,
                    "two-responses-one-segment", Reason.TRANSACTION,
                    "unit-id-corrupted", Reason.UNIT,
                    "j2mod-tid-reuse", Reason.TRANSACTION);

    private int decoded;
    private int refused;

    @BeforeAll
    void find() {
        Fixtures.path(FRAMES);
    }

    @AfterAll
    void count() {
        System.out.printf(
                "recorded Modbus frames: %d decoded, %d refused, %d in all%n",
                decoded, refused, decoded + refused);
        if (decoded + refused > 0) {
            assertThat(decoded + refused).isEqualTo(TOTAL);
        }
    }

    Stream<JsonNode> frames() throws IOException {
        return Fixtures.jsonLines(FRAMES).stream();
    }

    @ParameterizedTest
    @MethodSource("frames")
    void goodFramesAreReadAndBadOnesRefused(JsonNode frame) throws IOException {
        if (frame.path("kind").asText().equals("good")) {
            RegisterBlock block = bytesToBlock(frame);
            assertThat(overSocket(frame, question(frame))).isEqualTo(words(block));
            compare(frame, block);
            decoded++;
        } else if (frame.path("expect").has("sunspec")) {
            assertThat(SunSpecChain.find((_, at, _) -> answer(frame, at))).isEmpty();
            refused++;
        } else {
            assertRefused(frame);
            refused++;
        }
    }

    private static RegisterBlock bytesToBlock(JsonNode frame) throws IOException {
        ModbusRead read = question(frame);
        ByteArrayInputStream in = new ByteArrayInputStream(hex(frame, "response"));
        RegisterBlock block =
                ((ModbusAnswer.Registers) framing(frame).unwrap(read, transaction(frame), in))
                        .block();
        assertThat(in.available()).as("bytes left").isZero();
        return block;
    }

    private static ModbusAnswer answer(JsonNode frame, int address) {
        try {
            int[] words = words(bytesToBlock(frame));
            return new ModbusAnswer.Registers(
                    new RegisterBlock(address, new short[] {(short) words[0], (short) words[1]}));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Through the endpoint, which numbers its requests itself. */
    private static int[] overSocket(JsonNode frame, ModbusRead read) throws IOException {
        boolean tcp = framing(frame) == Framing.TCP;
        byte[] recorded = hex(frame, "request");
        try (ScriptedPeer peer = tcp ? ScriptedPeer.start() : ScriptedPeer.startRtu();
                ModbusEndpoint endpoint = endpoint(peer, framing(frame))) {
            peer.answer(asked -> {
                int from = tcp ? 2 : 0;
                if (recorded.length > 0) {
                    assertThat(Arrays.copyOfRange(asked, from, asked.length))
                            .isEqualTo(Arrays.copyOfRange(recorded, from, recorded.length));
                }
                byte[] response = hex(frame, "response");
                System.arraycopy(asked, 0, response, 0, from);
                return response;
            });
            return words(((ModbusAnswer.Registers) endpoint.read(read)).block());
        }
    }

    private static void assertRefused(JsonNode frame) throws IOException {
        ModbusRead read = question(frame);
        Framing framing = framing(frame);
        byte[] bytes = badBytes(frame);
        assertThatThrownBy(() ->
                        framing.unwrap(read, transaction(frame), new ByteArrayInputStream(bytes)))
                .isInstanceOfSatisfying(
                        RefusedAnswerException.class,
                        e ->
                                assertThat(e.reason())
                                        .isEqualTo(REASONS.get(frame.path("id").asText())));
        boolean tcp = framing == Framing.TCP;
        try (ScriptedPeer peer = tcp ? ScriptedPeer.start() : ScriptedPeer.startRtu();
                ModbusEndpoint endpoint = endpoint(peer, framing)) {
            peer.answer(asked -> shifted(frame, asked, bytes));
            assertThatThrownBy(() -> endpoint.read(read)).isInstanceOf(MarketException.class);
            peer.answer(asked -> shifted(frame, asked, bytes));
            assertThatThrownBy(() -> endpoint.read(read)).isInstanceOf(MarketException.class);
            assertThat(peer.connections()).as("each refusal closes the socket").isEqualTo(2);
        }
    }

    /** As far from the asked transaction as the recorded one was from its own. */
    private static byte[] shifted(JsonNode frame, byte[] asked, byte[] bytes) {
        if (framing(frame) != Framing.TCP) {
            return bytes;
        }
        byte[] shifted = bytes.clone();
        int distance = word(bytes, 0) - transaction(frame);
        int number = word(asked, 0) + distance;
        shifted[0] = (byte) (number >>> 8);
        shifted[1] = (byte) number;
        return shifted;
    }

    private static byte[] badBytes(JsonNode frame) {
        if (frame.has("response_fragment")) {
            return HexFormat.of().parseHex("00010000" + frame.get("response_fragment").asText());
        }
        return frame.has("frames")
                ? HexFormat.of().parseHex(frame.get("frames").get(1).asText())
                : hex(frame, "response");
    }

    private static ModbusRead question(JsonNode frame) {
        byte[] request = hex(frame, "request");
        if (frame.has("frames")) {
            request = HexFormat.of().parseHex(frame.get("frames").get(0).asText());
        }
        byte[] response = hex(frame, "response");
        if (request.length == 0) {
            return framing(frame) == Framing.TCP
                    ? new ModbusRead(1, 3, 10, 8)
                    : new ModbusRead(response[0], response[1], 0, response[2] / 2);
        }
        int at = framing(frame) == Framing.TCP ? 6 : 0;
        return new ModbusRead(
                request[at] & 0xFF, request[at + 1], word(request, at + 2), word(request, at + 4));
    }

    private static int transaction(JsonNode frame) {
        if (frame.has("request_tid")) {
            return frame.get("request_tid").asInt();
        }
        if (frame.has("frames")) {
            return word(HexFormat.of().parseHex(frame.get("frames").get(0).asText()), 0);
        }
        return frame.has("request") ? word(hex(frame, "request"), 0) : 1;
    }

    private static void compare(JsonNode frame, RegisterBlock block) {
        JsonNode expect = frame.path("expect");
        if (frame.has("sunspec")) {
            compareModel(frame.get("sunspec"), block);
        }
        if (expect.has("float32")) {
            assertThat((double) Float.intBitsToFloat(block.signed32(0)))
                    .isEqualTo(expect.get("float32").asDouble());
        }
        if (expect.has("43006 timezoneMin")) {
            assertThat(block.signed16(43_006)).isEqualTo(60);
        }
        if (expect.has("Mn")) {
            assertThat(block.text(block.address(), 16)).isEqualTo(expect.get("Mn").asText());
            assertThat(block.text(block.address() + 16, 16)).isEqualTo(expect.get("Md").asText());
            assertThat(block.unsigned16(block.address() + block.count() - 1))
                    .isEqualTo(expect.get("trailing").asInt());
        }
        JsonNode words = expect.path("regs 32000..32019");
        for (int i = 0; i < words.size(); i++) {
            assertThat(block.unsigned16(32_000 + i)).isEqualTo(words.get(i).asInt());
        }
        if (expect.has("32080 activePower W")) {
            compareHuawei(expect, block);
        }
    }

    private static void compareHuawei(JsonNode expect, RegisterBlock block) {
        assertThat(block.signed32(32_064)).isEqualTo(expect.get("32064 inputPower W").asInt());
        assertThat(block.signed32(32_080)).isEqualTo(expect.get("32080 activePower W").asInt());
        assertThat(BigDecimal.valueOf(block.unsigned16(32_085), 2))
                .isEqualByComparingTo(expect.get("32085 f Hz").decimalValue());
        assertThat(block.unsigned32(32_091)).isEqualTo(expect.get("32091 startup epoch").asLong());
        assertThat(BigDecimal.valueOf(block.unsigned32(32_106), 2))
                .isEqualByComparingTo(expect.get("32106 lifetime kWh").decimalValue());
        assertThat(BigDecimal.valueOf(block.unsigned32(32_114), 2))
                .isEqualByComparingTo(expect.get("32114 daily kWh").decimalValue());
    }

    private static void compareModel(JsonNode sunspec, RegisterBlock data) {
        int id = sunspec.path("model").asInt();
        int start = sunspec.path("dataStart").asInt();
        RegisterBlock head =
                new RegisterBlock(start - 2, new short[] {(short) id, (short) data.count()});
        RegisterBlock whole = head.append(data);
        SunSpecModel model =
                SunSpecModel.read(
                        (_, _, _) -> new ModbusAnswer.Registers(whole),
                        new ModelHeader(id, start - 2, data.count()));
        int compared = 0;
        for (Map.Entry<String, JsonNode> point : sunspec.path("expected").properties()) {
            if (model.content().points().get(point.getKey())
                    instanceof PointValue.Scaled(long raw, int exponent)) {
                assertThat(BigDecimal.valueOf(raw, -exponent).doubleValue())
                        .as(point.getKey())
                        .isCloseTo(point.getValue().asDouble(), within(1e-9));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(20);
    }

    private static ModbusEndpoint endpoint(ScriptedPeer peer, Framing framing) {
        return new ModbusEndpoint("127.0.0.1", peer.port(), framing, Pace.of(TIMEOUT));
    }

    private static Framing framing(JsonNode frame) {
        return frame.path("transport").asText().equals("tcp") ? Framing.TCP : Framing.RTU_OVER_TCP;
    }

    private static byte[] hex(JsonNode frame, String field) {
        return HexFormat.of().parseHex(frame.path(field).asText(""));
    }

    private static int word(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }

    private static int[] words(RegisterBlock block) {
        int[] words = new int[block.count()];
        for (int i = 0; i < words.length; i++) {
            words[i] = block.unsigned16(block.address() + i);
        }
        return words;
    }
}
