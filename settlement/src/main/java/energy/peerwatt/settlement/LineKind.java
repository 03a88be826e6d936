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
    RESIDUAL_FEED_IN(5, false);

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
