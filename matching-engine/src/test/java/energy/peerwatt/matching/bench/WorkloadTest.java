package energy.peerwatt.matching.bench;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.book.LadderOrderBook;
import energy.peerwatt.book.ReferenceOrderBook;
import energy.peerwatt.matching.EngineContender;
import energy.peerwatt.matching.LimitedBooks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark's workloads, in small. */
class WorkloadTest {

    private static final int COMMANDS = 50_000;

    private final Workload workload = generate(WorkloadShape.EXCHANGE_CORE);

    @Test
    void sameShapeGivesSameCommands() {
        assertThat(generate(WorkloadShape.EXCHANGE_CORE).words()).isEqualTo(workload.words());
    }

    @Test
    void readsWhatWasWritten(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("workload");

        workload.write(file);

        Workload read = Workload.read(file);
        assertThat(read.words()).isEqualTo(workload.words());
        assertThat(read.books()).isEqualTo(1);
        assertThat(read.prelude()).isEqualTo(1_000);
    }

    /**
     * As measured on exchange-core's generator: 71 % moves, 13 % orders, 7 % each of the two
     * others.
     */
    @Test
    void commandsAreMixedLikeExchangeCores() {
        assertThat(perMille(Workload.MOVE)).isBetween(680, 740);
        assertThat(perMille(Workload.PLACE)).isBetween(110, 150);
        assertThat(perMille(Workload.IMMEDIATE)).isBetween(10, 25);
        assertThat(perMille(Workload.CANCEL)).isBetween(60, 90);
        assertThat(perMille(Workload.REDUCE)).isBetween(60, 90);
    }

    @Test
    void everyBookTellsTheSameOfOneBook() {
        assertAllTellTheSame(workload);
    }

    @Test
    void everyBookTellsTheSameOfManyBooks() {
        assertAllTellTheSame(generate(WorkloadShape.ENERGY.withBooks(300)));
    }

    private static void assertAllTellTheSame(Workload workload) {
        String told = told(workload, new OurBooks(ReferenceOrderBook::new));

        assertThat(told(workload, new OurBooks(LadderOrderBook::new))).isEqualTo(told);
        assertThat(told(workload, new LimitedBooks(true))).isEqualTo(told);
        assertThat(told(workload, new EngineContender())).isEqualTo(told);
    }

    private static String told(Workload workload, Contender contender) {
        EventStream stream = new EventStream();
        Fork.play(workload, contender, stream);
        return stream.summary() + " " + stream.hash();
    }

    private static Workload generate(WorkloadShape shape) {
        return WorkloadGenerator.generate(shape.withCommands(COMMANDS), new ReferenceOrderBook());
    }

    private int perMille(int kind) {
        long count =
                IntStream.range(workload.prelude(), workload.commands())
                        .filter(i -> Workload.kind(workload.words()[i * Workload.WORDS]) == kind)
                        .count();
        return (int) (1_000 * count / COMMANDS);
    }
}
