package energy.peerwatt.edge.health;

import energy.peerwatt.edge.device.DeviceEntry;
import energy.peerwatt.edge.device.DeviceEntry.Connection;
import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.device.LiveQuantity;
import energy.peerwatt.time.MarketClock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one device did since the program started. Thread-safe. */
public final class DeviceHealth {

    private static final int WINDOW = 64;
    private static final long MICRO = 1_000;
    private static final Duration[] LATENCIES = {
        Duration.ofMillis(10),
        Duration.ofMillis(30),
        Duration.ofMillis(100),
        Duration.ofMillis(300),
        Duration.ofSeconds(1),
        Duration.ofSeconds(3)
    };

    /** Below this an inverter is about to go to sleep. */
    private static final long DUSK_WATTS = 50;

    /** Market time: longer than the longest night where people trade power. */
    private static final Duration NIGHT = Duration.ofHours(20);

    private final DeviceEntry device;
    private final MarketClock clock;
    private final long patienceNanos;
    private final MeterRegistry registry;
    private final Tags tags;
    private final Timer latency;

    // Guarded by this.
    private final long[] latencies = new long[WINDOW];
    private final Map<String, Long> failures = new TreeMap<>();
    private long answers;
    private long polls;
    private boolean leftAlone;
    private boolean isAwake;
    private DeviceState state = DeviceState.WAITING;
    private Instant since;
    private @Nullable Instant lastGood;
    private long lastGoodNanos;
    private long lastRefusedNanos;
    private boolean wasRefused;

    /**
     * A device of which nothing is known.
     *
     * @param patience wall time without a good value until it counts as silent
     * @param registry gets the device's metrics
     */
    public DeviceHealth(
            DeviceEntry device, Duration patience, MarketClock clock, MeterRegistry registry) {
        this.device = device;
        this.clock = clock;
        this.registry = registry;
        patienceNanos = patience.toNanos();
        since = clock.now();
        lastGoodNanos = System.nanoTime();
        tags =
                Tags.of(
                        "point", device.meteringPoint().value(),
                        "role", device.role().name(),
                        "address", address(device));
        latency =
                Timer.builder("gateway.device.latency")
                        .description("Time from a question to its answer")
                        .tags(tags)
                        .serviceLevelObjectives(LATENCIES)
                        .register(registry);
        bind();
    }

    public DeviceEntry device() {
        return device;
    }

    /** For people: what it is and where. */
    public String name() {
        return device.meteringPoint() + " " + device.role() + " at " + address(device);
    }

    /** A value came as the answer to a question. */
    public synchronized void answered(Instant at, DeviceSample sample, long latencyNanos) {
        latencies[(int) (answers++ % WINDOW)] = latencyNanos;
        latency.record(Duration.ofNanos(latencyNanos));
        good(at, sample);
    }

    /**
     * A value came.
     *
     * @param at market time
     */
    public synchronized void good(Instant at, DeviceSample sample) {
        polls++;
        leftAlone = false;
        lastGood = at;
        lastGoodNanos = System.nanoTime();
        wasRefused = false;
        Long solar = sample.live().get(LiveQuantity.SOLAR_W);
        isAwake = solar == null || solar >= DUSK_WATTS;
    }

    /**
     * There was no value.
     *
     * @param kind short and without spaces; of few, it is a label
     * @param hasAnswered whether something came that is no value
     */
    public synchronized void failed(String kind, boolean hasAnswered) {
        polls++;
        failures.merge(kind, 1L, Long::sum);
        registry.counter("gateway.device.errors", tags.and("kind", kind)).increment();
        wasRefused = hasAnswered;
        lastRefusedNanos = System.nanoTime();
    }

    /** It failed and is not asked for a while. */
    public synchronized void leftAlone() {
        leftAlone = true;
    }

    public synchronized DeviceStatus status() {
        return new DeviceStatus(
                device,
                state,
                since,
                Optional.ofNullable(lastGood),
                leftAlone,
                polls,
                failures,
                answers == 0 ? Optional.empty() : Optional.of(quantiles()));
    }

    /**
     * Looks at the clock.
     *
     * @return whether the state is another one now
     */
    synchronized boolean watch(long nowNanos) {
        DeviceState next = judge(nowNanos);
        if (next == state) {
            return false;
        }
        boolean wasGood = state == DeviceState.GOOD || state == DeviceState.WAITING;
        if (next == DeviceState.GOOD) {
            since = clock.now();
        } else if (wasGood && lastGood != null) {
            since = lastGood;
        }
        state = next;
        return true;
    }

    private DeviceState judge(long nowNanos) {
        if (nowNanos - lastGoodNanos < patienceNanos) {
            return lastGood == null ? DeviceState.WAITING : DeviceState.GOOD;
        }
        if (isAsleep()) {
            return state;
        }
        // A device that is asked would have failed otherwise since; one that publishes would not.
        boolean isAsked = device.connection() instanceof Connection.Modbus;
        boolean refuses = wasRefused && (isAsked || nowNanos - lastRefusedNanos < patienceNanos);
        return refuses ? DeviceState.REFUSING : DeviceState.SILENT;
    }

    /** Inverters that live on the sun go off at night. */
    private boolean isAsleep() {
        Instant from = lastGood == null ? since : lastGood;
        return device.role() == DeviceRole.INVERTER
                && !isAwake
                && state != DeviceState.SILENT
                && state != DeviceState.REFUSING
                && clock.now().isBefore(from.plus(NIGHT));
    }

    private DeviceStatus.Latency quantiles() {
        int count = (int) Math.min(answers, WINDOW);
        long[] sorted = Arrays.copyOf(latencies, count);
        Arrays.sort(sorted);
        return new DeviceStatus.Latency(
                sorted[count / 2] / MICRO,
                sorted[count * 95 / 100] / MICRO,
                sorted[count - 1] / MICRO);
    }

    private synchronized long polls() {
        return polls;
    }

    private synchronized boolean isLeftAlone() {
        return leftAlone;
    }

    private synchronized boolean isMissing() {
        return state == DeviceState.SILENT || state == DeviceState.REFUSING;
    }

    /** Wall seconds; not a number before the first good value. */
    private synchronized double ageSeconds() {
        return lastGood == null ? Double.NaN : (System.nanoTime() - lastGoodNanos) / 1e9;
    }

    /** Where a device is: host, port and unit, or topic. */
    public static String address(DeviceEntry device) {
        return switch (device.connection()) {
            case Connection.Modbus modbus ->
                    modbus.host() + ":" + modbus.port() + " unit " + modbus.unit();
            case Connection.Mqtt mqtt -> mqtt.topic();
        };
    }

    private void bind() {
        FunctionCounter.builder("gateway.device.polls", this, DeviceHealth::polls)
                .description("Questions, or messages that came")
                .tags(tags)
                .register(registry);
        Gauge.builder("gateway.device.age", this, DeviceHealth::ageSeconds)
                .description("Since the last good value")
                .baseUnit("seconds")
                .tags(tags)
                .register(registry);
        Gauge.builder("gateway.device.missing", this, one -> one.isMissing() ? 1 : 0)
                .description("1 while it has given no good value for too long")
                .tags(tags)
                .register(registry);
        Gauge.builder("gateway.device.left.alone", this, one -> one.isLeftAlone() ? 1 : 0)
                .description("1 while it is not asked because it failed")
                .tags(tags)
                .register(registry);
    }
}
