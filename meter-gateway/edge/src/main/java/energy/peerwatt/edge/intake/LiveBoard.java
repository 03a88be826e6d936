package energy.peerwatt.edge.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import energy.peerwatt.edge.device.LiveQuantity;
import energy.peerwatt.market.MeteringPointId;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The newest momentary values of all metering points. A value nobody repeated for ten seconds of
 * wall time is unknown again. Thread-safe.
 */
public final class LiveBoard {

    private static final long FRESH_NANOS = Duration.ofSeconds(10).toNanos();
    private static final ObjectMapper JSON = new JsonMapper();

    private record Value(long value, long nanos) {}

    private final Map<MeteringPointId, Map<LiveQuantity, Value>> points = new TreeMap<>();

    synchronized void update(MeteringPointId point, Map<LiveQuantity, Long> values) {
        long now = System.nanoTime();
        Map<LiveQuantity, Value> known =
                points.computeIfAbsent(point, _ -> new EnumMap<>(LiveQuantity.class));
        values.forEach((quantity, value) -> known.put(quantity, new Value(value, now)));
    }

    /** The live telemetry message: {@code {"at":…,"points":[{"meteringPoint":…,"gridW":…}]}}. */
    public synchronized byte[] toJson(Instant at) {
        long now = System.nanoTime();
        ObjectNode root = JSON.createObjectNode().put("at", at.toString());
        ArrayNode list = root.putArray("points");
        points.forEach((point, values) -> {
            ObjectNode node = list.addObject().put("meteringPoint", point.value());
            values.forEach((quantity, value) -> {
                if (now - value.nanos() < FRESH_NANOS) {
                    node.put(quantity.field(), value.value());
                }
            });
        });
        try {
            return JSON.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values", e);
        }
    }
}
