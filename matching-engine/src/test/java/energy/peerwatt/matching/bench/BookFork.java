package energy.peerwatt.matching.bench;

import energy.peerwatt.book.LadderOrderBook;
import energy.peerwatt.book.ReferenceOrderBook;
import energy.peerwatt.matching.EngineContender;
import energy.peerwatt.matching.LimitedBooks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Makes workloads, {@code generate SHAPE FILE}, and measures our books on them. */
final class BookFork {

    private BookFork() {}

    public static void main(String[] args) throws IOException {
        switch (args[0]) {
            case "generate" ->
                    WorkloadGenerator.generate(WorkloadShape.of(args[1]), new ReferenceOrderBook())
                            .write(Path.of(args[2]));
            case "reference" -> measure(args, new OurBooks(ReferenceOrderBook::new));
            case "ladder" -> measure(args, new OurBooks(LadderOrderBook::new));
            case "limited" -> measure(args, new LimitedBooks(true));
            case "one-by-one" -> measure(args, new LimitedBooks(false));
            case "engine" -> measure(args, new EngineContender());
            default -> throw new IllegalArgumentException("no book: " + args[0]);
        }
    }

    private static void measure(String[] args, Contender contender) throws IOException {
        Fork.run(Arrays.copyOfRange(args, 1, args.length), contender);
    }
}
