package energy.peerwatt.balancer.model;

/**
 * A bound on what the whole community takes from the grid or gives to it.
 *
 * @param id unique in the community; explanations name it
 * @param source who set it
 * @param scope what it bounds
 * @param direction import or export
 * @param watts the most in any slot of the window, W, at least 0
 * @param window when it holds
 */
public record Limit(
        String id, Source source, Scope scope, Direction direction, int watts, Window window) {

    /** Who set a limit. */
    public enum Source {
        TRANSFORMER,
        CONTRACT,
        GRID_OPERATOR
    }

    /** The sum of all phases, or one of them. */
    public enum Scope {
        TOTAL,
        L1,
        L2,
        L3
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

    public Limit {
        Checks.name("id", id);
        Checks.range("limitW", watts, 0, Checks.LARGEST);
    }

    /** This limit with other watts. */
    public Limit withWatts(int other) {
        return new Limit(id, source, scope, direction, other, window);
    }
}
