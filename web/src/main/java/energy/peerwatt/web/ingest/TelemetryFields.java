package energy.peerwatt.web.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;

/**
 * Numbers in what a telemetry message says of a metering point. What no device of a home can mean
 * is unknown and counted. Belongs to one thread.
 */
final class TelemetryFields {

    /** No power in W and no energy in Wh at one metering point is larger. */
    static final long LARGEST = 10_000_000;

    private final JsonNode point;
    private int outOfRange;

    TelemetryFields(JsonNode point) {
        this.point = point;
    }

    /** A power of either sign, W; fractions are cut off. */
    OptionalLong watts(String field) {
        return point.path(field).isNumber() ? within(field, -LARGEST) : OptionalLong.empty();
    }

    /** A whole number from {@code least} to {@link #LARGEST}. */
    OptionalLong whole(String field, long least) {
        return point.path(field).isIntegralNumber() ? within(field, least) : OptionalLong.empty();
    }

    private OptionalLong within(String field, long least) {
        JsonNode value = point.path(field);
        if (value.canConvertToLong()
                && value.longValue() >= least
                && value.longValue() <= LARGEST) {
            return OptionalLong.of(value.longValue());
        }
        outOfRange++;
        return OptionalLong.empty();
    }

    /** A second since 1970. */
    OptionalLong second(String field) {
        JsonNode value = point.path(field);
        return value.isIntegralNumber() && value.canConvertToLong()
                ? OptionalLong.of(value.longValue())
                : OptionalLong.empty();
    }

    /** How many numbers that were asked for were left out so far. */
    int outOfRange() {
        return outOfRange;
    }
}
