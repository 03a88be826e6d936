package energy.peerwatt.edge.control;

import energy.peerwatt.edge.mqtt.Backoff;
import energy.peerwatt.edge.mqtt.MqttAddress;
import energy.peerwatt.edge.mqtt.MqttSession;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.BlockTopics;
import energy.peerwatt.metering.protocol.SetpointReport;
import energy.peerwatt.metering.protocol.SetpointSigner;
import energy.peerwatt.metering.protocol.SetpointTarget;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Brings plans from the market's broker to the desk and reports back. A connection of its own, so
 * that neither a backlog of readings delays a command nor the other way round.
 *
 * <p>Nothing depends on it being there: plans go on without it, and when it is back it tells of
 * every device how things stand.
 */
public final class ControlLink implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ControlLink.class);
    private static final Duration CLOSING_TIME = Duration.ofSeconds(1);
    private static final long NEXT_LOOK_MILLIS = 50;
    private static final int WAITING_PLANS = 100;

    /** Reports about different plans are all sent, of those about one plan only the newest. */
    private record Subject(SetpointTarget target, long plan) {}

    private final MqttAddress broker;
    private final BlockTopics topics;
    private final SetpointSigner signer;
    private final ControlDesk desk;
    private final BlockingQueue<byte[]> plans = new ArrayBlockingQueue<>(WAITING_PLANS);

    /** Guarded by itself. */
    private final Map<Subject, SetpointReport> reports = new LinkedHashMap<>();

    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /** Starts connecting. */
    public ControlLink(
            MqttAddress broker, String gatewayId, SetpointSigner signer, ControlDesk desk) {
        this.broker = broker;
        this.topics = new BlockTopics(gatewayId);
        this.signer = signer;
        this.desk = desk;
        desk.listen(this::send);
        thread = Thread.ofVirtual().name("control-link").start(this::run);
    }

    /** Stops at once. */
    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            thread.join(CLOSING_TIME);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(SetpointReport report) {
        Subject subject = new Subject(report.target(), report.plan());
        synchronized (reports) {
            SetpointReport waiting = reports.get(subject);
            if (waiting == null || waiting.revision() < report.revision()) {
                reports.put(subject, report);
            }
        }
    }

    private void run() {
        Backoff backoff = new Backoff(RandomGenerator.getDefault());
        try {
            do {
                try (MqttSession session = MqttSession.connect(broker, this::onMessage)) {
                    session.subscribe(topics.command(), 1);
                    backoff.reset();
                    LOG.infof("control link to %s: connected", broker.url());
                    desk.reports().forEach(this::send);
                    pump(session);
                } catch (MarketException e) {
                    LOG.warnf("control link: %s", e.getMessage());
                }
            } while (!closing.await(backoff.pause().toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            LOG.debug("control link stopped");
        }
    }

    /** A retained plan may be old, but a plan says itself until when it holds. */
    private void onMessage(String topic, byte[] payload, boolean retained) {
        if (topic.equals(topics.command()) && !plans.offer(payload)) {
            LOG.warn("too many plans at once: the market will send this one again");
        }
    }

    private void pump(MqttSession session) throws InterruptedException {
        while (session.isConnected() && closing.getCount() > 0) {
            byte[] plan = plans.poll(NEXT_LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (plan != null) {
                take(plan);
            }
            publish(session);
        }
    }

    private void take(byte[] plan) {
        try {
            desk.accept(plan);
        } catch (MarketException e) {
            LOG.errorf(e, "a plan could not be kept");
        }
    }

    private void publish(MqttSession session) {
        Map<Subject, SetpointReport> due;
        synchronized (reports) {
            due = new LinkedHashMap<>(reports);
        }
        due.forEach((subject, report) -> {
            session.publish(topics.setpoint(), signer.sign(report));
            synchronized (reports) {
                reports.remove(subject, report);
            }
        });
    }
}
