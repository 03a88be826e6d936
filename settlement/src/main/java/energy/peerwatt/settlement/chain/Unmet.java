package energy.peerwatt.settlement.chain;

/** Something that a chain must do and does not. */
final class Unmet extends RuntimeException {

    private static final long serialVersionUID = 1;

    Unmet(String reason) {
        super(reason);
    }

    /** Throws with this reason unless the condition holds. */
    static void unless(boolean holds, String otherwise) {
        if (!holds) {
            throw new Unmet(otherwise);
        }
    }
}
