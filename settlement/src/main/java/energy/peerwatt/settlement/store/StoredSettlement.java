package energy.peerwatt.settlement.store;

import energy.peerwatt.settlement.SaltedSettlement;
import java.time.Instant;

/**
 * A settlement as it was kept.
 *
 * @param createdAt market time, to the microsecond
 * @param reason why this version exists, for people
 * @param rules by which it was made
 */
public record StoredSettlement(
        SaltedSettlement settlement, Instant createdAt, String reason, AppliedRules rules) {}
