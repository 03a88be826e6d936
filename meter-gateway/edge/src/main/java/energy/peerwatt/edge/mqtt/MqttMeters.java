package energy.peerwatt.edge.mqtt;

import energy.peerwatt.edge.device.DeviceEntry;
import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.device.SampleSink;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.health.DeviceHealth;
import energy.peerwatt.edge.payload.Arrival;
import energy.peerwatt.edge.payload.MeterMessage;
import energy.peerwatt.edge.payload.MqttDevice;
import energy.peerwatt.edge.payload.MqttDevices;
import energy.peerwatt.edge.payload.Publication;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.time.MarketClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Listens to all MQTT meters of one broker, for as long as it is open; connects again whenever the
 * connection is lost. The time of a reading is the market time of its arrival.
 */
public final class MqttMeters implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(MqttMeters.class);

    /** Part of a device's normal talk. */
    private static final Set<Refusal> SILENT =
            EnumSet.of(Refusal.RETAINED, Refusal.OTHER_QUANTITY, Refusal.ABSENT);

    private static final Duration CLOSING_TIME = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private record Meter(DeviceHealth health, MqttDevice device) {}

    private final MqttAddress broker;
    private final MarketClock clock;
    private final SampleSink sink;

    /** Guards the devices. */
    private final List<Meter> meters;

    /** Of each meter, as last asked. */
    private List<Set<String>> knownTopics = List.of();

    /** Who wants a topic, looked up once; forgotten when a device wants others. */
    private final Map<String, List<Meter>> metersByTopic = new HashMap<>();

    /** Interrupts alone do not do: Paho swallows them. */
    private final CountDownLatch closing = new CountDownLatch(1);

    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private final Thread thread;

    /**
     * Starts listening, in the background.
     *
     * @param devices those with an MQTT connection
     * @throws IllegalArgumentException if a driver is not known or its options are wrong
     */
    public MqttMeters(
            MqttAddress broker,
            Collection<DeviceHealth> devices,
            MarketClock clock,
            SampleSink sink) {
        this.broker = broker;
        this.clock = clock;
        this.sink = sink;
        meters = meters(devices);
        thread = Thread.ofVirtual().name("mqtt-meters").start(this::run);
    }

    /** Stops listening, within a second. */
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

    private void run() {
        Backoff backoff = new Backoff(RandomGenerator.getDefault());
        try {
            do {
                try {
                    listen(backoff);
                    LOG.infof("device broker %s: disconnected", broker.url());
                } catch (MarketException e) {
                    LOG.warnf("device broker: %s", e.getMessage());
                }
            } while (!closing.await(backoff.pause().toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            LOG.debug("no longer listening");
        }
    }

    private void listen(Backoff backoff) throws InterruptedException {
        try (MqttSession session = MqttSession.connect(broker, this::onMessage)) {
            synchronized (meters) {
                meters.forEach(meter -> meter.device().connected());
            }
            Set<String> subscribed = new HashSet<>();
            subscribe(session, subscribed);
            backoff.reset();
            LOG.infof("device broker %s: listening to %d topics", broker.url(), subscribed.size());
            boolean ends = false;
            while (!ends && session.isConnected()) {
                sendDue(session);
                ends = closing.await(LOOK_AGAIN.toNanos(), TimeUnit.NANOSECONDS);
                subscribe(session, subscribed);
            }
        }
    }

    /** Topics may be added by what a device says about itself. */
    private void subscribe(MqttSession session, Set<String> subscribed) {
        Set<String> wanted = new TreeSet<>();
        synchronized (meters) {
            List<Set<String>> topics =
                    meters.stream().map(meter -> meter.device().topics()).toList();
            topics.forEach(wanted::addAll);
            if (!topics.equals(knownTopics)) {
                knownTopics = topics;
                metersByTopic.clear();
            }
        }
        for (String topic : wanted) {
            if (session.isConnected() && subscribed.add(topic)) {
                session.subscribe(topic, 1);
            }
        }
    }

    private void sendDue(MqttSession session) {
        List<Publication> due = new ArrayList<>();
        synchronized (meters) {
            meters.forEach(meter -> due.addAll(meter.device().due(System.nanoTime(), clock.now())));
        }
        due.forEach(message -> session.offer(message.topic(), message.payload()));
    }

    private void onMessage(String topic, byte[] payload, boolean retained) {
        Instant at = clock.now().truncatedTo(ChronoUnit.MILLIS);
        Arrival arrival = new Arrival(topic, payload, retained, System.nanoTime());
        synchronized (meters) {
            List<Meter> wanting =
                    metersByTopic.computeIfAbsent(
                            topic,
                            _ ->
                                    meters.stream()
                                            .filter(meter -> meter.device().wants(topic))
                                            .toList());
            wanting.forEach(meter -> take(meter, at, arrival, topic));
        }
    }

    private void take(Meter meter, Instant at, Arrival arrival, String topic) {
        switch (meter.device().take(arrival)) {
            case MeterMessage.Decoded(var sample) -> take(meter, at, sample);
            case MeterMessage.Refused(var reason) -> refused(meter, topic, reason);
            case MeterMessage.Understood() -> {}
        }
    }

    private void take(Meter meter, Instant arrival, DeviceSample sample) {
        try {
            meter.health().good(arrival, sample);
            sink.accept(meter.health().device().meteringPoint(), arrival, false, sample);
        } catch (MarketException e) {
            // The spool has said so, loudly; there is nobody here who could be asked to wait.
            LOG.debugf(e, "sample of %s not kept", meter.health().name());
        }
    }

    /** A meter repeats its message every few seconds; the log must not. */
    private void refused(Meter meter, String topic, Refusal reason) {
        if (SILENT.contains(reason)) {
            return;
        }
        String kind = reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
        meter.health().failed("refused-" + kind, true);
        if (warned.add(topic + reason)) {
            LOG.warnf("%s: message refused, %s (said once)", topic, reason);
        }
    }

    private static List<Meter> meters(Collection<DeviceHealth> devices) {
        List<Meter> meters = new ArrayList<>();
        for (DeviceHealth health : devices) {
            DeviceEntry device = health.device();
            if (device.connection() instanceof DeviceEntry.Connection.Mqtt connection) {
                meters.add(new Meter(health, MqttDevices.of(device, connection)));
            }
        }
        return List.copyOf(meters);
    }
}
