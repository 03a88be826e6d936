package energy.peerwatt.settlement.tariff;

import java.time.LocalDate;
import java.util.Optional;

/**
 * The days on which something holds, in the local time of its grid.
 *
 * @param from first day
 * @param until first day on which it does not hold any more; empty while no end is known
 */
public record Validity(LocalDate from, Optional<LocalDate> until) {

    public Validity {
        if (until.isPresent() && !until.get().isAfter(from)) {
            throw new IllegalArgumentException(
                    "validUntil: " + until.get() + " is not after validFrom " + from);
        }
    }

    /** From this day on, without an end. */
    public static Validity from(LocalDate day) {
        return new Validity(day, Optional.empty());
    }

    /** Whether it holds on this day. */
    public boolean holdsOn(LocalDate day) {
        return !day.isBefore(from) && until.map(day::isBefore).orElse(true);
    }

    /** Whether there is a day on which both hold. */
    public boolean overlaps(Validity other) {
        return until.map(other.from::isBefore).orElse(true)
                && other.until.map(from::isBefore).orElse(true);
    }
}
