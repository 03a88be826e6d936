package energy.peerwatt.matching.cluster;

import energy.peerwatt.book.LadderOrderBook;
import energy.peerwatt.matching.Answer;
import energy.peerwatt.matching.MatchingEngine;
import energy.peerwatt.matching.WireReader;
import energy.peerwatt.matching.WireWriter;
import energy.peerwatt.matching.sbe.StateReportDecoder;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Publication;
import io.aeron.cluster.codecs.CloseReason;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.logbuffer.Header;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentTerminationException;
import org.jspecify.annotations.Nullable;

/**
 * Feeds the sequenced log to the matching engine and sends what comes out. Runs on the service
 * thread of the cluster.
 *
 * <p>Nothing here waits for a client: what does not fit into the buffer between a client and the
 * node, because the client takes nothing, is dropped. A lost reply times out at the client, lost
 * events are fetched again.
 */
final class EngineService implements ClusteredService {

    private static final long GATE_TIMER = 1;

    /** The first ones may fail because a part of a client's buffer has to be cleaned first. */
    private static final int ATTEMPTS = 3;

    private final EngineNodeConfig config;
    private final int version;
    private final StateCheck check;
    private final StateReporter reporter;
    private final Consumer<Throwable> onFailure;
    private final AtomicLong handled = new AtomicLong();
    private final AtomicLong snapshots = new AtomicLong();
    private final RequestView request = new RequestView();
    private final NodeMessage message = new NodeMessage();
    private final ServiceState state = new ServiceState();
    private MatchingEngine engine;
    private @Nullable Cluster cluster;
    private @Nullable EngineCounters counters;

    private long scheduledGate = Long.MAX_VALUE;

    /** Number of requests in the log after which the state is compared next. */
    private long nextCheck;

    /** Sequence of the latest event that was sent to the followers. */
    private long published;

    /**
     * Not started yet.
     *
     * @param version of the state machine
     */
    EngineService(
            EngineNodeConfig config,
            int version,
            StateReporter reporter,
            Consumer<Throwable> onFailure) {
        this.config = config;
        this.version = version;
        this.check = new StateCheck(config.members().size());
        this.reporter = reporter;
        this.onFailure = onFailure;
        this.engine = new MatchingEngine(new LadderOrderBook(), retainedEvents());
        this.nextCheck = config.replicated().commandsPerCheck();
    }

    private int retainedEvents() {
        return config.replicated().retainedEvents();
    }

    /** Number of requests handled since the start, replayed ones included. Any thread. */
    long handledRequests() {
        return handled.get();
    }

    /** Number of snapshots taken since the start. Any thread. */
    long snapshotsTaken() {
        return snapshots.get();
    }

    @Override
    public void onStart(Cluster newCluster, @Nullable Image snapshotImage) {
        cluster = newCluster;
        counters = new EngineCounters(newCluster.aeron());
        if (snapshotImage != null) {
            guard(() -> load(SnapshotStream.read(snapshotImage, newCluster.idleStrategy())));
        }
    }

    @Override
    public void onSessionOpen(ClientSession session, long timestamp) {}

    @Override
    public void onSessionClose(ClientSession session, long timestamp, CloseReason reason) {
        state.unfollow(session.id());
    }

    @Override
    public void onSessionMessage(
            ClientSession session,
            long timestamp,
            DirectBuffer buffer,
            int offset,
            int length,
            Header header) {
        if (!request.wrap(buffer, offset, length)) {
            // Not from our client: its sender gets no answer.
            return;
        }
        if (request.isStateReport()) {
            guard(this::compareReport);
            return;
        }
        handle(session, timestamp, buffer);
        handled.lazySet(handled.getPlain() + 1);
        state.sequenced++;
        counters().commands(state.sequenced);
        if (state.sequenced == nextCheck) {
            guard(this::checkState);
        }
    }

    /** Hashes the state for the comparison with the other members. */
    private void checkState() {
        long hash = engine.stateHash();
        counters().stateHash(state.sequenced, hash);
        check.own(state.sequenced, hash);
        reporter.report(state.sequenced, hash);
        nextCheck += config.replicated().commandsPerCheck();
    }

    private void compareReport() {
        StateReportDecoder report = request.stateReport();
        check.reported(report.member(), report.commands(), report.stateHash());
        if (report.member() == config.memberId()) {
            reporter.confirm(report.commands());
        }
    }

    @Override
    public void onTimerEvent(long correlationId, long timestamp) {
        guard(() -> {
            requireOwnVersion();
            engine.onTime(timestamp);
            publish();
            scheduleGate();
        });
    }

