package energy.peerwatt.settlement;

import energy.peerwatt.market.Quality;
import energy.peerwatt.settlement.allocation.AllocationKey;
import energy.peerwatt.settlement.allocation.DynamicKey;
import java.util.Optional;

/** The rules by which a community settles an interval. */
public sealed interface SettlementRules {

    /** Metered sharing by the dynamic key, trades cut in proportion, no indemnity. */
    Sharing DEFAULT = new Sharing(new DynamicKey(), DeliveryRule.PRO_RATA, false);

    /** How trades that were not delivered in full are cut. */
    DeliveryRule delivery();

    /**
     * Trades fix price and preference, meters fix quantity, the members' own suppliers keep the
     * rest; see {@link MeteredSharing}.
     *
     * @param key shares what trades leave
     * @param indemnity whether who delivered or took less than it traded makes up for the other's
     *     loss, as far as its own gain of the interval goes
     * @param rewards what is paid out of the interval's benefit; empty for no rewards
     */
    record Sharing(
            AllocationKey key,
            DeliveryRule delivery,
            boolean indemnity,
            Optional<RewardRules> rewards)
            implements SettlementRules {

        /** Without rewards. */
        public Sharing(AllocationKey key, DeliveryRule delivery, boolean indemnity) {
            this(key, delivery, indemnity, Optional.empty());
        }
    }

    /**
     * Contracts are paid in full, deviations at imbalance prices; see {@link ContractSettlement}.
     *
     * @param delivery only says which energy counts as delivered between whom
     * @param imbalance what deviations cost
     * @param priced {@link Quality#ESTIMATED} while these prices only stand for those to come
     */
    record Contracts(DeliveryRule delivery, ImbalancePrices imbalance, Quality priced)
            implements SettlementRules {

        /** At prices that are known. */
        public Contracts(DeliveryRule delivery, ImbalancePrices imbalance) {
            this(delivery, imbalance, Quality.ACTUAL);
        }
    }
}
