package energy.peerwatt.web.rest;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.web.accounts.store.PersonalData;
import jakarta.inject.Singleton;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Exports of people's data: first written whole to a file without a name, then sent, so that
 * whoever reads slowly holds no connection of the database, and a failed one is never sent. One is
 * written at a time, few are on their way, and one of each person. Safe for use by several threads.
 */
@Singleton
public class DataExports {

    private static final int MOST_UNDER_WAY = 8;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final long MOST_BYTES = 512L * 1024 * 1024;

    private final PersonalData data;
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();
    private final Semaphore writing = new Semaphore(1);

    public DataExports(PersonalData data) {
        this.data = data;
    }

    /** An export that is to be sent, and closed in any case. */
    record Export(FileChannel file, long bytes, Runnable after) {

        /** Sends it; it is gone then, sent or not. */
        void sendTo(OutputStream out) throws IOException {
            try (file) {
                Channels.newInputStream(file.position(0)).transferTo(out);
            } finally {
                after.run();
            }
        }
    }

    /**
     * Writes an export; blocks.
     *
     * @throws ProblemException 429 if others, or one of the same account, are on their way
     */
    Export of(long account, Set<ParticipantId> homes, String readme) {
        if (underWay.size() >= MOST_UNDER_WAY || !underWay.add(account)) {
            throw busy();
        }
        boolean whole = false;
        try {
            Export export = inTurn(account, homes, readme);
            whole = true;
            return export;
        } finally {
            if (!whole) {
                underWay.remove(account);
            }
        }
    }

    private Export inTurn(long account, Set<ParticipantId> homes, String readme) {
        try {
            if (!writing.tryAcquire(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        try {
            return written(account, homes, readme);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writing.release();
        }
    }

    private Export written(long account, Set<ParticipantId> homes, String readme)
            throws IOException {
        Path path = Files.createTempFile("peerwatt-export", ".zip");
        FileChannel file =
                FileChannel.open(
                        path,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
        boolean whole = false;
        try {
            OutputStream bounded = new Bounded(Channels.newOutputStream(file), MOST_BYTES);
            data.write(account, homes, readme, new BufferedOutputStream(bounded));
            whole = true;
            return new Export(file, file.size(), () -> underWay.remove(account));
        } finally {
            if (!whole) {
                file.close();
            }
        }
    }

    private static ProblemException busy() {
        return ProblemException.tooMany(
                "Another export is on its way. Wait until it is there, then try again.",
                LONGEST_WAIT);
    }

    /** Fails rather than fill the disk. */
    static final class Bounded extends FilterOutputStream {

        private long left;

        Bounded(OutputStream out, long most) {
            super(out);
            this.left = most;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            left -= length;
            if (left < 0) {
                throw new IOException("the export is larger than is written at once");
            }
            out.write(bytes, offset, length);
        }

        /** The file stays open: it is to be sent. */
        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
