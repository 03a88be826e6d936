package energy.peerwatt.book;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.book.BookWorkload.Kind;
import energy.peerwatt.book.BookWorkload.Shape;
import energy.peerwatt.market.Side;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws that hold at every command of a random workload, on every book. */
class OrderBookPropertyTest {

    private static final int COMMANDS = Repetitions.of(40_000, 400);
    private static final Shape CONTINUOUS = new Shape(6, 6, 200, false);
    private static final Shape EVERYTHING = new Shape(6, 6, 200, true);

    static Stream<Arguments> booksAndSeeds() {
        return Books.all()
                .flatMap(book -> Stream.of(11L, 12L, 13L).map(seed -> Arguments.of(book, seed)));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("booksAndSeeds")
    void energyAndCashAreConserved(Supplier<OrderBook> books, long seed) {
        BookWorkload workload = new BookWorkload(seed, CONTINUOUS);
        EnergyWitness witness = new EnergyWitness();
        OrderBook book = books.get();
        WorkloadPlayer player = new WorkloadPlayer(book, workload, witness, _ -> {});
        for (int i = 0; i < COMMANDS; i++) {
            workload.next();
            account(book, workload, witness, player);
        }

        witness.assertAgrees(book);
        assertThat(witness.allCash()).isZero();
        assertThat(witness.traded()).isGreaterThan(COMMANDS);
    }

    /** Plays a command other than a closing and compares the orders it is about. */
    private static void account(
            OrderBook book, BookWorkload workload, EnergyWitness witness, WorkloadPlayer player) {
        long id = workload.target();
        switch (workload.kind()) {
            case PLACE -> {
                id = workload.order.id();
                witness.comes(workload.order, workload.scope);
            }
            case REPLACE -> {
                assertThat(book.left(id)).isEqualTo(witness.left(id));
                if (book.left(id) > 0) {
                    witness.comes(id, workload.amount(), workload.limit(), workload.scope);
                }
            }
            case CANCEL -> {
                assertThat(book.left(id)).isEqualTo(witness.left(id));
                witness.leaves(id, witness.left(id));
            }
            case FILL -> witness.leaves(id, Math.min(witness.left(id), workload.amount()));
            case RESTORE -> {
                return;
            }
            default -> {}
        }
        player.play();
        assertThat(book.left(id)).as("%s", workload).isEqualTo(witness.left(id));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("booksAndSeeds")
    void ordersMeetTheBestFirstAndAsQuoted(Supplier<OrderBook> books, long seed) {
        BookWorkload workload = new BookWorkload(seed, EVERYTHING);
        OrderBook book = books.get();
        WorkloadPlayer player = new WorkloadPlayer(book, workload, new EventHash(), _ -> {});
        for (int i = 0; i < COMMANDS; i++) {
            workload.next();
            if (workload.kind() == Kind.PLACE) {
                placeInSight(book, workload.order, workload.scope.copy());
            } else {
                player.play();
            }
        }
    }

    private static void placeInSight(OrderBook book, NewOrder order, MatchScope scope) {
        PriorityWitness witness = new PriorityWitness(book, order, scope.copy());
        Quote quote = new Quote();
        book.quote(order, scope, quote);

        long rests = book.place(order, scope, witness);

        witness.assertDone(rests, quote);
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("booksAndSeeds")
    void noContractIsCrossed(Supplier<OrderBook> books, long seed) {
        BookWorkload workload = new BookWorkload(seed, CONTINUOUS);
        OrderBook book = books.get();
        WorkloadPlayer player = new WorkloadPlayer(book, workload, new EventHash(), _ -> {});
        for (int i = 0; i < COMMANDS; i++) {
            workload.next();
            player.play();
            for (int contract = 0; contract < CONTINUOUS.contracts(); contract++) {
                assertNotCrossed(book, contract, workload);
            }
        }
    }

    private static void assertNotCrossed(OrderBook book, int contract, BookWorkload workload) {
        LevelCursor bids = book.cursor(contract, Side.BUY);
        LevelCursor asks = book.cursor(contract, Side.SELL);
        if (bids.next() && asks.next()) {
            assertThat(bids.limit()).as("%s", workload).isLessThan(asks.limit());
        }
    }
}
