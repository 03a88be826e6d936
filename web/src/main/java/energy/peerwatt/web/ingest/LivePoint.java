package energy.peerwatt.web.ingest;

import energy.peerwatt.market.MeteringPointId;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a home does at the moment. Unknown values are empty, never zero.
 *
 * @param at market time it was measured
 * @param gridW positive is import
 * @param solarW not negative
 * @param batteryW positive is charging
 * @param batterySocPermille 0 to 1000
 * @param evW not negative
 */
public record LivePoint(
        MeteringPointId meteringPoint,
        Instant at,
        OptionalLong gridW,
        OptionalLong solarW,
        OptionalLong batteryW,
        OptionalInt batterySocPermille,
        OptionalLong evW) {}
