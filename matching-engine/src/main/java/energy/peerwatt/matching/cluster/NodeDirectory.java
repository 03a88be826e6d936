package energy.peerwatt.matching.cluster;

import io.aeron.CncFileDescriptor;
import io.aeron.CommonContext;
import io.aeron.cluster.RecordingLog;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.agrona.BufferUtil;
import org.agrona.IoUtil;

/**
 * A node's directory, held exclusively by an operating-system lock.
 *
 * <p>Aeron marks its directories as in use by a heartbeat, so after a kill it waits about 10 s for
 * that to expire. The lock ends with its process: whoever holds it knows that the marks are stale,
 * removes them and starts at once.
 */
final class NodeDirectory implements AutoCloseable {

    /** A media driver shows that it lives once per second. */
    private static final long DRIVER_ALIVE_MILLIS = 3_000;

    private static final long SHARED_MEMORY_NEEDED = 256L * 1024 * 1024;
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private static final String LOCK = "engine.lock";

    /** Holds the form of the log; there was none before form 2. */
    private static final String FORM_FILE = "form";

    private static final String FORM = "4";

    /** Is there from the beginning to the end of seeding. */
    private static final String SEEDING = "seeding";

    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final FileChannel channel;
    private final Path media;

    private NodeDirectory(Path root, FileChannel channel) throws IOException {
        this.root = root;
        this.channel = channel;
        this.media = memory().resolve(mediaName(root));
    }

    /**
     * Takes the directory, creating it if absent, and removes what a killed process left behind.
     *
     * @throws IllegalStateException if another process holds it
     * @throws IllegalArgumentException if its log is of a form that this release does not read
     */
    static NodeDirectory take(Path directory) {
        try {
            Path root = Files.createDirectories(directory).toRealPath();
            FileChannel channel = lock(root.resolve(LOCK));
            try {
                requireReadable(root);
                NodeDirectory taken = new NodeDirectory(root, channel);
                taken.removeStaleMarks();
                return taken;
            } catch (IOException | RuntimeException e) {
                release(root, channel);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + directory, e);
        }
    }

    File cluster() {
        return cluster(root);
    }

    /** Where a node with this directory keeps the list of its terms and snapshots. */
    static File cluster(Path root) {
        return root.resolve("cluster").toFile();
    }

    File archive() {
        return root.resolve("archive").toFile();
    }

    /** Whether a node has run here. */
    boolean hasLog() {
        return hasLog(root);
    }

    /** Whether seeding began here and did not come to its end: what is here is a part only. */
    boolean isHalfSeeded() {
        return Files.exists(root.resolve(SEEDING));
    }

    /** Deletes what a seeding left that did not come to its end. */
    void beginSeeding() throws IOException {
        if (isHalfSeeded()) {
            IoUtil.delete(cluster(), true);
            IoUtil.delete(archive(), true);
        }
        write(root, SEEDING, "");
    }

    void endSeeding() throws IOException {
        Files.delete(root.resolve(SEEDING));
    }

    private static boolean hasLog(Path root) {
        return Files.exists(root.resolve("cluster").resolve(RecordingLog.RECORDING_LOG_FILE_NAME));
    }

    /** For the media driver: in memory where possible, named after the directory. */
    Path media() {
        return media;
    }

    /**
     * Where the media driver of the node that now runs in this directory is, in whichever process.
     */
    static Optional<Path> activeMedia(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        String name = mediaName(directory.toRealPath());
        return Stream.of(SHARED_MEMORY, temporary())
                .map(parent -> parent.resolve(name))
                .filter(NodeDirectory::isActive)
                .findFirst();
    }

    /** A node that starts deletes the file of the one before, and then creates it anew, empty. */
    private static boolean isActive(Path media) {
        File file = media.resolve(CncFileDescriptor.CNC_FILE).toFile();
        if (!file.exists()) {
            return false;
        }
        MappedByteBuffer mapped = IoUtil.mapExistingFile(file, "cnc");
        try {
            return mapped.capacity() >= CncFileDescriptor.END_OF_METADATA_OFFSET
                    && CommonContext.isDriverActive(DRIVER_ALIVE_MILLIS, _ -> {}, mapped);
        } finally {
            BufferUtil.free(mapped);
        }
    }

    @Override
    public void close() {
        IoUtil.delete(media.toFile(), true);
        try {
            release(root, channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A log in another form would be read as an empty market, without a word. */
    private static void requireReadable(Path root) throws IOException {
        Path file = root.resolve(FORM_FILE);
        if (!hasLog(root)) {
            // Before any log is: one without a form would be refused.
            write(root, FORM_FILE, FORM);
            return;
        }
        String form = Files.exists(file) ? Files.readString(file).strip() : "1";
        if (!form.equals(FORM)) {
            throw new IllegalArgumentException(
                    "the log in %s has form %s, this release reads form %s: start with an empty directory"
                            .formatted(root, form, FORM));
        }
    }

    /** Returns when the file is on the disk. */
    private static void write(Path root, String name, String content) throws IOException {
        Path file = Files.writeString(root.resolve(name), content);
        for (Path written : List.of(file, root)) {
            try (FileChannel channel = FileChannel.open(written, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static void release(Path root, FileChannel channel) throws IOException {
        channel.close();
        HELD.remove(root.resolve(LOCK));
    }

    /**
     * A process loses the lock when it closes any channel to the file, so within this one a second
     * channel is not even opened.
     */
    private static FileChannel lock(Path file) throws IOException {
        if (!HELD.add(file)) {
            throw new IllegalStateException("this process uses " + file.getParent());
        }
        try {
            return lockAgainstOthers(file);
        } catch (IOException | RuntimeException e) {
            HELD.remove(file);
            throw e;
        }
    }

    private static FileChannel lockAgainstOthers(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw new IllegalStateException("another process uses " + file.getParent());
        }
        return channel;
    }

    private void removeStaleMarks() throws IOException {
        for (File directory : new File[] {cluster(), archive()}) {
            if (!directory.isDirectory()) {
                continue;
            }
            try (Stream<Path> files = Files.list(directory.toPath())) {
                for (Path file : files.filter(NodeDirectory::isMark).toList()) {
                    Files.delete(file);
                }
            }
        }
        IoUtil.delete(media.toFile(), true);
    }

    /** Marks hold nothing but the heartbeat and an error log; terms and votes are elsewhere. */
    private static boolean isMark(Path file) {
        return file.getFileName().toString().matches("(archive|cluster)-mark.*\\.dat");
    }

    private static String mediaName(Path root) {
        byte[] path = root.toString().getBytes(StandardCharsets.UTF_8);
        return "peerwatt-" + UUID.nameUUIDFromBytes(path);
    }

    private static Path memory() throws IOException {
        boolean usable =
                Files.isWritable(SHARED_MEMORY)
                        && Files.getFileStore(SHARED_MEMORY).getUsableSpace()
                                >= SHARED_MEMORY_NEEDED;
        return usable ? SHARED_MEMORY : temporary();
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }
}
