package energy.peerwatt.settlement.store;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.settlement.Salt;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.time.DeliveryInterval;

/**
 * A participant's line with the settlement it belongs to.
 *
 * @param version the interval's highest
 * @param salt of the line's leaf in the statement tree
 */
public record StatementLine(
        AreaId area, DeliveryInterval interval, int version, SettlementLine line, Salt salt) {}
