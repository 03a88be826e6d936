package energy.peerwatt.matching.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.EngineCommand.AcknowledgeEvents;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.EngineEvent.OrderAccepted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Places many orders at once, to fill the log. */
final class BulkOrders {

    private static final int WINDOW = 2_000;

    private final EngineClient client;
    private long lastId;
    private long lastSequence;

    BulkOrders(EngineClient client) {
        this.client = client;
    }

    /** Places orders and waits until all are accepted. */
    void place(int count) {
        List<CompletableFuture<EngineReply>> replies =
                LongStream.range(lastId + 1, lastId + 1 + count)
                        .mapToObj(id -> client.send(OrderLoad.orderWith(id)).toCompletableFuture())
                        .toList();
        lastId += count;
        for (CompletableFuture<EngineReply> reply : replies) {
            assertThat(reply.join()).isInstanceOf(EngineReply.Answered.class);
            EngineEvent event = ((EngineReply.Answered) reply.join()).event();
            assertThat(event).isInstanceOf(OrderAccepted.class);
            lastSequence = event.sequence();
        }
    }

    /** Lets the engine forget the events of all orders so far. */
    void acknowledge() {
        client.send(new AcknowledgeEvents(lastSequence)).toCompletableFuture().join();
    }

    /** Places orders until the log of the node in this directory has so many files. */
    void fillSegments(Path engineDirectory, int count) {
        while (logSegments(engineDirectory) < count) {
            place(WINDOW);
        }
    }

    /** Files of the log, which is the archive's first recording. */
    static long logSegments(Path engineDirectory) {
        return segments(engineDirectory).stream().filter(name -> name.startsWith("0-")).count();
    }

    /** Recordings of the archive: the log, and two of each snapshot, Aeron's part and ours. */
    static long recordings(Path engineDirectory) {
        return segments(engineDirectory).stream()
                .map(name -> name.substring(0, name.indexOf('-')))
                .distinct()
                .count();
    }

    private static List<String> segments(Path engineDirectory) {
        try (Stream<Path> files = Files.list(engineDirectory.resolve("archive"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".rec"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
