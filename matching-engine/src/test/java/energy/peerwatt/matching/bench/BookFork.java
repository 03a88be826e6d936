package energy.peerwatt.matching.bench;

import energy.peerwatt.book.LadderOrderBook;
import energy.peerwatt.book.OrderBook;
import energy.peerwatt.book.ReferenceOrderBook;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;

/** Makes workloads, {@code generate SHAPE FILE}, and measures our books on them. */
final class BookFork {

    private BookFork() {}

    public static void main(String[] args) throws IOException {
        switch (args[0]) {
            case "generate" ->
                    WorkloadGenerator.generate(WorkloadShape.of(args[1]), new ReferenceOrderBook())
                            .write(Path.of(args[2]));
            case "reference" -> measure(args, ReferenceOrderBook::new);
            case "ladder" -> measure(args, LadderOrderBook::new);
            default -> throw new IllegalArgumentException("no book: " + args[0]);
        }
    }

    private static void measure(String[] args, Supplier<OrderBook> book) throws IOException {
        Fork.run(Arrays.copyOfRange(args, 1, args.length), new OurBooks(book));
    }
}
