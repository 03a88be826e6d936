package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.Screening;
import java.util.Arrays;

/** Screenings as numbers of column {@code screening}. */
final class ScreeningCode {

    private ScreeningCode() {}

    // Written out, not ordinals: stored numbers must not depend on the order of an enum.
    static short of(Screening screening) {
        return switch (screening) {
            case USABLE -> 0;
            case LATE -> 1;
            case ROLLBACK -> 2;
            case FUTURE -> 3;
            case LIMIT -> 4;
            case DUPLICATE -> 5;
            case CONTRADICTION -> 6;
            case FOREIGN -> 7;
            case CLOCK -> 8;
            case UNPROVEN -> 9;
        };
    }

    /** The screening that is stored as {@code code}. */
    static Screening screening(short code) {
        return Arrays.stream(Screening.values())
                .filter(screening -> of(screening) == code)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no screening: " + code));
    }

    /**
     * Reads the verdict of quarantined readings.
     *
     * @throws IllegalArgumentException for any other code
     */
    static Screening suspicion(short code) {
        return switch (code) {
            case 2 -> Screening.ROLLBACK;
            case 4 -> Screening.LIMIT;
            default -> throw new IllegalArgumentException("no suspicion: " + code);
        };
    }
}
