package energy.peerwatt.balancer.model;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A bound on what the whole community takes from the grid or gives to it.
 *
 * <p>Nobody knows whether a limit that has expired still holds, was lifted or has become stricter.
 * From its expiry to the end of its window the plan therefore keeps to the floor: the least that
 * its source may ever set. A limit without an expiry holds for its window.
 *
 * @param id unique in the community; explanations name it
 * @param source who set it
 * @param scope what it bounds
 * @param direction import or export
 * @param watts the most in any slot of the window, W, at least 0
 * @param window when it holds
 * @param expiry when it ends unless its source renews it, if it does
 */
public record Limit(
        String id,
        Source source,
        Scope scope,
        Direction direction,
        int watts,
        Window window,
        Optional<Expiry> expiry) {

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
        RAMP
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
            Checks.range("expirySlot", slot, 0, Horizon.LONGEST);
            Checks.range("floorW", floorWatts, 0, Checks.LARGEST);
        }
    }

    public Limit {
        Checks.name("id", id);
        Checks.range("limitW", watts, 0, Checks.LARGEST);
        expiry.ifPresent(end -> Checks.range("floorW", end.floorWatts(), 0, watts));
    }

    /** A limit that does not expire. */
    public Limit(
            String id, Source source, Scope scope, Direction direction, int watts, Window window) {
        this(id, source, scope, direction, watts, window, Optional.empty());
    }

    /** What holds in {@code slot}, W: empty outside the window, the floor from the expiry on. */
    public OptionalInt wattsAt(int slot) {
        if (!window.has(slot)) {
            return OptionalInt.empty();
        }
        boolean expired = expiry.isPresent() && slot >= expiry.get().slot();
        return OptionalInt.of(expired ? expiry.get().floorWatts() : watts);
    }

    /** This limit with {@code more} W, at least 0, before and after its expiry. */
    public Limit raisedBy(int more) {
        Optional<Expiry> end =
                expiry.map(old -> new Expiry(old.slot(), Math.addExact(old.floorWatts(), more)));
        return new Limit(id, source, scope, direction, Math.addExact(watts, more), window, end);
    }

    /** This limit with other watts and its floor at most these. */
    public Limit withWatts(int other) {
        Optional<Expiry> end =
                expiry.map(old -> new Expiry(old.slot(), Math.min(old.floorWatts(), other)));
        return new Limit(id, source, scope, direction, other, window, end);
    }
}
