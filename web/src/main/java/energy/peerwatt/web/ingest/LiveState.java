package energy.peerwatt.web.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import energy.peerwatt.market.MeteringPointId;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The latest live telemetry of each metering point, in memory only: for looking at, never for
 * settling. Safe for use by several threads.
 */
@ApplicationScoped
public class LiveState {

    private static final int MOST_POINTS = 10_000;

    private final ObjectMapper json;
    private final Map<MeteringPointId, LivePoint> points = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    public LiveState(ObjectMapper json) {
        this.json = json;
    }

    /** The latest telemetry of a metering point, however old. */
    public Optional<LivePoint> of(MeteringPointId point) {
        return Optional.ofNullable(points.get(point));
    }

    /** Grows with each telemetry message that was taken. */
    public long changes() {
        return changes.get();
    }

    /**
     * Takes a gateway's telemetry message.
     *
     * @throws IllegalArgumentException if it is no such message; nothing is taken then
     */
    public void take(byte[] message) {
        try {
            JsonNode root = json.readTree(message);
            Instant at = Instant.parse(root.path("at").asText());
            for (JsonNode point : root.path("points")) {
                take(point(point, at));
            }
            changes.incrementAndGet();
        } catch (DateTimeException | JsonProcessingException e) {
            throw new IllegalArgumentException("not a telemetry message: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    private void take(LivePoint fresh) {
        if (points.size() >= MOST_POINTS && !points.containsKey(fresh.meteringPoint())) {
            return;
        }
        points.merge(
                fresh.meteringPoint(),
                fresh,
                (known, next) -> next.at().isBefore(known.at()) ? known : next);
    }

    private static LivePoint point(JsonNode node, Instant at) {
        return new LivePoint(
                new MeteringPointId(node.path("meteringPoint").asText()),
                at,
                watts(node, "gridW"),
                watts(node, "solarW"),
                watts(node, "batteryW"),
                node.path("batterySocPermille").isInt()
                        ? OptionalInt.of(node.path("batterySocPermille").intValue())
                        : OptionalInt.empty(),
                watts(node, "evW"));
    }

    private static OptionalLong watts(JsonNode node, String field) {
        return node.path(field).canConvertToLong()
                ? OptionalLong.of(node.path(field).longValue())
                : OptionalLong.empty();
    }
}
