package energy.peerwatt.settlement;

import java.util.Arrays;

/** What of a line is in its statement leaf. A settlement keeps the form that it was made in. */
public enum LeafForm {
    /** All but quality and trade; of settlements made before {@link #WHOLE} was there. */
    BASIC(1),
    /** Every field of the line. */
    WHOLE(2);

    private final int number;

    LeafForm(int number) {
        this.number = number;
    }

    /** Number in hashes, statements and tables; never reused. */
    public int number() {
        return number;
    }

    /** Whether a line's quality and trade are in its leaf. */
    public boolean holdsQualityAndTrade() {
        return this == WHOLE;
    }

    /**
     * The form with this number.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static LeafForm ofNumber(long number) {
        return Arrays.stream(values())
                .filter(form -> form.number == number)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("no leaf form has number " + number));
    }
}
