package energy.peerwatt.deploy;

import energy.peerwatt.edge.spool.Spool;
import energy.peerwatt.edge.spool.SpoolBounds;
import energy.peerwatt.metering.protocol.Reading;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything a gateway ever spooled: hard links to its segments, which hold what it has written
 * even after it has freed them.
 */
final class SpoolArchive {

    /** Nothing is added to it. */
    private static final SpoolBounds BOUNDS =
            new SpoolBounds(Long.MAX_VALUE / 2, Duration.ofDays(1));

    private final Path spool;
    private final Path archive;

    SpoolArchive(Path spool, Path archive) {
        this.spool = spool;
        this.archive = archive;
    }

    /** Links what is new. A segment takes far longer to fill than it takes to look again. */
    void collect() throws IOException {
        for (Path epoch : list(spool)) {
            if (epoch.getFileName().toString().startsWith("epoch-")) {
                Path copy = Files.createDirectories(archive.resolve(epoch.getFileName()));
                for (Path segment : segments(epoch)) {
                    link(copy.resolve(segment.getFileName()), segment);
                }
            }
        }
    }

    /** Segments that the gateway has not freed. */
    long keptSegments() throws IOException {
        long kept = 0;
        for (Path epoch : list(spool)) {
            kept += segments(epoch).size();
        }
        return kept;
    }

    long allSegments() throws IOException {
        long all = 0;
        for (Path epoch : list(archive)) {
            all += segments(epoch).size();
        }
        return all;
    }

    int epochs() throws IOException {
        return (int) list(archive).stream().filter(Files::isDirectory).count();
    }

    /** All readings of the newest epoch, in order; the gateway must have ended. */
    List<Reading> readings() {
        List<Reading> all = new ArrayList<>();
        try (Spool opened = Spool.open(archive, BOUNDS, 1)) {
            List<Reading> next = opened.read(1, 1_000);
            while (!next.isEmpty()) {
                all.addAll(next);
                next = opened.read(next.getLast().sequence() + 1, 1_000);
            }
        }
        return all;
    }

    private static void link(Path copy, Path segment) throws IOException {
        if (Files.exists(copy)) {
            return;
        }
        try {
            Files.createLink(copy, segment);
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
            // Freed in this very moment, or linked by an earlier look.
        }
    }

    private static List<Path> segments(Path epoch) throws IOException {
        return list(epoch).stream().filter(file -> file.toString().endsWith(".spool")).toList();
    }

    private static List<Path> list(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
