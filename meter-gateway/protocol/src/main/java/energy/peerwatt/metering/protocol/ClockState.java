package energy.peerwatt.metering.protocol;

import java.util.Optional;

/**
 * How far the clock that a reading was timed with could be trusted at that moment.
 *
 * @param deviation how wrong the clock may be; empty if nothing is known, which is never "right"
 */
public record ClockState(Source source, Sync sync, Optional<Deviation> deviation) {

    /** Nothing is known about the clock. */
    public static final ClockState UNKNOWN =
            new ClockState(Source.UNKNOWN, Sync.UNKNOWN, Optional.empty());

    /** The clock of a simulated market, which all its programs share exactly. */
    public static final ClockState MARKET =
            new ClockState(
                    Source.MARKET_CLOCK, Sync.SYNCHRONISED, Optional.of(new Deviation(0, 0)));

    private static final int TRUSTED_OFFSET_MILLIS = 1_000;

    /**
     * How wrong a clock may be.
     *
     * @param offsetMillis what the clock shows minus true time, as its time service estimates it
     * @param uncertaintyMillis the offset is at most this far from the truth, at least 0
     */
    public record Deviation(int offsetMillis, int uncertaintyMillis) {

        public Deviation {
            if (offsetMillis == Integer.MIN_VALUE || uncertaintyMillis < 0) {
                throw new IllegalArgumentException(
                        "clock offset " + offsetMillis + " ms +- " + uncertaintyMillis + " ms");
            }
        }

        /** The clock shows at most this many milliseconds more or less than true time. */
        public int mostMillis() {
            return (int)
                    Math.min(Integer.MAX_VALUE, Math.abs((long) offsetMillis) + uncertaintyMillis);
        }
    }

    /** Who says so. */
    public enum Source {
        UNKNOWN,
        /** The shared clock of a simulated market; true by definition. */
        MARKET_CLOCK,
        /** The chrony daemon. */
        CHRONY,
        /** The kernel's time discipline, as any NTP or PTP service sets it. */
        KERNEL
    }

    /** Whether the clock follows a reference. */
    public enum Sync {
        UNKNOWN,
        /** Never since the machine started. */
        NEVER,
        /** It did since the machine started, and has lost its reference. */
        HOLDOVER,
        SYNCHRONISED
    }

    public ClockState {
        if (sync == Sync.SYNCHRONISED && deviation.isEmpty()) {
            throw new IllegalArgumentException("synchronised, and how well is not known");
        }
    }

    /**
     * Whether a reading by this clock may fix an interval boundary: synchronised since the machine
     * started and at most 1 s off.
     */
    public boolean isTrusted() {
        boolean followed = sync == Sync.SYNCHRONISED || sync == Sync.HOLDOVER;
        return followed
                && deviation.isPresent()
                && Math.abs(deviation.get().offsetMillis()) <= TRUSTED_OFFSET_MILLIS;
    }
}
