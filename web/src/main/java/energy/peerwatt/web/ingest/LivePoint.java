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
 * @param loads what is known of heat pump and appliance
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
        Charger charger,
        Loads loads) {

    /**
     * A heat pump and an appliance that a gateway controls.
     *
     * @param heatPumpW not negative
     * @param heatStoredWh heat above the lower end of the comfort band
     * @param applianceW not negative
     * @param started whether the appliance's run has begun
     */
    public record Loads(
            OptionalLong heatPumpW,
            OptionalLong heatStoredWh,
            OptionalLong applianceW,
            Optional<Boolean> started) {

        /** Nothing is known of either. */
        public static final Loads UNKNOWN =
                new Loads(
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        Optional.empty());
    }

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
