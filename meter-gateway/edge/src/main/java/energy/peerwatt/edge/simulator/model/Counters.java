package energy.peerwatt.edge.simulator.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * True cumulative energy of one home in watt-seconds, exact. 3,600 watt-seconds are one Wh.
 *
 * @param wattSeconds one entry per quantity, each at least 0
 */
public record Counters(Map<Quantity, Long> wattSeconds) {

    private static final long SECONDS_PER_HOUR = 3_600;

    public Counters {
        Map<Quantity, Long> copy = new EnumMap<>(Quantity.class);
        for (Quantity quantity : Quantity.values()) {
            long value = wattSeconds.getOrDefault(quantity, 0L);
            if (value < 0) {
                throw new IllegalArgumentException(quantity + " is negative: " + value);
            }
            copy.put(quantity, value);
        }
        wattSeconds = Collections.unmodifiableMap(copy);
    }

    /** Counters that show whole Wh; quantities not named start at zero. */
    public static Counters ofWattHours(Map<Quantity, Long> wattHours) {
        Map<Quantity, Long> wattSeconds = new EnumMap<>(Quantity.class);
        wattHours.forEach((quantity, wh) -> wattSeconds.put(quantity, wh * SECONDS_PER_HOUR));
        return new Counters(wattSeconds);
    }

    public long wattSeconds(Quantity quantity) {
        return wattSeconds.getOrDefault(quantity, 0L);
    }

    /** What a register shows: whole Wh, rounded down. */
    public long wattHours(Quantity quantity) {
        return wattSeconds(quantity) / SECONDS_PER_HOUR;
    }

    /** These counters after {@code seconds} at the powers of {@code flow}. */
    Counters plus(PowerFlow flow, long seconds) {
        Map<Quantity, Long> sums = new EnumMap<>(Quantity.class);
        wattSeconds.forEach(
                (quantity, value) -> sums.put(quantity, value + flow.watts(quantity) * seconds));
        return new Counters(sums);
    }
}
