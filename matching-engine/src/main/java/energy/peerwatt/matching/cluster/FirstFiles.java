package energy.peerwatt.matching.cluster;

import io.aeron.archive.codecs.CatalogHeaderDecoder;
import io.aeron.cluster.NodeStateFile;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What Aeron writes once, when a node starts for the first time. It creates these files empty and
 * then fills them in place, so a kill in between would leave what it refuses for ever after.
 */
final class FirstFiles {

    private static final String CATALOG = "archive.catalog";
    private static final String UNFINISHED = "unfinished";

    /** Bytes at the beginning of a catalog, more than its header has. */
    private static final int HEADER_BYTES = 64;

    private FirstFiles() {}

    /** Makes whole what a kill during the first start left behind; does nothing later. */
    static void complete(File cluster, File archive) {
        try {
            createNodeState(Files.createDirectories(cluster.toPath()));
            deleteEmptyCatalog(archive.toPath());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + cluster.getParent(), e);
        }
    }

    /** The file of terms and votes appears whole, under its name, or not at all. */
    private static void createNodeState(Path cluster) throws IOException {
        Path file = cluster.resolve(NodeStateFile.FILENAME);
        if (Files.exists(file)) {
            return;
        }
        File unfinished = cluster.resolve(UNFINISHED).toFile();
        IoUtil.delete(unfinished, true);
        Files.createDirectory(unfinished.toPath());
        new NodeStateFile(unfinished, true, 1).close();
        Files.move(
                unfinished.toPath().resolve(NodeStateFile.FILENAME),
                file,
                StandardCopyOption.ATOMIC_MOVE);
        IoUtil.delete(unfinished, true);
        try (FileChannel directory = FileChannel.open(cluster, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** A catalog without its header lists nothing yet. */
    private static void deleteEmptyCatalog(Path archive) throws IOException {
        Path file = archive.resolve(CATALOG);
        if (Files.exists(file) && !hasHeader(file)) {
            if (hasRecordings(archive)) {
                throw new IOException("its catalog is damaged: " + file);
            }
            Files.delete(file);
        }
    }

    private static boolean hasHeader(Path catalog) throws IOException {
        byte[] head = new byte[HEADER_BYTES];
        try (var in = Files.newInputStream(catalog)) {
            if (in.readNBytes(head, 0, head.length) < head.length) {
                return false;
            }
        }
        CatalogHeaderDecoder header =
                new CatalogHeaderDecoder()
                        .wrap(
                                new UnsafeBuffer(head),
                                0,
                                CatalogHeaderDecoder.BLOCK_LENGTH,
                                CatalogHeaderDecoder.SCHEMA_VERSION);
        return header.version() != 0 && header.alignment() != 0;
    }

    private static boolean hasRecordings(Path archive) throws IOException {
        try (var recordings = Files.newDirectoryStream(archive, "*.rec")) {
            return recordings.iterator().hasNext();
        }
    }
}
