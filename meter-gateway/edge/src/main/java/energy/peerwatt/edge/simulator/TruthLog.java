package energy.peerwatt.edge.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import energy.peerwatt.edge.simulator.model.HomeReading;
import energy.peerwatt.edge.simulator.model.Quantity;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;

/**
 * What every meter truly showed at every quarter-hour: {@code truth.jsonl}, one line each, in
 * order.
 *
 * <p>Appending a boundary that is already there does nothing, so a restart that simulates some time
 * again neither doubles nor changes a line. Owned by one thread.
 */
final class TruthLog implements AutoCloseable {

    private static final int TAIL_CHUNK = 64 * 1024;

    private final FileChannel channel;
    private Instant last;

    private TruthLog(FileChannel channel, Instant last) {
        this.channel = channel;
        this.last = last;
    }

    /** Opens or creates the log; a last line that was cut off by a crash is dropped. */
    static TruthLog open(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        lock(channel, file);
        long end = afterLineEndBefore(channel, channel.size());
        channel.truncate(end);
        channel.position(end);
        if (end == 0) {
            return new TruthLog(channel, Instant.MIN);
        }
        long start = afterLineEndBefore(channel, end - 1);
        String line = read(channel, start, (int) (end - start));
        String at = Json.MAPPER.readTree(line).path("at").asText();
        return new TruthLog(channel, Instant.parse(at));
    }

    /** Two simulators on one directory would tell two truths. */
    private static void lock(FileChannel channel, Path file) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException sameProcess) {
            // Reported like a lock of another process.
        }
        channel.close();
        throw new MarketException(
                ErrorCode.CONFIGURATION_INVALID, "another simulator writes " + file);
    }

    /** Appends the registers at {@code boundary} unless they are there already. */
    void append(Instant boundary, List<HomeReading> homes) throws IOException {
        if (!boundary.isAfter(last)) {
            return;
        }
        ObjectNode line = Json.NODES.objectNode().put("at", boundary.toString());
        ObjectNode registers = line.putObject("registers");
        for (HomeReading home : homes) {
            registers
                    .putObject(home.home().meteringPoint().value())
                    .put("importWh", home.wattHours(Quantity.IMPORT))
                    .put("exportWh", home.wattHours(Quantity.EXPORT))
                    .put("generationWh", home.wattHours(Quantity.GENERATION));
        }
        byte[] bytes =
                (Json.MAPPER.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        last = boundary;
    }

    /** Everything appended survives a power cut when this returns. */
    void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        force();
        channel.close();
    }

    /** Position behind the last line feed before {@code end}, 0 if there is none. */
    private static long afterLineEndBefore(FileChannel channel, long end) throws IOException {
        for (long from = end; from > 0; ) {
            int length = (int) Math.min(TAIL_CHUNK, from);
            from -= length;
            int index = read(channel, from, length).lastIndexOf('\n');
            if (index >= 0) {
                return from + index + 1;
            }
        }
        return 0;
    }

    /** Bytes as characters; the log is ASCII. */
    private static String read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {
            // Reads on until the chunk is complete.
        }
        return new String(buffer.array(), StandardCharsets.ISO_8859_1);
    }
}
