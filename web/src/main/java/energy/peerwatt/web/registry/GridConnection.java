package energy.peerwatt.web.registry;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a home is connected to the grid, as far as an operator has said.
 *
 * @param phases empty if nobody has said; then all three are assumed
 * @param importW the most the home may take, W; empty: no limit of its own
 * @param exportW the most the home may give, W; empty: no limit of its own
 */
public record GridConnection(Optional<Phases> phases, OptionalInt importW, OptionalInt exportW) {

    /** No limit of a home is higher, W. */
    public static final int LARGEST_W = 1_000_000;

    /** Of a home of which nobody has said anything. */
    public static final GridConnection UNKNOWN =
            new GridConnection(Optional.empty(), OptionalInt.empty(), OptionalInt.empty());

    /** The phases of a connection. */
    public enum Phases {
        L1,
        L2,
        L3,
        THREE_PHASE
    }

    public GridConnection {
        requireWatts("importW", importW);
        requireWatts("exportW", exportW);
    }

    private static void requireWatts(String name, OptionalInt watts) {
        int value = watts.orElse(0);
        if (value < 0 || value > LARGEST_W) {
            throw new IllegalArgumentException(
                    "%s must be from 0 to %d, not %d".formatted(name, LARGEST_W, value));
        }
    }
}
