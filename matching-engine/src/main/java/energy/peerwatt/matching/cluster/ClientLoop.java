package energy.peerwatt.matching.cluster;

import energy.peerwatt.matching.cluster.Protocol.Message;
import io.aeron.cluster.client.EgressListener;
import io.aeron.logbuffer.Header;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/** The client's thread: sends what waits, receives, times out, fetches events. */
final class ClientLoop implements Runnable, EgressListener {

    private static final System.Logger LOG = System.getLogger(ClientLoop.class.getName());
    private static final int MAX_OUTSTANDING = 10_000;

    /** A power of two that is more. */
    private static final int ROOM = 16_384;

    private static final int SENDS_PER_TURN = 200;
    private static final long LOOK_FOR_LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final EngineReply CLOSED = new EngineReply.Unknown("the client is closed");

    /** A request that waits for its reply. */
    private final class Outgoing implements Runnable {

        private final MutableDirectBuffer request;
        private final long deadlineNanos = System.nanoTime() + timeoutNanos;
        private final CompletableFuture<EngineReply> reply = new CompletableFuture<>();
        private EngineReply outcome = CLOSED;

        private Outgoing(MutableDirectBuffer request) {
            this.request = request;
        }

        @Override
        public void run() {
            outstanding.decrementAndGet();
            reply.complete(outcome);
        }
    }

    private final EngineClientConfig config;
    private final long timeoutNanos;
    private final EngineReply late;
    private final Connection connection;
    private final MutableDirectBuffer out = new ExpandableArrayBuffer();
    private final AtomicInteger outstanding = new AtomicInteger();
    private final ManyToOneConcurrentArrayQueue<Outgoing> submitted =
            new ManyToOneConcurrentArrayQueue<>(ROOM);
    private final Completions completions = new Completions(ROOM);
    private final List<EventFeed> feeds = new CopyOnWriteArrayList<>();

    /** Oldest first, as all commands have the same timeout. */
    private final Deque<Outgoing> unsent = new ArrayDeque<>();

    private final Long2ObjectHashMap<Outgoing> unanswered = new Long2ObjectHashMap<>();
    private final IdleStrategy idle = Idle.backoff();
    private long lastCorrelation;
    private long nextLookNanos = System.nanoTime();
    private boolean wasConnected;
    private boolean clockDue;
    private volatile boolean running = true;

    /** The loop takes nothing more. */
    private volatile boolean ended;

    private volatile boolean resting;
    private final Thread thread;

    ClientLoop(EngineClientConfig config) {
        this.config = config;
        this.timeoutNanos = config.timeout().toNanos();
        this.late = new EngineReply.Unknown("no reply within " + config.timeout());
        this.connection = Connection.to(config.address(), this);
        this.thread = Thread.ofPlatform().daemon().name("engine-client").unstarted(this);
    }

    void start() {
        thread.start();
    }

    /** Takes a request for a command, whose correlation it sets. */
    CompletableFuture<EngineReply> submit(MutableDirectBuffer request) {
        Outgoing outgoing = new Outgoing(request);
        if (outstanding.incrementAndGet() > MAX_OUTSTANDING) {
            outgoing.outcome = new EngineReply.Unknown("too many commands wait, this was not sent");
            outgoing.run();
        } else if (!running || !submitted.offer(outgoing)) {
            outgoing.run();
        } else if (ended) {
            endSubmitted();
        } else if (resting) {
            LockSupport.unpark(thread);
        }
        return outgoing.reply;
    }

    /** Answers what was handed in and not taken when the loop ended. */
    private synchronized void endSubmitted() {
        submitted.drain(outgoing -> finish(outgoing, CLOSED));
        completions.finish();
    }

    void follow(EventFeed feed) {
        feeds.add(feed);
        feed.start();
    }

