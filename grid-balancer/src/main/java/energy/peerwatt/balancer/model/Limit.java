package energy.peerwatt.balancer.model;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A bound on what the whole community, or one of its homes, takes from the grid or gives to it.
 *
 * <p>Nobody knows whether a limit that has expired still holds, was lifted or has become stricter.
 * From its expiry to the end of its window the plan therefore keeps to the floor: the least that
 * its source may ever set. A limit without an expiry holds for its window.
 *
 * @param id unique in the community; explanations name it
 * @param source who set it
 * @param scope what it bounds
 * @param direction import or export
 * @param watts the most in any slot of the window, for a reserve the least, W, at least 0
 * @param window when it holds
 * @param expiry when it ends unless its source renews it, if it does
 * @param home id of the home it bounds, if its scope is {@link Scope#HOME}; else empty
 */
public record Limit(
        String id,
        Source source,
        Scope scope,
        Direction direction,
        int watts,
        Window window,
        Optional<Expiry> expiry,
        Optional<String> home) {

    /** Who set a limit. */
    public enum Source {
        TRANSFORMER,
        CONTRACT,
        GRID_OPERATOR
    }

    /** What is bounded. */
    public enum Scope {
        /** The sum of all phases. */
        TOTAL,
        L1,
        L2,
        L3,
        /**
         * The change of the sum of all phases since the slot before: its rise for import, its fall
         * for export. What was before slot 0 is not known, so slot 0 may begin anywhere.
         */
        RAMP,
        /**
         * What one home takes or gives: its load and devices less its panels, all phases together.
         * Its panels give less where it would give more than it may and they can.
         */
        HOME,
        /**
         * What all batteries together keep free: at least so many W that they could take more, for
         * import, or give more, for export, than they do, each from its store for a quarter-hour on
         * from the end of the slot. Not asked for while the connection is open in an outage. Never
         * expires.
         */
        RESERVE
    }

    /** Whether taking or giving is bounded. */
    public enum Direction {
        IMPORT,
        EXPORT
    }

    /**
     * Slots, half-open.
     *
     * @param from first slot, at least 0
     * @param until slot after the last, above {@code from}
     */
    public record Window(int from, int until) {

        public Window {
            Checks.range("fromSlot", from, 0, Horizon.LONGEST);
            Checks.range("untilSlot", until, from + 1L, Horizon.LONGEST);
        }

        public boolean has(int slot) {
            return slot >= from && slot < until;
        }
    }

    /**
     * The end of a limit that is not renewed.
     *
     * @param slot first slot in which it has expired, from 0 on
     * @param floorWatts the least its source may ever set, W, from 0 to the limit's
     */
    public record Expiry(int slot, int floorWatts) {

        public Expiry {
            Checks.range("slot", slot, 0, Horizon.LONGEST);
            Checks.range("floorW", floorWatts, 0, Checks.LARGEST);
        }
    }

    public Limit {
        Checks.name("id", id);
        Checks.range("limitW", watts, 0, Checks.LARGEST);
        expiry.ifPresent(end -> Checks.range("floorW", end.floorWatts(), 0, watts));
        requireLasting(id, scope, expiry);
        if (home.isPresent() != (scope == Scope.HOME)) {
            throw new IllegalArgumentException(
                    "limit " + id + " must name a home if its scope is HOME, and only then");
        }
    }

    private static void requireLasting(String id, Scope scope, Optional<Expiry> expiry) {
        if (scope == Scope.RESERVE && expiry.isPresent()) {
            throw new IllegalArgumentException("limit " + id + " is a reserve, so has no expiry");
        }
    }

    /** A limit of the whole community. */
    public Limit(
            String id,
            Source source,
            Scope scope,
            Direction direction,
            int watts,
            Window window,
            Optional<Expiry> expiry) {
        this(id, source, scope, direction, watts, window, expiry, Optional.empty());
    }

    /** A limit of the whole community that does not expire. */
    public Limit(
            String id, Source source, Scope scope, Direction direction, int watts, Window window) {
        this(id, source, scope, direction, watts, window, Optional.empty());
    }

    /** A limit of one home that does not expire. */
    public static Limit ofHome(
            String id, Source source, String home, Direction direction, int watts, Window window) {
        Optional<Expiry> never = Optional.empty();
        return new Limit(
                id, source, Scope.HOME, direction, watts, window, never, Optional.of(home));
    }

    /** What holds in {@code slot}, W: empty outside the window, the floor from the expiry on. */
    public OptionalInt wattsAt(int slot) {
        if (!window.has(slot)) {
            return OptionalInt.empty();
        }
        boolean expired = expiry.isPresent() && slot >= expiry.get().slot();
        return OptionalInt.of(expired ? expiry.get().floorWatts() : watts);
    }

    /** This limit if it left a kW more room, before and after its expiry. */
    public Limit eased() {
        return scope == Scope.RESERVE ? withWatts(Math.max(0, watts - 1_000)) : raisedBy(1_000);
    }

    /** This limit with {@code more} W, at least 0, before and after its expiry. */
    public Limit raisedBy(int more) {
        Optional<Expiry> end =
                expiry.map(old -> new Expiry(old.slot(), Math.addExact(old.floorWatts(), more)));
        return new Limit(
                id, source, scope, direction, Math.addExact(watts, more), window, end, home);
    }

    /** This limit if it were at least {@code least} W, before and after its expiry. */
    public Limit atLeast(int least) {
        Optional<Expiry> end =
                expiry.map(old -> new Expiry(old.slot(), Math.max(old.floorWatts(), least)));
        return new Limit(id, source, scope, direction, Math.max(watts, least), window, end, home);
    }

    /** This limit with other watts and its floor at most these. */
    public Limit withWatts(int other) {
        Optional<Expiry> end =
                expiry.map(old -> new Expiry(old.slot(), Math.min(old.floorWatts(), other)));
        return new Limit(id, source, scope, direction, other, window, end, home);
    }
}
