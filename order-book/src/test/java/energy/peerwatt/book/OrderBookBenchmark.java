package energy.peerwatt.book;

import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * How fast books take commands: one book after the other gets 1,000 commands, 70 % new orders and
 * 30 % cancellations, as the intervals of a neighbourhood do; one thread. A program of its own; the
 * property {@code peerwatt.bench.dir} says where the figures go.
 */
final class OrderBookBenchmark {

    private static final Price FEES = Price.ofMicroPerKwh(50);
    private static final int COMMANDS = 300_000;
    private static final int COMMANDS_PER_BOOK = 1_000;
    private static final int WARM_UPS = 5;
    private static final int ROUNDS = 9;

    private record Round(long nanos, long fills, long resting) {}

    private OrderBookBenchmark() {}

    public static void main(String[] args) throws IOException {
        for (int i = 0; i < WARM_UPS; i++) {
            run(i);
        }
        Round[] rounds = new Round[ROUNDS];
        Arrays.setAll(rounds, OrderBookBenchmark::run);
        Arrays.sort(rounds, (a, b) -> Long.compare(a.nanos(), b.nanos()));
        report(rounds[ROUNDS / 2]);
    }

    private static Round run(int seed) {
        Order[] orders = orders(new Random(seed));
        OrderBook book = new ReferenceOrderBook();
        long fills = 0;
        long resting = 0;
        long start = System.nanoTime();
        for (int i = 0; i < COMMANDS; i++) {
            if (i % COMMANDS_PER_BOOK == 0) {
                resting += book.resting().size();
                book = new ReferenceOrderBook();
            }
            if (i % 10 < 7) {
                fills += book.place(orders[i], FEES).fills().size();
            } else {
                book.cancel(orders[i].id());
            }
        }
        long books = COMMANDS / COMMANDS_PER_BOOK;
        return new Round(System.nanoTime() - start, fills, resting / books);
    }

    /** The order to place, or one placed shortly before to cancel. */
    private static Order[] orders(Random random) {
        Order[] orders = new Order[COMMANDS];
        for (int i = 0; i < COMMANDS; i++) {
            boolean cancels = i % 10 >= 7;
            long id = cancels ? Math.max(1, i + 1 - random.nextInt(60)) : i + 1;
            orders[i] =
                    new Order(
                            new OrderId(id),
                            new ParticipantId(100 + random.nextInt(200)),
                            random.nextBoolean() ? Side.BUY : Side.SELL,
                            Energy.ofWattHours(1 + random.nextInt(500)),
                            Price.ofMicroPerKwh(200 + (long) (random.nextGaussian() * 40)));
        }
        return orders;
    }

    private static void report(Round median) throws IOException {
        long perSecond = COMMANDS * 1_000_000_000L / median.nanos();
        long fillsPerSecond = median.fills() * 1_000_000_000L / median.nanos();
        String json =
                """
                {"figures":{"commandsPerSecond":%d,"fillsPerSecond":%d,"restingOrdersPerBook":%d},
                 "machine":{"cores":%d,"jvm":"%s","os":"%s"}}
                """
                        .formatted(
                                perSecond,
                                fillsPerSecond,
                                median.resting(),
                                Runtime.getRuntime().availableProcessors(),
                                System.getProperty("java.vm.version"),
                                System.getProperty("os.name")
                                        + " "
                                        + System.getProperty("os.version"));
        Path directory = Path.of(System.getProperty("peerwatt.bench.dir", "target/bench"));
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("order-book.json"), json);
        System.out.printf(Locale.ROOT, "commands per second %,12d%n", perSecond);
        System.out.printf(Locale.ROOT, "fills per second    %,12d%n", fillsPerSecond);
        System.out.printf(Locale.ROOT, "resting per book    %,12d%n", median.resting());
    }
}
