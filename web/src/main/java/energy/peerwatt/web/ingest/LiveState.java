package energy.peerwatt.web.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.gateway.PointRights;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import energy.peerwatt.time.MarketClock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The latest live telemetry of each metering point, in memory only: for looking at, never for
 * settling. Of a point only its gateway is believed, and of no time that is still to come. What is
 * left out is counted by reason. Safe for use by several threads.
 */
@Singleton
public class LiveState {

    private static final int MOST_POINTS = 10_000;

    private final ObjectMapper json;
    private final MarketClock clock;
    private final Duration ahead;
    private final Map<Ignored, Counter> ignored = new EnumMap<>(Ignored.class);
    private final Map<MeteringPointId, LivePoint> points = new ConcurrentHashMap<>();

    /** Why telemetry is left out. */
    private enum Ignored {
        /** The message is no telemetry. */
        MALFORMED,
        /** The message is of a time that is still to come. */
        FUTURE,
        /** The metering point is not the gateway's. */
        FOREIGN,
        /** A number is beyond what a home can mean; the rest of the message is taken. */
        RANGE,
        /** There are too many metering points. */
        FULL
    }

    public LiveState(
            ObjectMapper json, MarketClock clock, ValidationRules rules, MeterRegistry metrics) {
        this.json = json;
        this.clock = clock;
        this.ahead = rules.clock().ahead();
        for (Ignored reason : Ignored.values()) {
            ignored.put(
                    reason,
                    Counter.builder("market.telemetry.ignored")
                            .description("live telemetry that was not believed")
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(metrics));
        }
    }

    /** The latest telemetry of a metering point, however old. */
    public Optional<LivePoint> of(MeteringPointId point) {
        return Optional.ofNullable(points.get(point));
    }

    /** Forgets what a metering point said before {@code time}. */
    public void forget(MeteringPointId point, Instant time) {
        points.computeIfPresent(point, (_, known) -> known.at().isBefore(time) ? null : known);
    }

    /**
     * Takes a gateway's telemetry message; what is not believed of it is counted and left out.
     *
     * @param gatewayId who sent it, as the broker knows
     * @param rights of all gateways
     */
    public void take(String gatewayId, PointRights rights, byte[] message) {
        List<LivePoint> fresh;
        try {
            fresh = parse(message);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            count(Ignored.MALFORMED);
            return;
        }
        Instant latest = clock.now().plus(ahead);
        for (LivePoint point : fresh) {
            if (point.at().isAfter(latest)) {
                count(Ignored.FUTURE);
            } else if (!rights.include(gatewayId, point.meteringPoint(), point.at())) {
                count(Ignored.FOREIGN);
            } else {
                take(point);
            }
        }
    }

    private void count(Ignored reason) {
        Objects.requireNonNull(ignored.get(reason)).increment();
    }

    private void take(LivePoint fresh) {
        if (points.size() >= MOST_POINTS && !points.containsKey(fresh.meteringPoint())) {
            count(Ignored.FULL);
            return;
        }
        points.merge(
                fresh.meteringPoint(),
                fresh,
                (known, next) -> next.at().isBefore(known.at()) ? known : next);
    }

    private List<LivePoint> parse(byte[] message) throws IOException {
        JsonNode root = json.readTree(message);
        Instant at = Instant.parse(root.path("at").asText());
        List<LivePoint> parsed = new ArrayList<>();
        for (JsonNode point : root.path("points")) {
            parsed.add(point(point, at));
        }
        return parsed;
    }

    private LivePoint point(JsonNode node, Instant at) {
        TelemetryFields fields = new TelemetryFields(node);
        LivePoint point = point(node, fields, at);
        if (fields.outOfRange() > 0) {
            count(Ignored.RANGE);
        }
        return point;
    }

    private static LivePoint point(JsonNode node, TelemetryFields fields, Instant at) {
        return new LivePoint(
                new MeteringPointId(node.path("meteringPoint").asText()),
                at,
                fields.watts("gridW"),
                fields.watts("solarW"),
                fields.watts("batteryW"),
                node.path("batterySocPermille").isInt()
                        ? OptionalInt.of(node.path("batterySocPermille").intValue())
                        : OptionalInt.empty(),
                fields.watts("evW"),
                LiveDevices.battery(fields),
                LiveDevices.charger(fields),
                LiveDevices.loads(fields));
    }
}
