package energy.peerwatt.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.MarketDesign;
import energy.peerwatt.market.OrderTerms;
import energy.peerwatt.matching.sbe.BasketAcceptedDecoder;
import energy.peerwatt.matching.sbe.BlockAcceptedDecoder;
import energy.peerwatt.matching.sbe.OrderAcceptedDecoder;
import energy.peerwatt.matching.sbe.PlaceBasketDecoder;
import energy.peerwatt.matching.sbe.PlaceBlockDecoder;
import energy.peerwatt.matching.sbe.PlaceOrderDecoder;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireFormTest {

    /** Not 0, so that a forgotten offset shows. */
    private static final int OFFSET = 5;

    static Stream<EngineCommand> commands() {
        return Stream.concat(WireExamples.commands().stream(), WireExamples.edgeCommands());
    }

    static Stream<EngineEvent> events() {
        return Stream.concat(WireExamples.events().stream(), WireExamples.edgeEvents());
    }

    @Test
    void hasAnExampleOfEveryMessage() {
        assertThat(WireExamples.commands())
                .extracting(command -> (Class) command.getClass())
                .containsExactlyInAnyOrderElementsOf(records(EngineCommand.class).toList());
        assertThat(WireExamples.events())
                .extracting(event -> (Class) event.getClass())
                .containsExactlyInAnyOrderElementsOf(records(EngineEvent.class).toList());
    }

    private static Stream<Class<?>> records(Class<?> sealed) {
        return sealed.isRecord()
                ? Stream.of(sealed)
                : Arrays.stream(sealed.getPermittedSubclasses()).flatMap(WireFormTest::records);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void decodesTheCommandItEncoded(EngineCommand command) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        int length = EngineCodec.encode(command, buffer, OFFSET);

        assertThat(EngineCodec.decodeCommand(buffer, OFFSET, length)).isEqualTo(command);
    }

    @ParameterizedTest
    @MethodSource("events")
    void decodesTheEventItEncoded(EngineEvent event) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        int length = EngineCodec.encode(event, buffer, OFFSET);

        assertThat(EngineCodec.decodeEvent(buffer, OFFSET, length)).isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void refusesACommandOfAnotherLength(EngineCommand command) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[16 * 1024]);
        int exact = EngineCodec.encode(command, buffer, 0);

        CommandView view = new CommandView();
        for (int length = 0; length <= exact + 40; length++) {
            assertThat(view.wrap(buffer, 0, length)).isEqualTo(length == exact);
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void refusesAnEventOfAnotherLength(EngineEvent event) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[16 * 1024]);
        int exact = EngineCodec.encode(event, buffer, 0);

        for (int length = 0; length <= exact + 40; length++) {
            int tried = length;
            if (tried != exact) {
                assertThatThrownBy(() -> EngineCodec.decodeEvent(buffer, 0, tried))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    /** The log and other releases hold these forms: each is readable for ever. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void takesEveryFormThatWasPublished(int version) throws IOException {
        List<Object> examples = new ArrayList<>(WireExamples.commands());
        examples.addAll(WireExamples.events());

        List<Object> decoded = published(version).stream().map(WireFormTest::decode).toList();

        assertThat(decoded).isEqualTo(examples);
    }

    private static Object decode(String line) {
        String[] words = line.split(" ", -1);
        byte[] bytes = HexFormat.of().parseHex(words[1]);
        UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        boolean command =
                WireExamples.commands().stream()
                        .anyMatch(c -> c.getClass().getSimpleName().equals(words[0]));
        return command
                ? EngineCodec.decodeCommand(buffer, 0, bytes.length)
                : EngineCodec.decodeEvent(buffer, 0, bytes.length);
    }

    @Test
    void writesTheLatestFormThatWasPublished() throws IOException {
        List<String> now = new ArrayList<>();
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        WireExamples.commands()
                .forEach(command ->
                        now.add(line(command, buffer, EngineCodec.encode(command, buffer, 0))));
        WireExamples.events()
                .forEach(event ->
                        now.add(line(event, buffer, EngineCodec.encode(event, buffer, 0))));

        assertThat(now).containsExactlyElementsOf(published(WireHeader.VERSION));
    }

    private static List<String> published(int version) throws IOException {
        String name = "/wire-form-" + version + ".txt";
        try (InputStream in = WireFormTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    /** Version 2 put a field behind those of version 1. */
    @Test
    void takesAGrownCommandInTheLengthOfItsVersionOnly() {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        ConfigureArea command =
                new ConfigureArea(WireExamples.rules(MarketDesign.CONTINUOUS, Duration.ZERO));
        int length = EngineCodec.encode(command, buffer, 0);
        int before = length - Long.BYTES;
        CommandView view = new CommandView();

        buffer.putShort(6, (short) 1, ByteOrder.LITTLE_ENDIAN);
        assertThat(view.wrap(buffer, 0, length)).isFalse();
        buffer.putShort(0, (short) (before - WireHeader.LENGTH), ByteOrder.LITTLE_ENDIAN);
        assertThat(view.wrap(buffer, 0, length)).isFalse();
        assertThat(EngineCodec.decodeCommand(buffer, 0, before))
                .isEqualTo(new ConfigureArea(WireExamples.rules(MarketDesign.CONTINUOUS)));
        buffer.putShort(6, (short) 2, ByteOrder.LITTLE_ENDIAN);
        assertThat(view.wrap(buffer, 0, before)).isFalse();
    }

    private static String line(Object message, DirectBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return message.getClass().getSimpleName() + " " + HexFormat.of().formatHex(bytes);
    }

    /** Its event is then the command's bytes behind the event's own fields. */
    @Test
    void hasAnAcceptedCommandsFieldsInItsEvent() throws ReflectiveOperationException {
        assertSameFields(PlaceOrderDecoder.class, OrderAcceptedDecoder.class);
        assertSameFields(PlaceBlockDecoder.class, BlockAcceptedDecoder.class);
        assertSameFields(PlaceBasketDecoder.class, BasketAcceptedDecoder.class);
        assertSameFields(
                PlaceBasketDecoder.LegsDecoder.class, BasketAcceptedDecoder.LegsDecoder.class);
        assertThat(OrderAcceptedDecoder.BLOCK_LENGTH - PlaceOrderDecoder.BLOCK_LENGTH)
                .isEqualTo(24);
        assertThat(BlockAcceptedDecoder.BLOCK_LENGTH - PlaceBlockDecoder.BLOCK_LENGTH)
                .isEqualTo(24);
        assertThat(BasketAcceptedDecoder.BLOCK_LENGTH - PlaceBasketDecoder.BLOCK_LENGTH)
                .isEqualTo(24);
    }

    /**
     * An accepted command's bytes are copied behind the header of its event, which says the length
     * of today. Once these grow, the event of an older command must say its writer's.
     */
    @Test
    void commandsThatAreCopiedIntoEventsHaveNotGrown() throws IOException {
        for (String line : published(1)) {
            String[] words = line.split(" ", -1);
            int block = Integer.parseInt(words[1].substring(0, 2), 16);
            switch (words[0]) {
                case "PlaceOrder" -> assertThat(block).isEqualTo(PlaceOrderDecoder.BLOCK_LENGTH);
                case "PlaceBlock" -> assertThat(block).isEqualTo(PlaceBlockDecoder.BLOCK_LENGTH);
                case "PlaceBasket" -> assertThat(block).isEqualTo(PlaceBasketDecoder.BLOCK_LENGTH);
                default -> {}
            }
        }
    }

    private static void assertSameFields(Class<?> command, Class<?> event)
            throws ReflectiveOperationException {
        int before = event.isMemberClass() ? 0 : 24;
        int fields = 0;
        for (Method method : command.getMethods()) {
            String name = method.getName();
            if (name.endsWith("EncodingOffset")) {
                int inCommand = (int) method.invoke(null);
                int inEvent = (int) event.getMethod(name).invoke(null);
                assertThat(inEvent).as(name).isEqualTo(inCommand + before);
                fields++;
            } else if (name.endsWith("EncodingLength")) {
                assertThat(event.getMethod(name).invoke(null))
                        .as(name)
                        .isEqualTo(method.invoke(null));
            }
        }
        assertThat(fields).isPositive();
    }

    @ParameterizedTest
    @MethodSource("events")
    void beginsEveryEventWithSequenceAndTime(EngineEvent event) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        EngineCodec.encode(event, buffer, 0);

        assertThat(buffer.getLong(8, ByteOrder.LITTLE_ENDIAN)).isEqualTo(event.sequence());
        assertThat(buffer.getLong(16, ByteOrder.LITTLE_ENDIAN))
                .isEqualTo(WireTime.nanos(event.at()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void takesCommandsOfNoNewerVersion(EngineCommand command) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        int length = EngineCodec.encode(command, buffer, 0);
        CommandView view = new CommandView();

        buffer.putShort(6, (short) (WireHeader.VERSION + 1), ByteOrder.LITTLE_ENDIAN);
        assertThat(view.wrap(buffer, 0, length)).isFalse();
        buffer.putShort(6, (short) 0, ByteOrder.LITTLE_ENDIAN);
        assertThat(view.wrap(buffer, 0, length)).isFalse();
        buffer.putShort(6, (short) WireHeader.VERSION, ByteOrder.LITTLE_ENDIAN);
        assertThat(view.wrap(buffer, 0, length)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("events")
    void skipsWhatANewerEventHasAtItsEnd(EngineEvent event) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        int length = EngineCodec.encode(event, buffer, 0);
        int block = buffer.getShort(0, ByteOrder.LITTLE_ENDIAN) & 0xffff;
        byte[] behind = new byte[length - 8 - block];
        buffer.getBytes(8 + block, behind);
        buffer.putShort(0, (short) (block + 3), ByteOrder.LITTLE_ENDIAN);
        buffer.putBytes(8 + block, new byte[] {-1, -1, -1});
        buffer.putBytes(8 + block + 3, behind);
        int longer = length + 3 + 2;

        assertThatThrownBy(() -> EngineCodec.decodeEvent(buffer, 0, longer))
                .isInstanceOf(IllegalArgumentException.class);
        buffer.putShort(6, (short) (WireHeader.VERSION + 1), ByteOrder.LITTLE_ENDIAN);
        assertThat(EngineCodec.decodeEvent(buffer, 0, longer)).isEqualTo(event);
    }

    static Stream<EngineCommand> commandsBeyondTheWire() {
        Instant late = Instant.parse("2262-04-11T23:47:16.854775808Z");
        Instant isNull = Instant.ofEpochSecond(-9_223_372_037L, 145_224_192);
        PlaceOrder order = TestMarket.sell(101, 1, 5, 70);
        AreaId area = TestMarket.AREA;
        Price price = Price.ofMicroPerKwh(Long.MIN_VALUE);
        EngineCommand.Leg leg =
                new EngineCommand.Leg(
                        area, order.interval(), order.side(), order.quantity(), price);
        return Stream.of(
                with(order, OrderTerms.DEFAULT.until(late)),
                with(order, OrderTerms.DEFAULT.until(Instant.MAX)),
                with(order, OrderTerms.DEFAULT.until(Instant.MIN)),
                with(order, OrderTerms.DEFAULT.until(isNull)),
                new EngineCommand.LinkAreas(area, area, price, WireExamples.AT),
                new EngineCommand.SetParticipantLimits(
                        order.participant(), Money.ofNano(Long.MIN_VALUE), null),
                new EngineCommand.PlaceBasket(
                        order.participant(), 1, Collections.nCopies(255, leg)));
    }

    private static PlaceOrder with(PlaceOrder order, OrderTerms terms) {
        return new PlaceOrder(
                order.participant(),
                order.clientOrderId(),
                order.area(),
                order.interval(),
                order.side(),
                order.quantity(),
                order.limit(),
                terms);
    }

    @ParameterizedTest
    @MethodSource("commandsBeyondTheWire")
    void refusesToEncodeWhatTheWireCannotHold(EngineCommand command) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();

        assertThatThrownBy(() -> EngineCodec.encode(command, buffer, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
