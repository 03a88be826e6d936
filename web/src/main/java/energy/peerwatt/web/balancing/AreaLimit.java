package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Limit.Scope;
import energy.peerwatt.balancer.model.Limit.Source;
import energy.peerwatt.market.AreaId;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What an area may take from the grid or give to it. The balancer plans within it, and the order
 * book takes no trade that a limit of the whole does not allow.
 *
 * <p>Nobody knows whether a limit that was not renewed in time was lifted or has become stricter.
 * From its expiry to the end of its window the floor holds: the least its source may ever set.
 *
 * @param id unique in the area; explanations name it
 * @param source who set it
 * @param scope what is bounded: the whole, a phase, how fast it changes, or what batteries keep
 *     free; not a single home
 * @param window when it holds
 * @param expiresAt from then on its floor holds unless it is set again; empty: it does not expire
 */
public record AreaLimit(
        AreaId area,
        String id,
        Source source,
        Scope scope,
        Bounds bounds,
        Window window,
        Optional<Instant> expiresAt) {

    /** No limit is higher, W. */
    public static final int LARGEST_W = 100_000_000;

    /**
     * W, at least one of them.
     *
     * @param importW the most that may be taken
     * @param exportW the most that may be given
     * @param floorW the least its source may ever set
     */
    public record Bounds(OptionalInt importW, OptionalInt exportW, int floorW) {

        public Bounds {
            if (importW.isEmpty() && exportW.isEmpty()) {
                throw new IllegalArgumentException("neither importW nor exportW");
            }
            requireWatts(importW.orElse(0));
            requireWatts(exportW.orElse(0));
            requireWatts(floorW);
        }

        private static void requireWatts(int watts) {
            if (watts < 0 || watts > LARGEST_W) {
                throw new IllegalArgumentException(watts + " W is not from 0 to " + LARGEST_W);
            }
        }
    }

    /** Half-open; an empty end is none. */
    public record Window(Optional<Instant> from, Optional<Instant> until) {

        public static final Window ALWAYS = new Window(Optional.empty(), Optional.empty());

        public Window {
            if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
                throw new IllegalArgumentException("until is not after from");
            }
        }
    }

    /** A limit of the whole area. */
    public AreaLimit(
            AreaId area,
            String id,
            Source source,
            Bounds bounds,
            Window window,
            Optional<Instant> expiresAt) {
        this(area, id, source, Scope.TOTAL, bounds, window, expiresAt);
    }

    public AreaLimit {
        if (scope == Scope.HOME) {
            throw new IllegalArgumentException("a home's limits are those of its connection");
        }
        if (scope == Scope.RESERVE && expiresAt.isPresent()) {
            throw new IllegalArgumentException("a reserve does not expire");
        }
        if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("id of a limit: " + id);
        }
    }

    /** Whether it holds at any moment of the interval, be it at its floor. */
    public boolean holdsIn(DeliveryInterval interval) {
        return window.from().filter(from -> !from.isBefore(interval.end())).isEmpty()
                && window.until().filter(end -> !end.isAfter(interval.start())).isEmpty();
    }

    /** Whether it holds at any moment of so many quarter-hours from {@code first} on. */
    boolean holdsWithin(DeliveryInterval first, int slots) {
        return IntStream.range(0, slots).anyMatch(slot -> holdsIn(first.plus(slot)));
    }

    /** Whether nobody has renewed it in time for the whole interval. */
    boolean hasExpiredIn(DeliveryInterval interval) {
        return expiresAt.filter(end -> end.isBefore(interval.end())).isPresent();
    }

    /** The most that may be taken in the interval, W; empty if it does not say. */
    public OptionalInt importW(DeliveryInterval interval) {
        return watts(bounds.importW(), interval);
    }

    /** The most that may be given in the interval, W; empty if it does not say. */
    public OptionalInt exportW(DeliveryInterval interval) {
        return watts(bounds.exportW(), interval);
    }

    private OptionalInt watts(OptionalInt usual, DeliveryInterval interval) {
        if (usual.isEmpty() || !holdsIn(interval)) {
            return OptionalInt.empty();
        }
        return hasExpiredIn(interval)
                ? OptionalInt.of(Math.min(usual.getAsInt(), bounds.floorW()))
                : usual;
    }
}
