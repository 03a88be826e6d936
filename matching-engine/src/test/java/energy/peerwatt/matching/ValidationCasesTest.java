package energy.peerwatt.matching;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.ReplaceOrder;
import energy.peerwatt.market.EngineEvent.OrderAccepted;
import energy.peerwatt.market.EngineEvent.OrderRejected;
import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.matching.sbe.CancelOrderEncoder;
import energy.peerwatt.matching.sbe.PlaceOrderEncoder;
import energy.peerwatt.matching.sbe.ReplaceOrderEncoder;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
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
        TestEngine test = TestEngine.open(book);
        for (String line : published.lines()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "area" -> test.accept(area(words));
                case "place", "replace", "cancel" ->
                        assertThat(answer(test, words)).as(line).isEqualTo(words[words.length - 1]);
                case "source", "ours", "elsewhere" -> {}
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
        assertThat(cases.stream().filter(ValidationCase::isElsewhere)).hasSize(3);
    }

    @Test
    void noOrderHasNumberZero() {
        TestEngine test = TestEngine.open(TestBook.REFERENCE);
        test.apply(TestMarket.buy(PARTICIPANT, 0, 100, 1000));

        assertThat(test.all(OrderAccepted.class).getFirst().order()).isEqualTo(new OrderId(1));
        assertThatThrownBy(() -> new OrderId(0)).isInstanceOf(IllegalArgumentException.class);
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
            String[] change = words[i].split("=", -1);
            long number = change[1].equals("null") ? Long.MIN_VALUE : Long.parseLong(change[1]);
            change(words[0], change[0], number);
        }
        Answer answer = test.engine.apply(test.log().toEpochMilli(), buffer, 0, length);
        return text(EngineAnswer.of(answer));
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
            case EngineAnswer.Refused(var reason) -> reason.name();
            default -> answer.toString();
        };
    }
}
