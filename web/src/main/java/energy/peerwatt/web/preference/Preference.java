package energy.peerwatt.web.preference;

import energy.peerwatt.unit.Price;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a member wishes.
 *
 * @param limits the member's own, of {@link Style#OWN_LIMITS} only
 * @param reservePermille what plans leave in the battery for the household, of its capacity; empty:
 *     as the market usually does
 * @param carReadyBy local time by which a car that says nothing itself shall be charged
 * @param paused whether no orders are placed
 */
public record Preference(
        Style style,
        Limits limits,
        OptionalInt reservePermille,
        Optional<LocalTime> carReadyBy,
        boolean paused) {

    /** Of a member who has said nothing. */
    public static final Preference DEFAULT =
            new Preference(
                    Style.BALANCED, Limits.NONE, OptionalInt.empty(), Optional.empty(), false);

    private static final int WHOLE = 1_000;

    /**
     * Limits that a member names; an empty one: no such orders.
     *
     * @param sellFrom net
     * @param buyUpTo all-in, before VAT
     */
    public record Limits(Optional<Price> sellFrom, Optional<Price> buyUpTo) {

        /** None named. */
        public static final Limits NONE = new Limits(Optional.empty(), Optional.empty());
    }

    public Preference {
        if (limits.equals(Limits.NONE) == (style == Style.OWN_LIMITS)) {
            throw new IllegalArgumentException(
                    style == Style.OWN_LIMITS
                            ? "sellFromMicro: own limits need one to sell from or to buy up to"
                            : "sellFromMicro: limits are of the style OWN_LIMITS only");
        }
        int reserve = reservePermille.orElse(0);
        if (reserve < 0 || reserve > WHOLE) {
            throw new IllegalArgumentException(
                    "batteryReservePermille: must be 0 to 1000, not " + reserve);
        }
    }

    /** The same for a style alone. */
    public static Preference of(Style style) {
        return new Preference(
                style, Limits.NONE, OptionalInt.empty(), Optional.empty(), /* paused= */ false);
    }

    /** The next time the car is to be ready after {@code now}; empty if nothing was said. */
    public Optional<Instant> carReadyFrom(Instant now, ZoneId zone) {
        return carReadyBy.map(time -> {
            ZonedDateTime today = now.atZone(zone).with(time);
            return (today.toInstant().isAfter(now) ? today : today.plusDays(1)).toInstant();
        });
    }
}
