package energy.peerwatt.web.settling;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.settlement.chain.Digest;
import energy.peerwatt.settlement.chain.SettlementBatch;
import energy.peerwatt.time.DeliveryInterval;

/** One version of an interval's settlement. */
public record SettlementKey(AreaId area, DeliveryInterval interval, int version) {

    /** Key of the settlement's batch, here and in the contract. */
    public Digest batchKey() {
        return SettlementBatch.keyOf(area, interval, version);
    }
}
