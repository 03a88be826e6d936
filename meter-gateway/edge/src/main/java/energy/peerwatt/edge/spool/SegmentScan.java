package energy.peerwatt.edge.spool;

import energy.peerwatt.metering.protocol.Reading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a segment file holds when the gateway starts.
 *
 * @param firstSequence from its name
 * @param nextSequence after the records from the start of the file that ascend without gaps
 * @param validLength bytes those records take
 * @param fileLength bytes of the whole file
 * @param hasMore whether records follow behind a damaged place; a torn tail has none
 */
record SegmentScan(
        Path path,
        long firstSequence,
        long nextSequence,
        long validLength,
        long fileLength,
        boolean hasMore) {

    /** Whether every byte is part of a record. */
    boolean isWhole() {
        return validLength == fileLength;
    }

    static SegmentScan of(Path path) throws IOException {
        String name = path.getFileName().toString();
        long first = Long.parseLong(name.substring(0, name.length() - Segment.SUFFIX.length()));
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
        long next = first;
        int valid = 0;
        Optional<Reading> reading = SpoolRecord.read(bytes);
        while (reading.isPresent() && reading.get().sequence() == next) {
            next++;
            valid = bytes.position();
            reading = SpoolRecord.read(bytes);
        }
        boolean hasMore = nextAnywhere(bytes.position(valid)).isPresent();
        return new SegmentScan(path, first, next, valid, bytes.limit(), hasMore);
    }

    /** Every record that can be found, also behind damaged places. */
    void forEachReading(Consumer<Reading> consumer) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
        Optional<Reading> reading = nextAnywhere(bytes);
        while (reading.isPresent()) {
            consumer.accept(reading.get());
            reading = nextAnywhere(bytes);
        }
    }

    private static Optional<Reading> nextAnywhere(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            Optional<Reading> reading = SpoolRecord.read(bytes);
            if (reading.isPresent()) {
                return reading;
            }
            bytes.position(bytes.position() + 1);
        }
        return Optional.empty();
    }
}
