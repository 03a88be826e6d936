package energy.peerwatt.matching;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.ReplaceOrder;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.EngineEvent.OrderAccepted;
import energy.peerwatt.market.EngineEvent.OrderRejected;
import energy.peerwatt.market.EngineEvent.OrderReplaced;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.matching.sbe.CancelOrderEncoder;
import energy.peerwatt.matching.sbe.OrderAcceptedEncoder;
import energy.peerwatt.matching.sbe.PlaceOrderEncoder;
import energy.peerwatt.matching.sbe.ReplaceOrderEncoder;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.io.IOException;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What others published that an engine must refuse, see {@code validation-cases.txt}. */
class ValidationCasesTest {

    private static final long PARTICIPANT = 100;
    private static final long NUMBER = 1;
    private static final int BLOCK = WireHeader.LENGTH;

    private final MutableDirectBuffer buffer = new ExpandableArrayBuffer();
    private final PlaceOrderEncoder placing = new PlaceOrderEncoder();
    private final ReplaceOrderEncoder replacing = new ReplaceOrderEncoder();
    private final CancelOrderEncoder cancelling = new CancelOrderEncoder();

    static Stream<Arguments> cases() throws IOException {
        List<ValidationCase> cases = ValidationCase.all();
        return Arrays.stream(TestBook.values())
                .flatMap(book -> cases.stream().map(c -> Arguments.of(book, c)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersAsListed(TestBook book, ValidationCase published) {
        published.elsewhere().ifPresent(Assumptions::abort);
        TestEngine test = TestEngine.open(book);
        for (String line : published.lines()) {
            String[] words = line.split(" ", -1);
            String answer = words[words.length - 1];
            switch (words[0]) {
                case "area" -> test.accept(area(words));
                case "place", "replace", "cancel" ->
                        assertThat(answer(test, words)).as(line).isEqualTo(answer);
                case "event" ->
                        assertThat(event(test, number(words[1]))).as(line).isEqualTo(answer);
                case "snapshot" ->
                        assertThat(snapshot(test, book, number(words[1])))
                                .as(line)
                                .isEqualTo(answer);
                case "source", "ours" -> {}
                default -> throw new IllegalArgumentException("no line of a case: " + line);
            }
        }
    }

    @Test
    void everyBindingCaseIsReproducedAndEveryOtherHasItsRule() throws IOException {
        for (ValidationCase published : ValidationCase.all()) {
            boolean binding = published.kind().equals("binding");
            assertThat(published.isReproduced() || (!binding && published.hasRule()))
                    .as("%s", published)
                    .isTrue();
        }
    }

    @Test
    void noCaseIsMissing() throws IOException {
        List<ValidationCase> cases = ValidationCase.all();

        assertThat(cases.stream().collect(groupingBy(ValidationCase::kind, counting())))
                .isEqualTo(Map.of("binding", 22L, "convention", 8L));
        assertThat(cases.stream().filter(c -> !c.isRun()))
                .extracting(ValidationCase::id)
                .containsExactly("gsydex-penalty-operator");
    }

    private static ConfigureArea area(String[] words) {
        AreaRules usual = TestMarket.RULES;
        return new ConfigureArea(
                new AreaRules(
                        usual.area(),
                        usual.intervalLength(),
                        usual.gateLead(),
                        usual.horizon(),
                        Price.ofMicroPerKwh(Long.parseLong(words[2])),
                        Energy.ofWattHours(Long.parseLong(words[1])),
                        usual.feesPerKwh()));
    }

    private String answer(TestEngine test, String[] words) {
        int length = EngineCodec.encode(usual(words[0]), buffer, 0);
        placing.wrap(buffer, BLOCK);
        replacing.wrap(buffer, BLOCK);
        cancelling.wrap(buffer, BLOCK);
        for (int i = 1; i < words.length - 2; i++) {
            change(words[0], words[i].split("=", -1)[0], number(words[i]));
        }
        Answer answer = test.engine.apply(test.log().toEpochMilli(), buffer, 0, length);
        return text(EngineAnswer.of(answer));
    }

    private static long number(String change) {
        String value = change.split("=", -1)[1];
        return value.equals("null") ? Long.MIN_VALUE : Long.parseLong(value);
    }

    /** The latest event, which is about an order, says that it is about another one. */
    private String event(TestEngine test, long order) {
        int length = EngineCodec.encode(latestEvent(test), buffer, 0);
        int number = BLOCK + OrderAcceptedEncoder.orderEncodingOffset();
        buffer.putLong(number, order, ByteOrder.LITTLE_ENDIAN);
        return outcome(() -> EngineCodec.decodeEvent(buffer, 0, length));
    }

    private static EngineEvent latestEvent(TestEngine test) {
        return test.engine.retainedAfter(test.engine.lastSequence() - 1, 1).getFirst();
    }

    /** What is left is written last of all amounts: once hidden and displayed, once displayed. */
    private static String snapshot(TestEngine test, TestBook book, long left) {
        WireWriter out = new WireWriter();
        test.engine.writeSnapshot(out);
        byte[] bytes = new byte[out.length()];
        out.buffer().getBytes(0, bytes);
        UnsafeBuffer changed = new UnsafeBuffer(bytes);
        long ordered =
                switch (latestEvent(test)) {
                    case OrderAccepted accepted -> accepted.command().quantity().wattHours();
                    case OrderReplaced replaced -> replaced.quantity().wattHours();
                    case EngineEvent other -> throw new IllegalArgumentException("" + other);
                };
        int at = bytes.length - Long.BYTES;
        while (changed.getLong(at, ByteOrder.LITTLE_ENDIAN) != ordered) {
            at--;
        }
        assertThat(changed.getLong(at - Long.BYTES, ByteOrder.LITTLE_ENDIAN)).isEqualTo(ordered);
        changed.putLong(at - Long.BYTES, left, ByteOrder.LITTLE_ENDIAN);
        changed.putLong(at, left, ByteOrder.LITTLE_ENDIAN);
        WireReader in = new WireReader(changed, 0, bytes.length);
        return outcome(() -> MatchingEngine.load(in, book.open(), TestEngine.RETAINED));
    }

    private static String outcome(Runnable reading) {
        try {
            reading.run();
            return "accepted";
        } catch (IllegalArgumentException e) {
            return "refused";
        }
    }

    private static EngineCommand usual(String kind) {
        return switch (kind) {
            case "place" -> TestMarket.buy(PARTICIPANT, NUMBER, 100, 1000);
            case "cancel" -> TestMarket.cancel(PARTICIPANT, NUMBER);
            default ->
                    new ReplaceOrder(
                            new ParticipantId(PARTICIPANT),
                            NUMBER,
                            Energy.ofWattHours(100),
                            Price.ofMicroPerKwh(1000));
        };
    }

    private void change(String kind, String field, long number) {
        if (kind.equals("replace")) {
            assertThat(field).isEqualTo("quantity");
            replacing.quantity(number);
            return;
        }
        assertThat(kind).isEqualTo("place");
        switch (field) {
            case "participant" -> placing.participant(number);
            case "number" -> placing.clientOrderId(number);
            case "quantity" -> placing.quantity(number);
            case "limit" -> placing.limitPrice(number);
            case "area" -> placing.area((int) number);
            case "intervalLength" -> placing.intervalLength((int) number);
            case "hours" ->
                    placing.intervalStart(
                            TestMarket.START.plus(Duration.ofHours(number)).getEpochSecond());
            case "validUntilMinutes" ->
                    placing.validUntil(
                            WireTime.nanos(TestMarket.START.plus(Duration.ofMinutes(number))));
            case "side" -> code(PlaceOrderEncoder.sideEncodingOffset(), number);
            case "timeInForce" -> code(PlaceOrderEncoder.timeInForceEncodingOffset(), number);
            case "selfTrade" -> code(PlaceOrderEncoder.selfTradeEncodingOffset(), number);
            case "origin" -> code(PlaceOrderEncoder.originEncodingOffset(), number);
            default -> throw new IllegalArgumentException("no field: " + field);
        }
    }

    private void code(int offset, long number) {
        buffer.putByte(BLOCK + offset, (byte) number);
    }

    private static String text(EngineAnswer answer) {
        return switch (answer) {
            case EngineAnswer.Event(OrderRejected rejected) -> rejected.reason().name();
            case EngineAnswer.Event(OrderAccepted _) -> "accepted";
            case EngineAnswer.Event(OrderReplaced _) -> "replaced";
            case EngineAnswer.Refused(var reason) -> reason.name();
            default -> answer.toString();
        };
    }
}
