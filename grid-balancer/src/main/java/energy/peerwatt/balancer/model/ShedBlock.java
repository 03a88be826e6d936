package energy.peerwatt.balancer.model;

import java.util.List;

/**
 * Load behind one breaker, on or off as a whole.
 *
 * @param id unique in the community
 * @param tier 1 for critical load, served longest, to {@link #LAST_TIER}
 * @param parts what of which homes is behind it, at least one
 * @param times how long it stays on and off
 * @param before how it was before slot 0
 */
public record ShedBlock(String id, int tier, List<Part> parts, Times times, Before before) {

    /** The tier that is shed first. */
    public static final int LAST_TIER = 4;

    /**
     * A part of a home's load besides its devices, which have switches of their own. In a slot with
     * {@code loadW} it is {@code loadW x permille / 1000} W, rounded down.
     *
     * @param permille 1 to 1000
     */
    public record Part(String home, int permille) {

        public Part {
            Checks.name("home", home);
            Checks.range("permille", permille, 1, 1000);
        }
    }

    /**
     * Slots a breaker stays as it is after a change; losing the grid may still switch it off.
     *
     * @param minOnSlots at least 1
     * @param minOffSlots at least 1
     */
    public record Times(int minOnSlots, int minOffSlots) {

        public Times {
            Checks.range("minOnSlots", minOnSlots, 1, Horizon.LONGEST);
            Checks.range("minOffSlots", minOffSlots, 1, Horizon.LONGEST);
        }
    }

    /**
     * How a breaker was before slot 0.
     *
     * @param off whether its load was off
     * @param slots for how many slots, at least 1
     */
    public record Before(boolean off, int slots) {

        /** On for longer than any minimum. */
        public static final Before ON = new Before(false, Horizon.LONGEST);

        public Before {
            Checks.range("sinceSlots", slots, 1, Horizon.LONGEST);
        }
    }

    public ShedBlock {
        Checks.name("id", id);
        Checks.range("tier", tier, 1, LAST_TIER);
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("parts of block " + id + " must not be empty");
        }
    }
}
