package energy.peerwatt.edge.spool;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Objects;

/** Small files that are either old or new after a power cut, never half. */
public final class DurableFiles {

    private DurableFiles() {}

    /**
     * Replaces a file.
     *
     * @param attributes of the new file, such as its permissions
     */
    public static void write(Path file, String content, FileAttribute<?>... attributes)
            throws IOException {
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Path fresh = directory.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, attributes);
        try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
            out.getFD().sync();
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory(directory);
    }

    /** Makes creations, renames and deletions in a directory durable, where that is possible. */
    static void forceDirectory(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
