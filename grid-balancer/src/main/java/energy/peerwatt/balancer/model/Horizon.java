package energy.peerwatt.balancer.model;

import java.time.Duration;
import java.time.Instant;

/**
 * The quarter-hours that are planned.
 *
 * @param start of slot 0, UTC, on a quarter-hour
 * @param slots 96 for a day, 92 or 100 when clocks change; 1 to {@link #LONGEST}
 * @param firstRunning whether slot 0 has begun: then each device that says what it does now keeps
 *     doing so until slot 1
 * @param rest what is left of slot 0
 */
public record Horizon(Instant start, int slots, boolean firstRunning, Rest rest) {

    /** The most slots a horizon may have: two days. */
    public static final int LONGEST = 200;

    public static final Duration SLOT = Duration.ofMinutes(15);

    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("3000-01-01T00:00:00Z");

    /** Seconds of a slot. */
    private static final int SECONDS = (int) SLOT.toSeconds();

    /**
     * What is left of slot 0. A plan's power of that slot is the power in the rest; its energy is
     * so much less.
     *
     * @param seconds that are left, 1 to 900
     * @param meteredWs what all homes together have taken since the slot began, W over seconds,
     *     negative for what they gave; 0 if nothing has passed
     */
    public record Rest(int seconds, long meteredWs) {

        /** The whole slot. */
        public static final Rest WHOLE = new Rest(SECONDS, 0);

        public Rest {
            Checks.range("restSeconds", seconds, 1, SECONDS);
            long most = seconds == SECONDS ? 0 : (long) seconds * Checks.LARGEST;
            Checks.range("meteredWs", meteredWs, -most, most);
        }

        /**
         * What was metered as a power over the rest, W, rounded half up: with it the rest's net
         * power stands for the slot's whole energy.
         */
        public int meteredWatts() {
            return (int) Math.floorDiv(2 * meteredWs + seconds, 2L * seconds);
        }

        /** What {@code amount} for a whole slot is for the rest, rounded half up. */
        public int part(int amount) {
            return (int) Math.floorDiv(2L * amount * seconds + SECONDS, 2L * SECONDS);
        }

        /** The rest as a part of a slot, above 0 to 1; for search only. */
        public double part() {
            return seconds / (double) SECONDS;
        }

        public boolean isWhole() {
            return seconds == SECONDS;
        }
    }

    /** Quarter-hours of which none has begun, or the first is planned as a whole all the same. */
    public Horizon(Instant start, int slots, boolean firstRunning) {
        this(start, slots, firstRunning, Rest.WHOLE);
    }

    public Horizon {
        Checks.range("slots", slots, 1, LONGEST);
        if (start.isBefore(EARLIEST) || start.isAfter(LATEST)) {
            throw new IllegalArgumentException(
                    "start must be from " + EARLIEST + " to " + LATEST + ", not " + start);
        }
        if (start.getEpochSecond() % SLOT.toSeconds() != 0 || start.getNano() != 0) {
            throw new IllegalArgumentException("start must be on a quarter-hour: " + start);
        }
    }

    /** The same quarter-hours, the first with so much left. */
    public Horizon withRest(Rest other) {
        return new Horizon(start, slots, firstRunning, other);
    }

    /** What {@code amount} for a whole slot is for {@code slot}, rounded half up. */
    public int part(int slot, int amount) {
        return slot > 0 ? amount : rest.part(amount);
    }

    /** W that were metered before the plan began, as a power over what is left of {@code slot}. */
    public int metered(int slot) {
        return slot > 0 ? 0 : rest.meteredWatts();
    }

    /**
     * The mean of a slot, W, rounded up, if the homes together take {@code watts} in what is left
     * of it.
     */
    public long mean(int slot, long watts) {
        return slot > 0 || rest.isWhole()
                ? watts
                : Math.ceilDiv((watts + rest.meteredWatts()) * rest.seconds(), (long) SECONDS);
    }

    /** The most that they may take in what is left of a slot whose mean is at most {@code mean}. */
    public long wattsOf(int slot, long mean) {
        return slot > 0 || rest.isWhole()
                ? mean
                : Math.floorDiv(mean * SECONDS, (long) rest.seconds()) - rest.meteredWatts();
    }

    /** When {@code slot} begins; the number of slots gives the end of the horizon. */
    public Instant startOf(int slot) {
        return start.plus(SLOT.multipliedBy(slot));
    }
}
