package energy.peerwatt.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * As many pages as a town's, signed in as members of different homes, look on at a market that runs
 * in real time: how long after a neighbour sends an order each shows it.
 */
public final class LiveBenchmark {

    /** Connections are opened in groups, as a listening socket's queue is bounded. */
    private static final int GROUP = 50;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SETTLE = Duration.ofSeconds(5);

    /** Not a multiple of any period of the market, so that events fall anywhere in it. */
    private static final Duration BETWEEN_EVENTS = Duration.ofMillis(737);

    /** Nobody pays as much. */
    private static final long HIGHEST_PRICE_MICRO = 900_000;

    private static final long TICK_MICRO = 1_000;
    private static final long GOAL_MILLIS = 500;

    private final AtomicReference<LiveEvent> awaited = new AtomicReference<>(LiveEvent.NONE);
    private final LongAdder messages = new LongAdder();
    private final AtomicInteger lost = new AtomicInteger();
    private final URI market;
    private final int homes;

    private LiveBenchmark(URI market, int homes) {
        this.market = market;
        this.homes = homes;
    }

    /**
     * Measures.
     *
     * @param args file for the figures, the market's address, its homes, clients, seconds
     */
    public static void main(String... args) throws IOException, InterruptedException {
        new LiveBenchmark(URI.create(args[1]), Integer.parseInt(args[2]))
                .watch(Integer.parseInt(args[3]), Integer.parseInt(args[4]))
                .write(Path.of(args[0]));
    }

    private Figures watch(int clients, int seconds) throws IOException, InterruptedException {
        // Frames are many and small: no thread is handed over to for each.
        HttpClient http = HttpClient.newBuilder().executor(Runnable::run).build();
        try (HttpClient rest = HttpClient.newHttpClient()) {
            List<LivePage> pages = connect(http, clients);
            TimeUnit.NANOSECONDS.sleep(SETTLE.toNanos());
            messages.reset();
            long began = System.nanoTime();
            int events = trade(new LiveMember(rest, market, 1), clients, seconds);
            double lasted = (System.nanoTime() - began) / 1e9;
            return figures(pages, events)
                    .with("liveMessagesPerSecond", (long) (messages.sum() / lasted));
        } finally {
            // Closing would wait for every page to say good-bye.
            http.shutdownNow();
        }
    }

    /** One order after the other, each taken back once every page has shown it. */
    private int trade(LiveMember member, int clients, int seconds)
            throws IOException, InterruptedException {
        long participant = member.participant();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        int events = 0;
        while (System.nanoTime() < end) {
            String interval = member.openInterval();
            events++;
            long price = HIGHEST_PRICE_MICRO + TICK_MICRO * events;
            LiveEvent event = LiveEvent.begin("\"priceMicro\":" + price + ",", clients);
            awaited.set(event);
            member.offer(participant, events, interval, price);
            Figures.require(
                    event.pages().await(PATIENCE.toSeconds(), TimeUnit.SECONDS),
                    "every page is told of every order");
            member.takeBack(events);
            TimeUnit.NANOSECONDS.sleep(BETWEEN_EVENTS.toNanos());
        }
        return events;
    }

    private List<LivePage> connect(HttpClient http, int clients) {
        URI address = URI.create(market.toString().replace("http:", "ws:")).resolve("/ws/v1");
        List<LivePage> pages = new ArrayList<>();
        while (pages.size() < clients) {
            int first = pages.size();
            List<LivePage> group =
                    IntStream.range(0, Math.min(GROUP, clients - first))
                            .mapToObj(_ -> new LivePage(awaited, messages, lost))
                            .toList();
            CompletableFuture.allOf(
                            IntStream.range(0, group.size())
                                    .mapToObj(i ->
                                            http.newWebSocketBuilder()
                                                    .header(
                                                            "Authorization",
                                                            LiveMember.authorization(
                                                                    (first + i) % homes + 1))
                                                    .buildAsync(address, group.get(i)))
                                    .toArray(CompletableFuture[]::new))
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
            pages.addAll(group);
        }
        return pages;
    }

    private Figures figures(List<LivePage> pages, int events) {
        Figures.require(lost.get() == 0, "every page stays connected");
        Figures.require(pages.stream().allMatch(LivePage::inOrder), "each topic's numbers ascend");
        long[] delays =
                pages.stream().map(LivePage::delays).flatMapToLong(Arrays::stream).toArray();
        Figures.require(
                delays.length == events * pages.size(), "every page is told of every order");
        Arrays.sort(delays);
        long p99 = delays[(int) (delays.length * 99L / 100)];
        Figures.require(
                p99 <= GOAL_MILLIS,
                "99 of 100 are told within " + GOAL_MILLIS + " ms; it took " + p99);
        return new Figures()
                .with("liveClients", pages.size())
                .with("liveEvents", events)
                .with("liveEventP50Millis", delays[delays.length / 2])
                .with("liveEventP99Millis", p99)
                .with("liveEventMaxMillis", delays[delays.length - 1]);
    }
}
