package energy.peerwatt.web.balancing;

import energy.peerwatt.market.Channel;
import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * What one metering point and its devices took and gave in each quarter-hour of a span, Wh, as far
 * as it is known. Small, because many homes have weeks of it. Immutable once built.
 */
public final class PastEnergy {

    private static final int UNKNOWN = Integer.MIN_VALUE;

    /** What is measured. */
    public enum Flow {
        IMPORT,
        EXPORT,
        GENERATION,
        BATTERY,
        CHARGER
    }

    private final long first;
    private final int count;
    private final Map<Flow, int[]> wattHours = new EnumMap<>(Flow.class);

    private PastEnergy(Instant from, Instant until) {
        first = quarterHour(from).index();
        count = Math.toIntExact(Math.max(0, quarterHour(until).index() - first));
    }

    /** Collects what is known; what comes later replaces what came before. */
    static final class Builder {

        private final PastEnergy past;

        /** Starts of the first quarter-hour and of the one after the last. */
        Builder(Instant from, Instant until) {
            past = new PastEnergy(from, until);
        }

        Builder add(PastEnergy other) {
            other.wattHours.forEach((flow, known) -> {
                for (int i = 0; i < known.length; i++) {
                    if (known[i] != UNKNOWN) {
                        past.put(flow, other.first + i, known[i]);
                    }
                }
            });
            return this;
        }

        Builder values(Collection<IntervalValue> values) {
            for (IntervalValue value : values) {
                past.put(
                        flow(value.channel()),
                        value.interval().index(),
                        value.energy().wattHours());
            }
            return this;
        }

        Builder devices(Map<DeliveryInterval, DeviceEnergy> energies) {
            energies.forEach((interval, energy) -> {
                energy.batteryWh()
                        .ifPresent(taken -> past.put(Flow.BATTERY, interval.index(), taken));
                energy.chargerWh()
                        .ifPresent(taken -> past.put(Flow.CHARGER, interval.index(), taken));
            });
            return this;
        }

        PastEnergy build() {
            return past;
        }
    }

    private static DeliveryInterval quarterHour(Instant instant) {
        return DeliveryInterval.containing(instant, DeliveryInterval.QUARTER_HOUR);
    }

    private static Flow flow(Channel channel) {
        return switch (channel) {
            case IMPORT -> Flow.IMPORT;
            case EXPORT -> Flow.EXPORT;
            case GENERATION -> Flow.GENERATION;
        };
    }

    /** More than fits is nothing that a home can have. */
    private void put(Flow flow, long index, long energy) {
        long place = index - first;
        if (place >= 0 && place < count && Math.abs(energy) <= AreaLimit.LARGEST_W) {
            wattHours.computeIfAbsent(flow, _ -> unknown())[(int) place] = (int) energy;
        }
    }

    private int[] unknown() {
        int[] energy = new int[count];
        Arrays.fill(energy, UNKNOWN);
        return energy;
    }

    /** Wh; empty if unknown. */
    public OptionalInt at(Flow flow, DeliveryInterval interval) {
        long place = interval.index() - first;
        int[] known = wattHours.get(flow);
        return known == null || place < 0 || place >= count || known[(int) place] == UNKNOWN
                ? OptionalInt.empty()
                : OptionalInt.of(known[(int) place]);
    }

    /** Whether it was ever measured in the span. */
    public boolean has(Flow flow) {
        return wattHours.containsKey(flow);
    }

    /** Each quarter-hour of the span, ascending. */
    public void forEach(Consumer<DeliveryInterval> receiver) {
        for (int i = 0; i < count; i++) {
            receiver.accept(DeliveryInterval.ofIndex(first + i, DeliveryInterval.QUARTER_HOUR));
        }
    }
}
