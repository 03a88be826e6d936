package energy.peerwatt.matching.former;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Published worked examples, see {@code order-book-cases.txt}. */
class ReferenceOrderBookCasesTest {

    record Case(String name, List<String[]> lines) {

        @Override
        public String toString() {
            return name;
        }
    }

    private final ReferenceOrderBook book = new ReferenceOrderBook();
    private final List<String> names = new ArrayList<>();
    private final List<String> trades = new ArrayList<>();
    private Price fees = Price.ZERO;

    static Stream<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (String line : resource().lines().toList()) {
            if (line.startsWith("case ")) {
                cases.add(new Case(line.substring(5), new ArrayList<>()));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                cases.getLast().lines().add(line.split(" ", -1));
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void reproduces(Case published) {
        published.lines().forEach(this::play);

        assertThat(trades).isEqualTo(linesOf(published, "trade"));
        assertThat(book.resting().stream().map(this::describe))
                .containsExactlyInAnyOrderElementsOf(linesOf(published, "rests"));
    }

    private void play(String[] line) {
        switch (line[0]) {
            case "fees" -> fees = Price.ofMicroPerKwh(Long.parseLong(line[1]));
            case "ask" -> place(Side.SELL, line);
            case "bid" -> place(Side.BUY, line);
            case "cancel" -> book.cancel(new OrderId(names.indexOf(line[1]) + 1L));
            case "trade", "rests" -> {}
            default -> throw new IllegalArgumentException("not a line of a case: " + line[0]);
        }
    }

    private void place(Side side, String[] line) {
        names.add(line[1]);
        Order order =
                new Order(
                        new OrderId(names.size()),
                        new ParticipantId(Long.parseLong(line[2])),
                        side,
                        Energy.ofWattHours(Long.parseLong(line[3])),
                        Price.ofMicroPerKwh(Long.parseLong(line[4])));
        for (Fill fill : book.place(order, fees).fills()) {
            String bid = side == Side.BUY ? line[1] : name(fill.resting());
            String ask = side == Side.SELL ? line[1] : name(fill.resting());
            trades.add(
                    "trade %s %s %d %d"
                            .formatted(
                                    bid,
                                    ask,
                                    fill.quantity().wattHours(),
                                    fill.price().microPerKwh()));
        }
    }

    private String describe(Order order) {
        return "rests " + name(order.id()) + " " + order.quantity().wattHours();
    }

    private String name(OrderId id) {
        return names.get((int) id.value() - 1);
    }

    private static List<String> linesOf(Case published, String kind) {
        return published.lines().stream()
                .filter(line -> line[0].equals(kind))
                .map(line -> String.join(" ", line))
                .toList();
    }

    private static String resource() throws IOException {
        try (InputStream in =
                ReferenceOrderBookCasesTest.class.getResourceAsStream("order-book-cases.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
