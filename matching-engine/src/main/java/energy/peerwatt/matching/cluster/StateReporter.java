package energy.peerwatt.matching.cluster;

import energy.peerwatt.matching.cluster.EngineAddress.Remote;
import io.aeron.cluster.client.EgressListener;
import java.nio.file.Path;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sends the hashes of this node's state into the log, as a client of the cluster, until they are
 * there. Connects only when there is something to say. Thread-safe.
 */
final class StateReporter implements AutoCloseable {

    private static final EgressListener NO_ANSWER = (_, _, _, _, _, _) -> {};
    private static final int LONGEST = 64;

    /** While a node replays, the log soon confirms what it reports. */
    private static final long DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long RESEND_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Older ones are dropped; they would come too late. */
    private static final int MOST_DUE = 16;

    private record Report(long commands, long hash, long nanos) {}

    private final int member;
    private final Remote cluster;
    private final Path media;
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[LONGEST]);
    private final Thread thread =
            Thread.ofPlatform().daemon().name("engine-state").unstarted(this::run);

    /** Oldest first; changed by the thread that reports. */
    private final Deque<Report> due = new ConcurrentLinkedDeque<>();

    private volatile boolean stopped;

    /**
     * Not started yet.
     *
     * @param media the directory of this node's media driver
     */
    StateReporter(EngineNodeConfig config, Path media) {
        this.member = config.memberId();
        this.cluster = new Remote(config.members());
        this.media = media;
    }

    void start() {
        thread.start();
    }

    /** Has the hash of the state after so many commands sent. Called by one thread only. */
    void report(long commands, long hash) {
        if (due.size() == MOST_DUE) {
            due.pollFirst();
        }
        due.addLast(new Report(commands, hash, System.nanoTime()));
        LockSupport.unpark(thread);
    }

    /** The log has the report about so many commands. Called by the thread that reports. */
    void confirm(long commands) {
        due.removeIf(report -> report.commands() <= commands);
    }

    private void run() {
        while (!stopped) {
            Report first = due.peekFirst();
            if (first == null) {
                LockSupport.park(this);
            } else if (System.nanoTime() - first.nanos() < DELAY_NANOS) {
                LockSupport.parkNanos(this, STEP_NANOS);
            } else {
                sendAll();
            }
        }
    }

    private void sendAll() {
        try (Connection connection = Connection.through(media, cluster, NO_ANSWER)) {
            long resendNanos = System.nanoTime();
            long sent = 0;
            while (!due.isEmpty() && !stopped) {
                int work = connection.poll();
                if (System.nanoTime() - resendNanos >= 0) {
                    resendNanos = System.nanoTime() + RESEND_NANOS;
                    sent = 0;
                }
                sent = sendAfter(connection, sent);
                if (work == 0) {
                    LockSupport.parkNanos(this, STEP_NANOS);
                }
            }
        }
    }

    /** Sends what is due about more commands than these; the number of the last one sent. */
    private long sendAfter(Connection connection, long commands) {
        long sent = commands;
        for (Report report : due) {
            if (report.commands() > sent) {
                int length =
                        Protocol.encodeStateReport(
                                message, member, report.commands(), report.hash());
                if (!connection.offer(message, length)) {
                    return sent;
                }
                sent = report.commands();
            }
        }
        return sent;
    }

    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
