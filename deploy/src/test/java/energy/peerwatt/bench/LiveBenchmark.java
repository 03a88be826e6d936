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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * As many pages as a town's look on at a market that runs in real time: how long after it looked
 * for news each has them.
 */
public final class LiveBenchmark {

    /** Connections are opened in groups, as a listening socket's queue is bounded. */
    private static final int GROUP = 50;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SETTLE = Duration.ofSeconds(5);

    private final AtomicBoolean measuring = new AtomicBoolean();
    private final AtomicInteger lost = new AtomicInteger();

    private LiveBenchmark() {}

    /**
     * Measures.
     *
     * @param args file for the figures, address of the socket, clients, seconds
     */
    public static void main(String... args) throws IOException, InterruptedException {
        int seconds = Integer.parseInt(args[3]);
        new LiveBenchmark()
                .watch(URI.create(args[1]), Integer.parseInt(args[2]), seconds)
                .write(Path.of(args[0]));
    }

    private Figures watch(URI address, int clients, int seconds) throws InterruptedException {
        // Frames are many and small: no thread is handed over to for each.
        HttpClient http = HttpClient.newBuilder().executor(Runnable::run).build();
        try {
            List<LivePage> pages = connect(http, address, clients);
            TimeUnit.NANOSECONDS.sleep(SETTLE.toNanos());
            measuring.set(true);
            TimeUnit.SECONDS.sleep(seconds);
            measuring.set(false);
            return figures(pages, seconds);
        } finally {
            // Closing would wait for every page to say good-bye.
            http.shutdownNow();
        }
    }

    private List<LivePage> connect(HttpClient http, URI address, int clients) {
        List<LivePage> pages = new ArrayList<>();
        while (pages.size() < clients) {
            List<LivePage> group =
                    IntStream.range(0, Math.min(GROUP, clients - pages.size()))
                            .mapToObj(_ -> new LivePage(measuring, lost))
                            .toList();
            CompletableFuture.allOf(
                            group.stream()
                                    .map(page ->
                                            http.newWebSocketBuilder().buildAsync(address, page))
                                    .toArray(CompletableFuture[]::new))
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
            pages.addAll(group);
        }
        return pages;
    }

    private Figures figures(List<LivePage> pages, int seconds) {
        Figures.require(lost.get() == 0, "every page stays connected");
        Figures.require(pages.stream().allMatch(LivePage::inOrder), "each topic's numbers ascend");
        List<long[]> byPage = pages.stream().map(LivePage::delays).toList();
        Figures.require(
                byPage.stream().allMatch(delays -> delays.length >= seconds),
                "every page gets news each second");
        long[] delays = byPage.stream().flatMapToLong(Arrays::stream).toArray();
        Arrays.sort(delays);
        return new Figures()
                .with("liveClients", pages.size())
                .with("liveMessagesPerSecond", delays.length / seconds)
                .with("liveDeliveryP50Millis", delays[delays.length / 2])
                .with("liveDeliveryP99Millis", delays[(int) (delays.length * 99L / 100)])
                .with("liveDeliveryMaxMillis", delays[delays.length - 1]);
    }
}
