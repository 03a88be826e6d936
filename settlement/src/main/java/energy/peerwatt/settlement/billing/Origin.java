package energy.peerwatt.settlement.billing;

/** Where a kWh came from or went to. */
public enum Origin {
    /** Made and used behind the own meter; costs nothing and passes no grid. */
    OWN(CounterpartyClass.SELF),
    /** Own generation that covers own consumption through the grid; only fees are due. */
    OWN_THROUGH_GRID(CounterpartyClass.SELF),
    /** Bought from a neighbour by a trade, at the trade's price. */
    MATCHED_BOUGHT(CounterpartyClass.NEIGHBOUR),
    /** Sold to a neighbour by a trade, at the trade's price. */
    MATCHED_SOLD(CounterpartyClass.NEIGHBOUR),
    /** Bought from the community's pool, at the community price. */
    POOL_BOUGHT(CounterpartyClass.COMMUNITY),
    /** Sold to the community's pool, at the community price. */
    POOL_SOLD(CounterpartyClass.COMMUNITY),
    /** Delivered by the own supplier, which bills it; information. */
    RESIDUAL_SUPPLY(CounterpartyClass.OWN_SUPPLIER),
    /** Taken by the own supplier, which pays for it; information. */
    RESIDUAL_FEED_IN(CounterpartyClass.OWN_SUPPLIER),
    /** Given of the own gain for the rewards of others; moves no kWh. */
    REWARD_FUNDING(CounterpartyClass.COMMUNITY),
    /** Earned by taking load off a congested connection; moves no kWh. */
    RELIEF_REWARD(CounterpartyClass.COMMUNITY),
    /** Earned by delivering as contracted and measured; moves no kWh. */
    DELIVERY_REWARD(CounterpartyClass.COMMUNITY),
    /** What moves no metered kWh: undelivered contracts, imbalance, indemnities, their fees. */
    OTHER(CounterpartyClass.COMMUNITY);

    private final CounterpartyClass counterparty;

    Origin(CounterpartyClass counterparty) {
        this.counterparty = counterparty;
    }

    /** Whether its lines carry metered kWh, and not money alone. */
    public boolean movesEnergy() {
        return switch (this) {
            case REWARD_FUNDING, RELIEF_REWARD, DELIVERY_REWARD, OTHER -> false;
            default -> true;
        };
    }

    /** What the other side is; who it is stays its own affair. */
    public CounterpartyClass counterparty() {
        return counterparty;
    }
}
