package energy.peerwatt.metering.headend.estimation;

import energy.peerwatt.metering.headend.RegisterReading;
import energy.peerwatt.metering.headend.ValueReason;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How the energy of a gap is spread over its quarter-hours: in proportion to what was expected of
 * each, in whole Wh by largest remainder, so that the parts are the register difference exactly.
 *
 * @param expected weight of each quarter-hour by its start, at least 0, with a positive sum
 * @param reason LIKE_DAYS or NEIGHBOURS
 */
public record GapShape(Map<Instant, Long> expected, ValueReason reason) {

    public GapShape {
        expected = Map.copyOf(expected);
        if (expected.values().stream().anyMatch(weight -> weight < 0)
                || expected.values().stream().noneMatch(weight -> weight > 0)) {
            throw new IllegalArgumentException("no shape: " + expected);
        }
    }

    /** The shape that these weights give; empty if one is missing or all are 0. */
    public static Optional<GapShape> of(
            List<Instant> quarters, Function<Instant, Optional<Long>> weight, ValueReason reason) {
        Map<Instant, Long> expected = new TreeMap<>();
        for (Instant quarter : quarters) {
            weight.apply(quarter).ifPresent(known -> expected.put(quarter, known));
        }
        return expected.size() < quarters.size()
                        || expected.values().stream().noneMatch(known -> known > 0)
                ? Optional.empty()
                : Optional.of(new GapShape(expected, reason));
    }

    /** Starts of the quarter-hours that a gap touches, ascending. */
    public static List<Instant> quarters(Instant from, Instant to) {
        List<Instant> quarters = new ArrayList<>();
        for (DeliveryInterval quarter =
                        DeliveryInterval.containing(from, DeliveryInterval.QUARTER_HOUR);
                quarter.start().isBefore(to);
                quarter = quarter.next()) {
            quarters.add(quarter.start());
        }
        return quarters;
    }

    /**
     * The energy so far at each boundary inside the gap.
     *
     * @param from where the gap starts; may be a boundary inside the gap whose value is known
     * @param to where it ends; later, and not less
     * @return by boundary; empty if nothing is expected there, though something flowed
     */
    public Map<Instant, Long> boundaries(RegisterReading from, RegisterReading to) {
        List<Instant> quarters = quarters(from.at(), to.at());
        long[] weights = quarters.stream().mapToLong(q -> weight(q, from.at(), to.at())).toArray();
        Map<Instant, Long> boundaries = new TreeMap<>();
        if (Arrays.stream(weights).noneMatch(weight -> weight > 0)) {
            return boundaries;
        }
        long[] parts = Shares.of(to.registerWh() - from.registerWh(), weights);
        long soFar = from.registerWh();
        for (int i = 0; i < parts.length - 1; i++) {
            soFar += parts[i];
            boundaries.put(quarters.get(i + 1), soFar);
        }
        return boundaries;
    }

    /** A quarter-hour that the gap covers in part has that part of its weight. */
    private long weight(Instant quarter, Instant from, Instant to) {
        Instant end = quarter.plus(DeliveryInterval.QUARTER_HOUR);
        Instant start = quarter.isBefore(from) ? from : quarter;
        Duration covered = Duration.between(start, end.isAfter(to) ? to : end);
        return Math.multiplyExact(expected.getOrDefault(quarter, 0L), covered.toMillis());
    }
}
