package energy.peerwatt.edge.payload;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.device.RegisterValue;
import energy.peerwatt.edge.format.ForeignJson;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import energy.peerwatt.edge.format.Unit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A service of a Victron GX, {@code N/<portal>/<service>/<instance>}: one value per topic as {@code
 * {"value":…}}, kWh and W. The GX talks only while it is asked to, at least once a minute.
 */
final class VictronDevice extends MqttDevice {

    private static final int STEP_MILLI_WH = 10_000;
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);
    private static final String FORWARD = "/Ac/Energy/Forward";
    private static final String REVERSE = "/Ac/Energy/Reverse";
    private static final String POWER = "/Ac/Power";

    private final String topic;
    private final String keepAliveTopic;
    private final int stepMilliWh;
    private boolean asked;
    private long askedNanos;

    /** Of a {@code pvinverter}, forward is what it makes. */
    VictronDevice(String topic, Options options) {
        super(
                options,
                topic.contains("/pvinverter/")
                        ? options.direction().turned()
                        : options.direction());
        String[] levels = topic.split("/", -1);
        if (levels.length != 4 || !levels[0].equals("N")) {
            throw new IllegalArgumentException("not N/<portal>/<service>/<instance>: " + topic);
        }
        this.topic = topic;
        keepAliveTopic = "R/" + levels[1] + "/keepalive";
        stepMilliWh = options.stepMilliWh(STEP_MILLI_WH);
    }

    @Override
    public Set<String> topics() {
        return Set.of(topic + FORWARD, topic + REVERSE, topic + POWER);
    }

    @Override
    public void connected() {
        asked = false;
    }

    @Override
    public List<Publication> due(long nanos, Instant now) {
        if (asked && nanos - askedNanos < KEEP_ALIVE.toNanos()) {
            return List.of();
        }
        asked = true;
        askedNanos = nanos;
        // Without options all values come again, also those that did not change.
        return List.of(new Publication(keepAliveTopic, "".getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    void read(Arrival arrival, Sample sample) throws RefusedException {
        if (arrival.payload().length == 0) {
            throw new RefusedException(Refusal.ABSENT);
        }
        JsonNode body = ForeignJson.object(arrival.payload());
        if (!topics().contains(arrival.topic())) {
            throw new RefusedException(Refusal.OTHER_QUANTITY);
        }
        JsonNode value = body.path("value");
        switch (arrival.topic().substring(topic.length())) {
            case FORWARD -> sample.imported(register(value));
            case REVERSE -> sample.exported(register(value));
            default -> sample.power(JsonNumbers.power(value, Unit.WATT));
        }
    }

    private RegisterValue register(JsonNode value) throws RefusedException {
        return JsonNumbers.amount(value, Unit.KILOWATT_HOUR).register(stepMilliWh);
    }
}
