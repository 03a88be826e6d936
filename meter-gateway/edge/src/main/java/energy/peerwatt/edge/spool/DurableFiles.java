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
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/** Small files that are either old or new after a power cut, never half. */
public final class DurableFiles {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

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

    /** Replaces a file that its owner alone may read, where files have owners. */
    public static void writePrivate(Path file, String content) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            write(file, content, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } else {
            write(file, content);
        }
    }

    /** Makes creations, renames and deletions in a directory durable, where that is possible. */
    public static void forceDirectory(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
