package energy.peerwatt.settlement.chain;

/** When a chain's block can no longer vanish. */
public sealed interface Finality {

    /** At once, as on Besu with QBFT, whose {@code finalized} tag never answers. */
    Finality HEAD = new Depth(0);

    /**
     * After more blocks.
     *
     * @param blocks that must follow a transaction's block
     */
    record Depth(int blocks) implements Finality {

        public Depth {
            if (blocks < 0) {
                throw new IllegalArgumentException("depth must not be negative: " + blocks);
            }
        }
    }

    /** When the node's {@code finalized} block has reached it, as on Ethereum and most layers 2. */
    record FinalizedTag() implements Finality {}

    /**
     * Reads {@code head}, {@code finalized} or a number of blocks.
     *
     * @throws IllegalArgumentException for anything else
     */
    static Finality parse(String text) {
        return switch (text) {
            case "head" -> HEAD;
            case "finalized" -> new FinalizedTag();
            default -> new Depth(Integer.parseInt(text));
        };
    }
}
