package energy.peerwatt.balancer.forecast;

import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What was measured, by interval; intervals may be missing. Immutable. */
public final class EnergyHistory {

    private final NavigableMap<DeliveryInterval, Long> wattHours = new TreeMap<>();

    /**
     * Keeps these values.
     *
     * @param measured of one metering point or device, in any order
     * @throws IllegalArgumentException if two values are for one interval or lengths differ
     */
    public EnergyHistory(Collection<NetEnergy> measured) {
        for (NetEnergy value : measured) {
            requireLength(value.interval());
            if (wattHours.put(value.interval(), value.wattHours()) != null) {
                throw new IllegalArgumentException("two values for " + value.interval());
            }
        }
    }

    /**
     * Passes if an interval is as long as the measured ones, or if there are none.
     *
     * @throws IllegalArgumentException otherwise
     */
    void requireLength(DeliveryInterval interval) {
        if (!wattHours.isEmpty() && !length().equals(interval.length())) {
            throw new IllegalArgumentException(
                    interval + " is not as long as " + wattHours.firstKey());
        }
    }

    /** What was measured then, Wh. */
    public OptionalLong at(DeliveryInterval interval) {
        Long value = wattHours.get(interval);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** The measured intervals, the earliest first. */
    public NavigableSet<DeliveryInterval> intervals() {
        return Collections.unmodifiableNavigableSet(wattHours.navigableKeySet());
    }

    /** The last measured value before {@code target}. */
    Optional<NetEnergy> lastBefore(DeliveryInterval target) {
        return Optional.ofNullable(wattHours.lowerEntry(target))
                .map(last -> new NetEnergy(last.getKey(), last.getValue()));
    }

    private Duration length() {
        return wattHours.firstKey().length();
    }
}
