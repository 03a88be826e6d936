package energy.peerwatt.settlement;

/** What a settlement line is for. */
public enum LineKind {
    /** Delivery of a matched trade between two members, at the trade's net price. */
    MATCHED_ENERGY(0, true),
    /** Energy shared through the community pool, at the community price. */
    POOL_ENERGY(1, true),
    /** The buyer's grid fee on shared energy. */
    GRID_FEE(2, true),
    /** The buyer's levies on shared energy. */
    LEVY(3, true),
    /** What the member's own supplier delivers at retail; information, billed by the supplier. */
    RESIDUAL_SUPPLY(4, false),
    /** What the member's own supplier takes at feed-in; information, paid by the supplier. */
    RESIDUAL_FEED_IN(5, false),
    /** Own generation that covers own consumption through the grid, at no price; information. */
    OWN_USE(6, false),
    /** The part of a contract that is paid though meters do not confirm it. */
    UNDELIVERED(7, true),
    /** Taken beyond, or not given of, what was contracted, at an imbalance price. */
    IMBALANCE_SHORT(8, true),
    /** Given beyond, or not taken of, what was contracted, at an imbalance price. */
    IMBALANCE_LONG(9, true),
    /** Makes up for what the other party of a trade lost by its not being delivered. */
    INDEMNITY(10, true),
    /** What a member whom the interval gained something gives of it for the rewards of others. */
    REWARD_FUNDING(11, true),
    /** Paid for shared energy that took load off the area's connection while it was congested. */
    RELIEF_REWARD(12, true),
    /** Paid for energy delivered to other members as contracted and measured. */
    DELIVERY_REWARD(13, true);

    private final int code;
    private final boolean settledOnChain;

    LineKind(int code, boolean settledOnChain) {
        this.code = code;
        this.settledOnChain = settledOnChain;
    }

    /** Number in hashes, statement leaves and tables; never reused. */
    public int code() {
        return code;
    }

    /** Whether lines of this kind move money and energy in the chain batch. */
    public boolean settledOnChain() {
        return settledOnChain;
    }

    /** Whether lines of this kind move energy between members. */
    public boolean isShared() {
        return this == MATCHED_ENERGY || this == POOL_ENERGY;
    }

    /** Whether lines of this kind are the buyer's fees, which follow what they are due on. */
    public boolean isFee() {
        return this == GRID_FEE || this == LEVY;
    }

    /** Whether lines of this kind only move money within the community's rewards. */
    public boolean isReward() {
        return this == REWARD_FUNDING || this == RELIEF_REWARD || this == DELIVERY_REWARD;
    }

    /**
     * The kind with this code.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static LineKind ofCode(int code) {
        for (LineKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no line kind has code " + code);
    }
}
