package energy.peerwatt.web.ingest;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.headend.DeviceReportResult;
import energy.peerwatt.metering.headend.IntakeResult;
import energy.peerwatt.metering.headend.RefusalReason;
import energy.peerwatt.metering.headend.store.DeviceConditions;
import energy.peerwatt.metering.headend.store.HeadEnd;
import energy.peerwatt.metering.protocol.BlockTopics;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.stage.Stage;
import energy.peerwatt.web.status.StatusBoard;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes gateways' signed blocks from the broker, those of one gateway one after the other and those
 * of several at once, and answers each after its readings are committed. Takes live telemetry and
 * reports about devices along.
 *
 * <p>A block that is lost on the way, here or at the broker, was not answered, so its gateway sends
 * it again. Belongs to the thread of its {@link Stage}; several processes share the blocks.
 */
@Singleton
public final class Intake implements Stage.Step, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Intake.class);

    private static final String SHARED_BLOCKS = "$share/ingest/" + BlockTopics.ALL_BLOCKS;
    private static final String SHARED_EVENTS = "$share/ingest/" + BlockTopics.ALL_EVENTS;
    private static final int RECEIVE_MAXIMUM = BrokerSession.RECEIVE_MAXIMUM;
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration UNTIL_OPENED = Duration.ofMillis(100);
    private static final Duration NEXT_LOOK = Duration.ofMillis(500);

    private record Received(String topic, MqttMessage message) {

        byte[] payload() {
            return message.getPayload();
        }
    }

    private record Taken(String topic, IntakeResult result) {}

    private final Parts parts;

    /** This process's own at the broker; a connection of it that hangs is ended by the next one. */
    private final String clientId = "market-ingest-" + UUID.randomUUID();

    private final HeadEnd headEnd;
    private final DeviceConditions devices;
    private final LiveState live;
    private final LiveRights rights;
    private final MarketClock clock;
    private final StatusBoard status;
    private final boolean opensLater;
    private final BlockingQueue<Received> blocks = new ArrayBlockingQueue<>(2 * RECEIVE_MAXIMUM);
    private final BlockingQueue<Received> reports = new ArrayBlockingQueue<>(2 * RECEIVE_MAXIMUM);
    private @Nullable BrokerSession session;

    public Intake(
            Parts parts,
            MarketConfig config,
            HeadEnd headEnd,
            DeviceConditions devices,
            LiveState live,
            LiveRights rights,
            MarketClock clock,
            StatusBoard status) {
        this.parts = parts;
        this.headEnd = headEnd;
        this.devices = devices;
        this.live = live;
        this.rights = rights;
        this.clock = clock;
        this.status = status;
        this.opensLater = config.demo().dir().isPresent();
    }

    @Override
    public Duration run() throws InterruptedException {
        try {
            if (session == null || !session.isConnected()) {
                close();
                connect();
            }
            rights.refresh();
            if (opensLater && !status.isReady()) {
                // Blocks wait in the queue until the gateway's key is registered.
                return UNTIL_OPENED;
            }
            Received first = blocks.poll(NEXT_LOOK.toMillis(), TimeUnit.MILLISECONDS);
            if (first != null) {
                List<Received> waiting = new ArrayList<>(RECEIVE_MAXIMUM);
                waiting.add(first);
                blocks.drainTo(waiting, RECEIVE_MAXIMUM - 1);
                take(waiting);
            }
            for (Received report = reports.poll(); report != null; report = reports.poll()) {
                takeReport(report);
            }
            return Duration.ZERO;
        } catch (MqttException e) {
            throw new MarketException(
                    ErrorCode.BROKER_UNAVAILABLE, parts.brokerLogin().toString(), e);
        }
    }

    private void connect() throws MqttException {
        BrokerSession fresh = BrokerSession.connect(parts.brokerLogin(), clientId, this::arrived);
        session = fresh;
        fresh.subscribe(SHARED_BLOCKS, 1);
        fresh.subscribe(SHARED_EVENTS, 1);
        fresh.subscribe(BlockTopics.ALL_LIVE, 0);
    }

    private void takeReport(Received report) {
        DeviceReportResult result =
                devices.accept(report.payload(), clock.now()).await().atMost(COMMIT_TIMEOUT);
        switch (result) {
            case DeviceReportResult.Refused(RefusalReason reason, String text) ->
                    LOG.warnf("report on %s refused: %s, %s", report.topic(), reason, text);
            case DeviceReportResult.Taken told when told.changes() > 0 ->
                    LOG.infof(
                            "gateway %s: %d devices changed their state",
                            told.gatewayId(), told.changes());
            case DeviceReportResult.Taken _ -> {}
        }
    }

    private void take(List<Received> waiting) throws MqttException {
        Queue<Taken> taken = new ConcurrentLinkedQueue<>();
        List<Uni<Void>> gateways =
                waiting.stream().collect(Collectors.groupingBy(Received::topic)).values().stream()
                        .map(own -> take(own, taken))
                        .toList();
        try {
            Uni.join().all(gateways).andCollectFailures().await().atMost(COMMIT_TIMEOUT);
        } finally {
            // Also if others failed: what is committed is answered.
            for (Taken one : taken) {
                answer(one);
            }
        }
    }

    /** Blocks of one gateway, in the order in which it sent them. */
    private Uni<Void> take(List<Received> own, Queue<Taken> taken) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (Received received : own) {
            done =
                    done.chain(() -> headEnd.accept(received.payload(), clock.now()))
                            .invoke(result -> taken.add(new Taken(received.topic(), result)))
                            .replaceWithVoid();
        }
        return done;
    }

    private void answer(Taken taken) throws MqttException {
        if (taken.result() instanceof IntakeResult.Refused refused) {
            LOG.warnf(
                    "block on %s refused: %s, %s", taken.topic(), refused.reason(), refused.text());
        }
        if (taken.result().answer().isPresent() && session != null) {
            IntakeResult.Answer answer = taken.result().answer().get();
            byte[] payload = answer.acknowledgement().toJson().getBytes(StandardCharsets.UTF_8);
            session.publish(answer.topics().ack(), payload);
        }
    }

    /** Disconnects; what was received and not taken is sent again by its gateway. */
    @Override
    public void close() {
        BrokerSession open = session;
        session = null;
        blocks.clear();
        reports.clear();
        if (open != null) {
            open.close();
        }
    }

    /** Called on the broker session's thread. */
    private void arrived(String topic, MqttMessage message) throws InterruptedException {
        if (topic.endsWith("/up/block")) {
            // Waiting here stops the broker from sending more than can be taken.
            blocks.put(new Received(topic, message));
            return;
        }
        if (topic.endsWith("/up/event")) {
            if (!reports.offer(new Received(topic, message))) {
                LOG.debugf("report on %s left out: the gateway repeats itself", topic);
            }
            return;
        }
        live.take(gatewayOf(topic), rights.known(), message.getPayload());
    }

    /** The broker lets a gateway write to its own topics only. */
    private static String gatewayOf(String topic) {
        return topic.split("/", -1)[2];
    }
}
