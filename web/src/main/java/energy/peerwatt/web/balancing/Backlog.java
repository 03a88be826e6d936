package energy.peerwatt.web.balancing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jboss.logging.Logger;

/**
 * Work that may wait, one piece after another on a thread of its own, the newest only of each key.
 * The thread ends when nothing is left. Methods may be called from any thread.
 */
final class Backlog<K> implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Backlog.class);

    private final String name;
    private final SequencedMap<K, Runnable> waiting = new LinkedHashMap<>();
    private boolean runs;
    private boolean closed;

    /** With the name of its thread. */
    Backlog(String name) {
        this.name = name;
    }

    /** Has this done, instead of what still waits of that key. */
    synchronized void put(K key, Runnable work) {
        if (closed) {
            return;
        }
        waiting.put(key, work);
        if (!runs) {
            runs = true;
            Thread.ofPlatform().daemon().name(name).start(this::run);
        }
    }

    /** Has this done, unless something newer of that key waits. */
    synchronized void putBehind(K key, Runnable work) {
        if (!waiting.containsKey(key)) {
            put(key, work);
        }
    }

    private void run() {
        for (Optional<Runnable> next = next(); next.isPresent(); next = next()) {
            try {
                next.get().run();
            } catch (RuntimeException e) {
                LOG.errorf(e, "%s: a piece of work failed", name);
            }
        }
    }

    private synchronized Optional<Runnable> next() {
        Map.Entry<K, Runnable> first = closed ? null : waiting.pollFirstEntry();
        runs = first != null;
        return Optional.ofNullable(first).map(Map.Entry::getValue);
    }

    /** Begins nothing more. */
    @Override
    public synchronized void close() {
        closed = true;
        waiting.clear();
    }
}
