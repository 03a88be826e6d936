package energy.peerwatt.web.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.web.ingest.LivePoint.Battery;
import energy.peerwatt.web.ingest.LivePoint.Charger;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** What a point of a telemetry message says of batteries and charging points. */
final class LiveDevices {

    private LiveDevices() {}

    static Battery battery(JsonNode point) {
        return new Battery(
                whole(point, "batteryCapacityWh"),
                whole(point, "batteryChargeMostW"),
                whole(point, "batteryDischargeMostW"));
    }

    /** Throws {@link java.time.DateTimeException} for a departure that is no time. */
    static Charger charger(JsonNode point) {
        OptionalLong connected = whole(point, "evConnected");
        OptionalLong departure = whole(point, "evDepartureSecond");
        return new Charger(
                connected.isPresent() ? Optional.of(connected.getAsLong() == 1) : Optional.empty(),
                whole(point, "evSessionWh"),
                whole(point, "evMostW"),
                whole(point, "evNeededWh"),
                departure.isPresent()
                        ? Optional.of(Instant.ofEpochSecond(departure.getAsLong()))
                        : Optional.empty());
    }

    private static OptionalLong whole(JsonNode point, String field) {
        return point.path(field).isIntegralNumber() && point.path(field).canConvertToLong()
                ? OptionalLong.of(point.path(field).longValue())
                : OptionalLong.empty();
    }
}
