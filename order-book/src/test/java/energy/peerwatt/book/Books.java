package energy.peerwatt.book;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** Every implementation of {@link OrderBook}, for parametrised tests. */
final class Books {

    private Books() {}

    static Stream<Named<Supplier<OrderBook>>> all() {
        return Stream.of(
                Named.of("reference", ReferenceOrderBook::new),
                Named.of("ladder", LadderOrderBook::new));
    }
}