    @Override
    public void onNewLeadershipTermEvent(
            long leadershipTermId,
            long logPosition,
            long timestamp,
            long termBaseLogPosition,
            int leaderMemberId,
            int logSessionId,
            TimeUnit timeUnit,
            int appVersion) {
        state.version = StateMachineVersion.decode(appVersion);
        engine.onInterruption();
        scheduledGate = Long.MAX_VALUE;
    }

    @Override
    public void onTakeSnapshot(ExclusivePublication publication) {
        guard(() -> {
            WireWriter out = new WireWriter();
            state.write(out);
            engine.writeSnapshot(out);
            SnapshotStream.write(publication, out, cluster().idleStrategy());
            counters().stateHash(state.sequenced, engine.stateHash());
            counters().snapshot(state.sequenced);
        });
        snapshots.incrementAndGet();
    }

    @Override
    public void onRoleChange(Cluster.Role newRole) {}

    @Override
    public void onTerminate(Cluster terminated) {}

    private void load(WireReader snapshot) {
        state.read(snapshot);
        engine = MatchingEngine.load(snapshot, new LadderOrderBook(), retainedEvents());
        published = engine.lastSequence();
        counters().snapshot(state.sequenced);
        long interval = config.replicated().commandsPerCheck();
        nextCheck = state.sequenced / interval * interval + interval;
    }

    private void handle(ClientSession session, long timestamp, DirectBuffer buffer) {
        try {
            requireOwnVersion();
            if (request.isCommand()) {
                apply(session, timestamp, buffer);
            } else {
                state.follow(session.id());
                if (isHeard()) {
                    message.events(engine.retained(), request.after());
                    send(session);
                }
            }
        } catch (RuntimeException | Error e) {
            throw stop(e);
        }
    }

    /** What another state machine did or will do with the log, this one must not guess. */
    private void requireOwnVersion() {
        if (state.version != version) {
            throw new OtherVersionException(state.version, version);
        }
    }

    private void apply(ClientSession session, long timestamp, DirectBuffer buffer) {
        Answer answer =
                engine.apply(timestamp, buffer, request.commandOffset(), request.commandLength());
        if (isHeard()) {
            reply(session, answer);
        }
        publish();
        scheduleGate();
    }

    private void reply(ClientSession session, Answer answer) {
        long correlation = request.correlation();
        switch (answer.kind()) {
            case EVENT ->
                    message.reply(correlation, answer.buffer(), answer.offset(), answer.length());
            case DONE -> message.done(correlation);
            case REFUSED -> message.refused(correlation, answer.reason());
        }
        send(session);
    }

    /** Whether anything that is sent reaches anybody: not while this node replays or follows. */
    private boolean isHeard() {
        return cluster().role() == Cluster.Role.LEADER;
    }

    private void publish() {
        if (state.followers() == 0 || !isHeard()) {
            published = engine.lastSequence();
        }
        while (published < engine.lastSequence()) {
            published = message.events(engine.retained(), published);
            for (int i = 0; i < state.followers(); i++) {
                ClientSession session = cluster().getClientSession(state.follower(i));
                if (session != null) {
                    send(session);
                }
            }
        }
    }

    private void send(ClientSession session) {
        long result = Publication.ADMIN_ACTION;
        for (int i = 0; i < ATTEMPTS && result == Publication.ADMIN_ACTION; i++) {
            result = session.offer(message.buffer(), 0, message.length());
        }
    }

    /** One timer serves all gates: it is set to the next one whenever that changes. */
    private void scheduleGate() {
        long next = engine.nextDueLogTime();
        if (next == scheduledGate || next == Long.MAX_VALUE || next <= cluster().time()) {
            return;
        }
        while (!cluster().scheduleTimer(GATE_TIMER, next)) {
            cluster().idleStrategy().idle();
        }
        scheduledGate = next;
    }

    private EngineCounters counters() {
        EngineCounters current = counters;
        if (current == null) {
            throw new IllegalStateException("the service was not started");
        }
        return current;
    }

    private Cluster cluster() {
        Cluster current = cluster;
        if (current == null) {
            throw new IllegalStateException("the service was not started");
        }
        return current;
    }

    private void guard(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            throw stop(e);
        }
    }

    /** A wrong book is worse than a closed one: whatever goes wrong stops the node. */
    private AgentTerminationException stop(Throwable why) {
        if (why instanceof AgentTerminationException termination) {
            return termination;
        }
        onFailure.accept(why);
        return new AgentTerminationException(why);
    }
}
