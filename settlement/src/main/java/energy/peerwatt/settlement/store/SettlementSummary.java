package energy.peerwatt.settlement.store;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.settlement.SettlementTotals;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Instant;

/**
 * A settlement without its lines.
 *
 * @param sha256 hash of the settlement's canonical bytes, 64 hexadecimal digits
 * @param lineCount number of its lines
 * @param createdAt market time, to the microsecond
 * @param reason why this version exists, for people
 * @param rules revision of the area's rules by which it was made; 0 are the default ones
 */
public record SettlementSummary(
        AreaId area,
        DeliveryInterval interval,
        int version,
        String sha256,
        SettlementTotals totals,
        int lineCount,
        Instant createdAt,
        String reason,
        int rules) {}
