package energy.peerwatt.matching.cluster;

import energy.peerwatt.matching.EngineCodec;
import energy.peerwatt.matching.cluster.Protocol.Message;
import io.aeron.cluster.client.EgressListener;
import io.aeron.logbuffer.Header;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.IdleStrategy;

/** The client's thread: sends what waits, receives, times out, fetches events. */
final class ClientLoop implements Runnable, EgressListener {

    private static final System.Logger LOG = System.getLogger(ClientLoop.class.getName());
    private static final int MAX_OUTSTANDING = 10_000;
    private static final int SENDS_PER_TURN = 100;

    private record Outgoing(
            DirectBuffer command, long deadlineNanos, CompletableFuture<EngineReply> reply) {}

    private static final EngineReply CLOSED = new EngineReply.Unknown("the client is closed");

    private final EngineClientConfig config;
    private final Connection connection;
    private final MutableDirectBuffer out = new ExpandableArrayBuffer();
    private final AtomicInteger outstanding = new AtomicInteger();
    private final ConcurrentLinkedQueue<Outgoing> submitted = new ConcurrentLinkedQueue<>();
    private final List<EventFeed> feeds = new CopyOnWriteArrayList<>();

    /** Oldest first, as all commands have the same timeout. */
    private final Deque<Outgoing> unsent = new ArrayDeque<>();

    private final Map<Long, Outgoing> unanswered = new LinkedHashMap<>();
    private long lastCorrelation;
    private boolean wasConnected;
    private boolean clockDue;
    private volatile boolean running = true;

    ClientLoop(EngineClientConfig config) {
        this.config = config;
        this.connection = Connection.to(config.address(), this);
    }

    /** Takes an encoded command. */
    CompletableFuture<EngineReply> submit(DirectBuffer command) {
        CompletableFuture<EngineReply> reply = new CompletableFuture<>();
        if (!running) {
            reply.complete(CLOSED);
        } else if (outstanding.incrementAndGet() > MAX_OUTSTANDING) {
            outstanding.decrementAndGet();
            reply.complete(new EngineReply.Unknown("too many commands wait, this was not sent"));
        } else {
            long deadline = System.nanoTime() + config.timeout().toNanos();
            Outgoing outgoing = new Outgoing(command, deadline, reply);
            submitted.add(outgoing);
            if (!running && submitted.remove(outgoing)) {
                finish(outgoing, CLOSED);
            }
        }
        return reply;
    }

    void follow(EventFeed feed) {
        feeds.add(feed);
        feed.start();
    }

    void stop() {
        running = false;
    }

    /** Not to be called by the client's thread: listeners may be waiting for it. */
    void endFeeds() {
        feeds.forEach(EventFeed::close);
    }

    @Override
    public void run() {
        IdleStrategy idle = Idle.backoff();
        try {
            while (running) {
                idle.idle(turn());
            }
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "engine client stops", e);
            throw e;
        } finally {
            running = false;
            connection.close();
            loseConnection(CLOSED);
            takeSubmitted();
            unsent.forEach(outgoing -> finish(outgoing, CLOSED));
            unsent.clear();
        }
    }

    private int turn() {
        int work = connection.poll();
        noticeConnection();
        work += takeSubmitted();
        if (connection.isConnected()) {
            work += sendClock() ? sendUnsent() + fetch() : 0;
        }
        expire();
        return work;
    }

    private void noticeConnection() {
        boolean connected = connection.isConnected();
        if (connected && !wasConnected) {
            LOG.log(Level.INFO, "connected to the engine");
            clockDue = config.clock() != null;
            feeds.forEach(EventFeed::fetchNow);
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
        int count = 0;
        for (Outgoing next = submitted.poll(); next != null; next = submitted.poll()) {
            unsent.add(next);
            count++;
        }
        return count;
    }

    /** Nothing goes out before the clock is set. */
    private boolean sendClock() {
        if (clockDue && config.clock() != null) {
            lastCorrelation++;
            DirectBuffer clock = EngineCodec.encode(config.clock());
            clockDue = !offer(Protocol.encodeCommand(out, lastCorrelation, clock));
        }
        return !clockDue;
    }

    private int sendUnsent() {
        int count = 0;
        while (count < SENDS_PER_TURN && !unsent.isEmpty()) {
            Outgoing next = unsent.getFirst();
            long correlation = lastCorrelation + 1;
            if (!offer(Protocol.encodeCommand(out, correlation, next.command()))) {
                return count;
            }
            lastCorrelation = correlation;
            unanswered.put(correlation, unsent.removeFirst());
            count++;
        }
        return count;
    }

    private int fetch() {
        feeds.removeIf(EventFeed::isOver);
        int count = 0;
        for (EventFeed feed : feeds) {
            if (feed.isFetchDue() && offer(Protocol.encodeEventsRequest(out, feed.taken()))) {
                feed.fetchSent();
                count++;
            }
        }
        return count;
    }

    private boolean offer(int length) {
        return connection.offer(out, length);
    }

    private void expire() {
        long now = System.nanoTime();
        EngineReply late = new EngineReply.Unknown("no reply within " + config.timeout());
        expire(unsent.iterator(), now, late);
        expire(unanswered.values().iterator(), now, late);
    }

    private void expire(Iterator<Outgoing> oldestFirst, long now, EngineReply late) {
        while (oldestFirst.hasNext()) {
            Outgoing outgoing = oldestFirst.next();
            if (now - outgoing.deadlineNanos() < 0) {
                return;
            }
            oldestFirst.remove();
            finish(outgoing, late);
        }
    }

    /** On a virtual thread, so that what depends on the reply cannot hold up this one. */
    private void finish(Outgoing outgoing, EngineReply reply) {
        outstanding.decrementAndGet();
        Thread.startVirtualThread(() -> outgoing.reply().complete(reply));
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
