package energy.peerwatt.book;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.book.BookWorkload.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever the commands, both books report the same events, answer the same and end the same. */
class OrderBooksAgreeTest {

    @ParameterizedTest
    @CsvSource({
        // seed, commands, contracts, span, reach
        "1, 2500000, 12, 8, 300",
        "2, 2500000, 2, 3, 60",
        "3, 2500000, 40, 40, 1000",
        "4, 1500000, 5, 200, 150",
        "5, 1000000, 300, 15, 4000",
    })
    void onEverySeed(long seed, int all, int contracts, int span, int reach) {
        int commands = Repetitions.of(all, 2_500);
        Shape shape = new Shape(contracts, span, reach, true);
        BookWorkload workload = new BookWorkload(seed, shape);
        EventHash expected = new EventHash();
        EventHash actual = new EventHash();
        WorkloadPlayer reference =
                new WorkloadPlayer(new ReferenceOrderBook(), workload, expected, expected);
        WorkloadPlayer ladder = new WorkloadPlayer(new LadderOrderBook(), workload, actual, actual);
        for (int i = 0; i < commands; i++) {
            workload.next();
            reference.play();
            ladder.play();
            if (expected.value() != actual.value()) {
                showDifference(seed, shape, i);
            }
        }
        for (int contract = 0; contract < contracts; contract++) {
            reference.look(contract);
            ladder.look(contract);
        }
        assertThat(actual.value()).as("final books, seed %d", seed).isEqualTo(expected.value());
        assertThat(expected.events()).as("events").isGreaterThan(commands / 4);
    }

    private static void showDifference(long seed, Shape shape, int command) {
        BookWorkload first = new BookWorkload(seed, shape);
        List<String> expected = told(new ReferenceOrderBook(), first, command);
        List<String> actual = told(new LadderOrderBook(), new BookWorkload(seed, shape), command);
        assertThat(actual)
                .as("seed %d, %s, command %d: %s", seed, shape, command, first)
                .isEqualTo(expected);
    }

    /** What a book tells when playing the one command that follows the first ones. */
    private static List<String> told(OrderBook book, BookWorkload workload, int commandsBefore) {
        EventLog events = new EventLog();
        List<String> answers = new ArrayList<>();
        WorkloadPlayer player =
                new WorkloadPlayer(book, workload, events, answer -> answers.add("" + answer));
        for (int i = 0; i <= commandsBefore; i++) {
            events.take();
            answers.clear();
            workload.next();
            player.play();
        }
        List<String> told = new ArrayList<>(events.take().stream().map(Record::toString).toList());
        told.add("answers " + answers);
        return told;
    }
}
