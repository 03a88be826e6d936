package energy.peerwatt.edge.payload;

import energy.peerwatt.edge.format.Amount;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import energy.peerwatt.edge.format.Unit;
import energy.peerwatt.edge.format.sparkplug.SparkplugMetric;
import energy.peerwatt.edge.format.sparkplug.SparkplugPayload;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A device behind a Sparkplug B node, {@code spBv1.0/<group>/<node>/<device>}. Options {@code
 * import}, {@code export} and {@code power} name its metrics, else they are called by their OBIS
 * codes; {@code unit} is that of the registers, Wh if nothing is said; power is W.
 *
 * <p>A metric counts only in the session of its birth, in unbroken sequence, and if it was measured
 * within two seconds before it was sent. After a death or a gap everything is unknown until the
 * node has introduced itself again, which it is asked to.
 */
final class SparkplugMeter extends MqttDevice {

    private static final long FRESH_MILLIS = 2_000;
    private static final Duration ASK_AGAIN = Duration.ofSeconds(30);
    private static final String NAMESPACE = "spBv1.0";

    /** What the birth of the device says of a metric. */
    private record Declared(String name, int datatype) {}

    private final String group;
    private final String node;
    private final String device;
    private final Map<String, Use> uses = new HashMap<>();
    private final Unit unit;
    private final int stepMilliWh;
    private final SparkplugSession session = new SparkplugSession();
    private final Map<Long, Declared> aliases = new HashMap<>();
    private final Map<String, Declared> names = new HashMap<>();
    private boolean birthWanted = true;
    private boolean asked;
    private long askedNanos;

    private enum Use {
        IMPORT,
        EXPORT,
        POWER
    }

    SparkplugMeter(String topic, Options options) {
        super(options);
        String[] levels = topic.split("/", -1);
        if (levels.length != 4 || !levels[0].equals(NAMESPACE)) {
            throw new IllegalArgumentException("not spBv1.0/<group>/<node>/<device>: " + topic);
        }
        group = levels[1];
        node = levels[2];
        device = levels[3];
        uses.put(options.text("import").orElse("1-0:1.8.0"), Use.IMPORT);
        uses.put(options.text("export").orElse("1-0:2.8.0"), Use.EXPORT);
        uses.put(options.text("power").orElse("1-0:16.7.0"), Use.POWER);
        unit = options.energyUnit(Unit.WATT_HOUR);
        stepMilliWh = options.stepMilliWh(Amount.FINEST_STEP);
    }

    /** All of the node: the sequence runs through the messages of all its devices. */
    @Override
    public Set<String> topics() {
        return Set.of(
                topic("NBIRTH"),
                topic("NDEATH"),
                topic("NDATA"),
                topic("DBIRTH") + "/+",
                topic("DDEATH") + "/+",
                topic("DDATA") + "/+");
    }

    @Override
    public void connected() {
        end();
        birthWanted = true;
        asked = false;
    }

    @Override
    public List<Publication> due(long nanos, Instant now) {
        if (!birthWanted || (asked && nanos - askedNanos < ASK_AGAIN.toNanos())) {
            return List.of();
        }
        asked = true;
        askedNanos = nanos;
        byte[] command = SparkplugPayload.rebirth(now.toEpochMilli());
        return List.of(new Publication(topic("NCMD"), command));
    }

    @Override
    void read(Arrival arrival, Sample sample) throws RefusedException {
        String[] levels = arrival.topic().split("/", -1);
        SparkplugPayload payload = SparkplugPayload.decode(arrival.payload());
        boolean ours = levels.length == 5 && levels[4].equals(device);
        switch (levels[2]) {
            case "NBIRTH" -> born(payload);
            case "NDEATH" -> died(payload);
            default -> {
                next(payload);
                if (ours) {
                    readDevice(levels[2], payload, sample);
                }
            }
        }
    }

    private void born(SparkplugPayload payload) throws RefusedException {
        end();
        session.born(payload);
        birthWanted = false;
    }

    /** After it nobody is there to be asked; the node comes back with a birth. */
    private void died(SparkplugPayload payload) throws RefusedException {
        session.died(payload);
        if (!session.isBorn()) {
            end();
            birthWanted = false;
        }
    }

    private void readDevice(String type, SparkplugPayload payload, Sample sample)
            throws RefusedException {
        switch (type) {
            case "DBIRTH" -> {
                declare(payload);
                readMetrics(payload, sample);
            }
            case "DDEATH" -> forget();
            default -> readMetrics(payload, sample);
        }
    }

    private void next(SparkplugPayload payload) throws RefusedException {
        try {
            session.next(payload);
        } catch (RefusedException e) {
            end();
            birthWanted = true;
            throw e;
        }
    }

    private void end() {
        session.end();
        forget();
    }

    private void forget() {
        aliases.clear();
        names.clear();
    }

    private void declare(SparkplugPayload payload) throws RefusedException {
        forget();
        for (SparkplugMetric metric : payload.metrics()) {
            if (metric.name().isEmpty() || metric.datatype().isEmpty()) {
                throw new RefusedException(Refusal.MALFORMED);
            }
            Declared declared = new Declared(metric.name().get(), metric.datatype().getAsInt());
            names.put(declared.name(), declared);
            OptionalLong alias = metric.alias();
            if (alias.isPresent() && aliases.put(alias.getAsLong(), declared) != null) {
                throw new RefusedException(Refusal.MALFORMED);
            }
        }
    }

    private void readMetrics(SparkplugPayload payload, Sample sample) throws RefusedException {
        if (names.isEmpty()) {
            birthWanted = true;
            throw new RefusedException(Refusal.NOT_BORN);
        }
        Refusal reason = Refusal.OTHER_QUANTITY;
        boolean any = false;
        for (SparkplugMetric metric : payload.metrics()) {
            Declared declared = declared(metric);
            Use use = uses.get(declared.name());
            if (use == null) {
                continue;
            }
            if (!isFresh(metric, payload)) {
                reason = Refusal.HISTORICAL;
            } else if (metric.isNull()) {
                reason = Refusal.ABSENT;
            } else {
                any = true;
                put(use, metric, declared.datatype(), sample);
            }
        }
        if (!any) {
            throw new RefusedException(reason);
        }
    }

    private Declared declared(SparkplugMetric metric) throws RefusedException {
        Optional<Declared> declared =
                metric.name().isPresent()
                        ? metric.name().map(names::get)
                        : metric.alias().isPresent()
                                ? Optional.ofNullable(aliases.get(metric.alias().getAsLong()))
                                : Optional.empty();
        return declared.orElseThrow(() -> new RefusedException(Refusal.NOT_BORN));
    }

    private void put(Use use, SparkplugMetric metric, int datatype, Sample sample)
            throws RefusedException {
        switch (use) {
            case IMPORT -> sample.imported(metric.amount(datatype, unit).register(stepMilliWh));
            case EXPORT -> sample.exported(metric.amount(datatype, unit).register(stepMilliWh));
            case POWER -> sample.power(metric.amount(datatype, Unit.WATT).milliwatts());
        }
    }

    /** Both times are of the node's clock, so that a wrong one does no harm. */
    private static boolean isFresh(SparkplugMetric metric, SparkplugPayload payload) {
        if (metric.historical()) {
            return false;
        }
        if (metric.timestamp().isEmpty() || payload.timestamp().isEmpty()) {
            return true;
        }
        long age = payload.timestamp().getAsLong() - metric.timestamp().getAsLong();
        return age <= FRESH_MILLIS;
    }

    private String topic(String type) {
        return String.join("/", NAMESPACE, group, type, node);
    }
}