    /** Ends the loop, waiting for it for a while. */
    void stop(long atMostMillis) {
        running = false;
        LockSupport.unpark(thread);
        try {
            thread.join(atMostMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Not to be called by the client's thread: listeners may be waiting for it. */
    void endFeeds() {
        feeds.forEach(EventFeed::close);
    }

    @Override
    public void run() {
        try {
            while (running) {
                rest(turn());
            }
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "engine client stops", e);
            throw e;
        } finally {
            running = false;
            connection.close();
            loseConnection(CLOSED);
            unsent.forEach(outgoing -> finish(outgoing, CLOSED));
            unsent.clear();
            ended = true;
            endSubmitted();
        }
    }

    /** Whoever submits meanwhile wakes this thread. */
    private void rest(int work) {
        if (work > 0) {
            idle.reset();
            return;
        }
        resting = true;
        if (submitted.isEmpty()) {
            idle.idle();
        }
        resting = false;
    }

    private int turn() {
        int work = connection.poll();
        noticeConnection();
        work += takeSubmitted();
        if (connection.isConnected()) {
            work += sendClock() ? sendUnsent() + fetch() : 0;
        }
        lookForLate();
        completions.keepGoing();
        return work;
    }

    private void noticeConnection() {
        boolean connected = connection.isConnected();
        if (connected && !wasConnected) {
            LOG.log(Level.INFO, "connected to the engine");
            clockDue = config.clock() != null;
            feeds.forEach(EventFeed::newSession);
        } else if (!connected && wasConnected) {
            LOG.log(Level.INFO, "connection to the engine lost");
            loseConnection(new EngineReply.Unknown("the connection broke before the reply"));
        }
        wasConnected = connected;
    }

    private void loseConnection(EngineReply reply) {
        unanswered.values().forEach(outgoing -> finish(outgoing, reply));
        unanswered.clear();
    }

    private int takeSubmitted() {
        return submitted.drainTo(unsent, SENDS_PER_TURN);
    }

    /** Nothing goes out before the clock is set. */
    private boolean sendClock() {
        if (clockDue && config.clock() != null) {
            clockDue = !send(Protocol.encodeCommand(config.clock()));
        }
        return !clockDue;
    }

    private int sendUnsent() {
        int count = 0;
        while (count < SENDS_PER_TURN && !unsent.isEmpty()) {
            if (!send(unsent.getFirst().request)) {
                return count;
            }
            unanswered.put(lastCorrelation, unsent.removeFirst());
            count++;
        }
        return count;
    }

    /** Sends a request for a command under a number of its own, {@link #lastCorrelation}. */
    private boolean send(MutableDirectBuffer request) {
        lastCorrelation++;
        Protocol.correlation(request, lastCorrelation);
        return connection.offer(request, request.capacity());
    }

    private int fetch() {
        int count = 0;
        for (EventFeed feed : feeds) {
            if (feed.isFetchDue()) {
                int length = Protocol.encodeEventsRequest(out, feed.taken());
                if (connection.offer(out, length)) {
                    feed.fetchSent();
                    count++;
                }
            }
        }
        return count;
    }

    private void lookForLate() {
        long now = System.nanoTime();
        if (now - nextLookNanos < 0) {
            return;
        }
        nextLookNanos = now + LOOK_FOR_LATE_NANOS;
        feeds.removeIf(EventFeed::isOver);
        while (!unsent.isEmpty() && isLate(unsent.getFirst(), now)) {
            finish(unsent.removeFirst(), late);
        }
        var waiting = unanswered.values().iterator();
        while (waiting.hasNext()) {
            Outgoing outgoing = waiting.next();
            if (isLate(outgoing, now)) {
                waiting.remove();
                finish(outgoing, late);
            }
        }
    }

    private static boolean isLate(Outgoing outgoing, long now) {
        return now - outgoing.deadlineNanos >= 0;
    }

    private void finish(Outgoing outgoing, EngineReply reply) {
        outgoing.outcome = reply;
        completions.add(outgoing);
    }

    @Override
    public void onMessage(
            long sessionId,
            long timestamp,
            DirectBuffer buffer,
            int offset,
            int length,
            Header header) {
        Message message;
        try {
            message = Protocol.decode(buffer, offset, length);
        } catch (IllegalArgumentException e) {
            LOG.log(Level.WARNING, "a message of the engine was not understood", e);
            return;
        }
        switch (message) {
            case Message.Reply(long correlation, EngineReply reply) -> {
                Outgoing outgoing = unanswered.remove(correlation);
                if (outgoing != null) {
                    finish(outgoing, reply);
                }
            }
            case Message.Events(long firstRetained, long latest, EventBatch events) ->
                    feeds.forEach(feed -> feed.offer(firstRetained, latest, events));
        }
    }

    /** What the former leader did not answer, no one will. */
    @Override
    public void onNewLeader(
            long sessionId, long leadershipTermId, int leaderMemberId, String ingressEndpoints) {
        loseConnection(new EngineReply.Unknown("the leader changed before the reply"));
        clockDue = config.clock() != null;
        feeds.forEach(EventFeed::fetchNow);
    }
}
