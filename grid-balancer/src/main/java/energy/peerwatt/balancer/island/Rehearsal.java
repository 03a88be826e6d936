package energy.peerwatt.balancer.island;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Outage;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An outage by the clock. */
public final class Rehearsal {

    private static final Pattern TIMES = Pattern.compile("(\\d\\d:\\d\\d)\\.\\.(\\d\\d:\\d\\d)");
    private static final Pattern SLOTS = Pattern.compile("(\\d{1,3})\\.\\.(\\d{1,3})");

    private Rehearsal() {}

    /**
     * {@code community} with an outage instead of what its file says.
     *
     * @param when {@code 18:00..06:00}, the first such time of the horizon by the clock of {@code
     *     zone} and the first after it, or slots such as {@code 24..72}
     * @param kind how it begins, in any case of letters
     * @throws IllegalArgumentException if it does not fit into the horizon or the community has no
     *     island
     */
    public static Community of(Community community, String when, String kind, String zone) {
        return of(community, when, kind, zone, 0);
    }

    /**
     * Likewise, by the clock not before slot {@code earliest}: 1 where slot 0 has begun.
     *
     * @throws IllegalArgumentException likewise
     */
    public static Community of(
            Community community, String when, String kind, String zone, int earliest) {
        Island island =
                community
                        .island()
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "island: is missing; a rehearsal needs its forming units"));
        int tolerance = island.outage().map(Outage::toleranceW).orElse(0);
        Limit.Window window = window(community.horizon(), when, zone, earliest);
        Outage outage = new Outage(kind(kind), window, tolerance);
        return community.withIsland(Optional.of(island.withOutage(Optional.of(outage))));
    }

    private static Outage.Kind kind(String text) {
        for (Outage.Kind kind : Outage.Kind.values()) {
            if (kind.name().equals(text.toUpperCase(Locale.ROOT))) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "--kind must be one of PLANNED, UNPLANNED, BLACK_START, not " + text);
    }

    private static Limit.Window window(Horizon horizon, String when, String zone, int earliest) {
        Matcher slots = SLOTS.matcher(when);
        if (slots.matches()) {
            return new Limit.Window(
                    Integer.parseInt(slots.group(1)), Integer.parseInt(slots.group(2)));
        }
        Matcher times = TIMES.matcher(when);
        if (!times.matches()) {
            throw new IllegalArgumentException(
                    "--island must be times such as 18:00..06:00 or slots such as 24..72, not "
                            + when);
        }
        int from = slot(horizon, earliest, times.group(1), zone);
        return new Limit.Window(from, slot(horizon, from + 1, times.group(2), zone));
    }

    /** The first slot from {@code first} on that begins at {@code time}; or the horizon's end. */
    private static int slot(Horizon horizon, int first, String time, String zone) {
        try {
            LocalTime wanted = LocalTime.parse(time);
            ZoneId place = ZoneId.of(zone);
            for (int slot = first; slot <= horizon.slots(); slot++) {
                ZonedDateTime start = horizon.startOf(slot).atZone(place);
                if (start.toLocalTime().equals(wanted)) {
                    return slot;
                }
            }
        } catch (DateTimeException broken) {
            throw new IllegalArgumentException(
                    "--island or --zone: " + broken.getMessage(), broken);
        }
        throw new IllegalArgumentException(
                "no slot of the horizon begins at " + time + " in " + zone);
    }
}
