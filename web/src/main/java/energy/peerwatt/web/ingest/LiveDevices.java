package energy.peerwatt.web.ingest;

import energy.peerwatt.web.ingest.LivePoint.Battery;
import energy.peerwatt.web.ingest.LivePoint.Charger;
import energy.peerwatt.web.ingest.LivePoint.Loads;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** What a point of a telemetry message says of batteries and charging points. */
final class LiveDevices {

    private LiveDevices() {}

    static Battery battery(TelemetryFields point) {
        return new Battery(
                point.whole("batteryCapacityWh", 1),
                point.whole("batteryChargeMostW", 0),
                point.whole("batteryDischargeMostW", 0));
    }

    /** Throws {@link java.time.DateTimeException} for a departure that is no time. */
    static Charger charger(TelemetryFields point) {
        OptionalLong connected = point.whole("evConnected", 0);
        OptionalLong departure = point.second("evDepartureSecond");
        return new Charger(
                connected.isPresent() ? Optional.of(connected.getAsLong() == 1) : Optional.empty(),
                point.whole("evSessionWh", 0),
                point.whole("evMostW", 0),
                point.whole("evNeededWh", 0),
                departure.isPresent()
                        ? Optional.of(Instant.ofEpochSecond(departure.getAsLong()))
                        : Optional.empty());
    }

    static Loads loads(TelemetryFields point) {
        OptionalLong started = point.whole("applianceStarted", 0);
        return new Loads(
                point.whole("heatPumpW", 0),
                point.whole("heatStoredWh", 0),
                point.whole("applianceW", 0),
                started.isPresent() ? Optional.of(started.getAsLong() == 1) : Optional.empty());
    }
}
