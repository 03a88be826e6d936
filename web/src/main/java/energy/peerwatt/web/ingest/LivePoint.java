package energy.peerwatt.web.ingest;

import energy.peerwatt.market.MeteringPointId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a home does at the moment. Unknown values are empty, never zero; powers and energies are 10
 * MW or MWh at most.
 *
 * @param at market time it was measured
 * @param gridW positive is import
 * @param solarW not negative
 * @param batteryW positive is charging
 * @param batterySocPermille 0 to 1000
 * @param evW not negative
 * @param battery what the battery can do
 * @param charger what is known of the charging point and the car at it
 */
public record LivePoint(
        MeteringPointId meteringPoint,
        Instant at,
        OptionalLong gridW,
        OptionalLong solarW,
        OptionalLong batteryW,
        OptionalInt batterySocPermille,
        OptionalLong evW,
        Battery battery,
        Charger charger) {

    /**
     * What a battery says it can do.
     *
     * @param capacityWh when full
     * @param chargeMostW not negative
     * @param dischargeMostW not negative
     */
    public record Battery(
            OptionalLong capacityWh, OptionalLong chargeMostW, OptionalLong dischargeMostW) {}

    /**
     * A charging point and its car.
     *
     * @param connected whether a car is connected
     * @param sessionWh what it has taken since
     * @param mostW what the charging point lets through at most, at the nominal voltage
     * @param neededWh what the car still needs, as its household states
     * @param departure by when, as its household states
     */
    public record Charger(
            Optional<Boolean> connected,
            OptionalLong sessionWh,
            OptionalLong mostW,
            OptionalLong neededWh,
            Optional<Instant> departure) {}
}
