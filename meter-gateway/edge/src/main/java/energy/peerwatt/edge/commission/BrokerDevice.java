package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.mqtt.MqttAddress;
import energy.peerwatt.edge.mqtt.MqttSession;
import energy.peerwatt.edge.payload.Publication;
import energy.peerwatt.time.ScaledMarketClock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One device at a broker, listened to as the gateway does. Used by one thread. */
final class BrokerDevice implements Sighting.Source {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final HeardDevice device;
    private final MqttSession session;
    private final Set<String> subscribed = new HashSet<>();
    private final BlockingQueue<Sighting> heard = new LinkedBlockingQueue<>();

    /**
     * Listens.
     *
     * @throws energy.peerwatt.market.MarketException {@code BROKER_UNAVAILABLE}
     */
    BrokerDevice(
            MqttAddress broker,
            String driver,
            String topic,
            Map<String, String> options,
            DeviceRole role) {
        device = new HeardDevice(driver, topic, options, role);
        session = MqttSession.connect(broker, this::onMessage);
        keepTalking();
    }

    @Override
    public Optional<Sighting> next(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (System.nanoTime() - deadline < 0) {
            keepTalking();
            Sighting next = heard.poll(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            if (next != null) {
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    /** Messages that were refused so far, by reason. */
    Map<Refusal, Integer> refusals() {
        synchronized (device) {
            Map<Refusal, Integer> refusals = new EnumMap<>(Refusal.class);
            refusals.putAll(device.refusals());
            return refusals;
        }
    }

    @Override
    public void close() {
        session.close();
    }

    /** Topics may be added by what a device says about itself. */
    private void keepTalking() {
        Set<String> wanted;
        List<Publication> due;
        synchronized (device) {
            wanted = Set.copyOf(device.topics());
            due = device.due(System.nanoTime(), ScaledMarketClock.realTime().now());
        }
        for (String topic : wanted) {
            if (subscribed.add(topic)) {
                session.subscribe(topic, 1);
            }
        }
        due.forEach(message -> session.offer(message.topic(), message.payload()));
    }

    private void onMessage(String topic, byte[] payload, boolean retained) {
        long now = System.nanoTime();
        synchronized (device) {
            if (device.take(topic, payload, retained, now)) {
                heard.add(new Sighting(now, device.sample()));
            }
        }
    }
}
