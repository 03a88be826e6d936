package energy.peerwatt.edge.mqtt;

import energy.peerwatt.edge.device.DeviceEntry;
import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.device.SampleSink;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.time.MarketClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private static final Map<String, MeterDialect> DIALECTS =
            Map.of("tasmota", new TasmotaDialect(), "shelly-gen2", new ShellyDialect());

    private static final Duration CLOSING_TIME = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private record Meter(MeteringPointId point, MeterDialect dialect) {}

    private final MqttAddress broker;
    private final MarketClock clock;
    private final SampleSink sink;
    private final Map<String, List<Meter>> metersByTopic;

    /** Interrupts alone do not do: Paho swallows them. */
    private final CountDownLatch closing = new CountDownLatch(1);

    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private final Thread thread;

    /**
     * Starts listening, in the background.
     *
     * @param devices those with an MQTT connection
     * @throws IllegalArgumentException if a driver is not known
     */
    public MqttMeters(
            MqttAddress broker, List<DeviceEntry> devices, MarketClock clock, SampleSink sink) {
        this.broker = broker;
        this.clock = clock;
        this.sink = sink;
        metersByTopic = metersByTopic(devices);
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

    /** Decodes a message as it came from a topic; for tests of dialects. */
    static MeterMessage decode(String driver, byte[] payload, boolean retained) {
        return decode(dialect(driver), payload, retained);
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
            for (String topic : metersByTopic.keySet()) {
                session.subscribe(topic, 1);
            }
            backoff.reset();
            LOG.infof(
                    "device broker %s: listening to %d topics", broker.url(), metersByTopic.size());
            boolean ends = false;
            while (!ends && session.isConnected()) {
                ends = closing.await(LOOK_AGAIN.toNanos(), TimeUnit.NANOSECONDS);
            }
        }
    }

    private void onMessage(String topic, byte[] payload, boolean retained) {
        Instant arrival = clock.now().truncatedTo(ChronoUnit.MILLIS);
        for (Meter meter : metersByTopic.getOrDefault(topic, List.of())) {
            switch (decode(meter.dialect(), payload, retained)) {
                case MeterMessage.Decoded(var sample) -> take(meter, arrival, sample);
                case MeterMessage.Refused(var reason) -> warnOnce(topic, reason);
            }
        }
    }

    private void take(Meter meter, Instant arrival, DeviceSample sample) {
        try {
            sink.accept(meter.point(), arrival, false, sample);
        } catch (MarketException e) {
            // The spool has said so, loudly; there is nobody here who could be asked to wait.
            LOG.debugf(e, "sample of %s not kept", meter.point());
        }
    }

    /** A meter repeats its message every few seconds; the log must not. */
    private void warnOnce(String topic, MeterMessage.Reason reason) {
        if (reason != MeterMessage.Reason.RETAINED && warned.add(topic + reason)) {
            LOG.warnf("%s: message refused, %s (said once)", topic, reason);
        }
    }

    private static MeterMessage decode(MeterDialect dialect, byte[] payload, boolean retained) {
        return retained
                ? new MeterMessage.Refused(MeterMessage.Reason.RETAINED)
                : dialect.decode(payload);
    }

    private static Map<String, List<Meter>> metersByTopic(List<DeviceEntry> devices) {
        Map<String, List<Meter>> meters = new HashMap<>();
        for (DeviceEntry device : devices) {
            if (device.connection() instanceof DeviceEntry.Connection.Mqtt(String configured, _)) {
                MeterDialect dialect = dialect(device.driver());
                for (String topic : dialect.topics(configured)) {
                    meters.computeIfAbsent(topic, _ -> new ArrayList<>())
                            .add(new Meter(device.meteringPoint(), dialect));
                }
            }
        }
        return meters;
    }

    private static MeterDialect dialect(String driver) {
        MeterDialect dialect = DIALECTS.get(driver);
        if (dialect == null) {
            throw new IllegalArgumentException("no MQTT driver " + driver);
        }
        return dialect;
    }
}
