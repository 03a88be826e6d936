package energy.peerwatt.settlement;

/** Which way a line's energy goes, seen from the line's participant. */
public enum Direction {
    BOUGHT(0),
    SOLD(1),
    /** The line carries money only; its energy is what the fee is charged on. */
    NONE(2);

    private final int code;

    Direction(int code) {
        this.code = code;
    }

    /** Number in hashes, statement leaves and tables; never reused. */
    public int code() {
        return code;
    }

    /** The same event seen from the counterparty. */
    public Direction mirrored() {
        return switch (this) {
            case BOUGHT -> SOLD;
            case SOLD -> BOUGHT;
            case NONE -> NONE;
        };
    }

    /**
     * The direction with this code.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Direction ofCode(int code) {
        for (Direction direction : values()) {
            if (direction.code == code) {
                return direction;
            }
        }
        throw new IllegalArgumentException("no direction has code " + code);
    }
}
