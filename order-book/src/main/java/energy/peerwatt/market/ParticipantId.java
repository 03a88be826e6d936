package energy.peerwatt.market;

/**
 * A participant: a household, or one of the market's own accounts.
 *
 * <p>The accounts that carry fees and the supplier's side have fixed small numbers; members start
 * at {@link #FIRST_MEMBER}.
 *
 * @param value at least 1
 */
public record ParticipantId(long value) implements Comparable<ParticipantId> {

    /** Supplies the residual and takes the residual feed-in. */
    public static final ParticipantId SUPPLIER = new ParticipantId(1);

    /** Receives grid fees; a pass-through account. */
    public static final ParticipantId GRID_OPERATOR = new ParticipantId(2);

    /** Receives levies and electricity tax; a pass-through account. */
    public static final ParticipantId TAX_OFFICE = new ParticipantId(3);

    /** Settles deviations from contracts with the transmission system; a pass-through account. */
    public static final ParticipantId BALANCE_GROUP = new ParticipantId(4);

    /** Takes what members give for the rewards of an interval and pays them; always at zero. */
    public static final ParticipantId REWARD_FUND = new ParticipantId(5);

    /** Smallest number of a member. */
    public static final long FIRST_MEMBER = 100;

    public ParticipantId {
        if (value < 1) {
            throw new IllegalArgumentException("participant id must be at least 1: " + value);
        }
    }

    /** Whether this is a member and not one of the market's own accounts. */
    public boolean isMember() {
        return value >= FIRST_MEMBER;
    }

    @Override
    public int compareTo(ParticipantId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
