package energy.peerwatt.settlement.allocation;

import java.util.ArrayList;
import java.util.List;

/**
 * Rights of shares of a plant to its production in whole kWh: what does not make a kWh is carried
 * to the next hour and the next day.
 *
 * <p>Source: Som Energia's Generation kWh. The order of use and what a correction may take back
 * follow its published tests.
 */
public final class GenerationRights {

    private static final long WH_PER_KWH = 1_000;

    private GenerationRights() {}

    /**
     * Rights of successive hours.
     *
     * @param kwh granted in each hour
     * @param remainderWh carried on; negative if more was granted than was due
     */
    public record Granted(List<Long> kwh, long remainderWh) {

        public Granted {
            kwh = List.copyOf(kwh);
        }
    }

    /**
     * Corrected rights of successive hours.
     *
     * @param kwh of each hour
     * @param unrecoveredKwh granted too much and not taken back
     */
    public record Rectified(List<Long> kwh, long unrecoveredKwh) {

        public Rectified {
            kwh = List.copyOf(kwh);
        }
    }

    /**
     * Grants the rights of some shares.
     *
     * @param productionWh of each hour, at least 0
     * @param activeShares of the plant in each hour, at least 1
     * @param shares whose rights are asked for, at least 0
     * @param carriedWh remainder of the hours before
     */
    public static Granted grant(
            List<Long> productionWh, List<Long> activeShares, long shares, long carriedWh) {
        requireSameHours(productionWh, activeShares);
        List<Long> granted = new ArrayList<>();
        long wh = carriedWh;
        for (int hour = 0; hour < productionWh.size(); hour++) {
            long active = activeShares.get(hour);
            if (active < 1 || shares < 0 || productionWh.get(hour) < 0) {
                throw new IllegalArgumentException(
                        "%d of %d shares of %d Wh in hour %d"
                                .formatted(shares, active, productionWh.get(hour), hour));
            }
            wh = Math.addExact(wh, Math.multiplyExact(productionWh.get(hour), shares) / active);
            long kwh = Math.max(0, wh / WH_PER_KWH);
            granted.add(kwh);
            wh -= kwh * WH_PER_KWH;
        }
        return new Granted(granted, wh);
    }

    /**
     * Corrects rights that may have been used already: no hour is lowered; what was granted too
     * much is taken back from the increases of later hours.
     *
     * @param granted kWh of each hour so far
     * @param due kWh of each hour as they should be
     */
    public static Rectified rectify(List<Long> granted, List<Long> due) {
        requireSameHours(granted, due);
        List<Long> rectified = new ArrayList<>();
        long owed = 0;
        for (int hour = 0; hour < granted.size(); hour++) {
            long increase = Math.max(0, due.get(hour) - granted.get(hour));
            long takenBack = Math.min(owed, increase);
            owed += Math.max(0, granted.get(hour) - due.get(hour)) - takenBack;
            rectified.add(granted.get(hour) + increase - takenBack);
        }
        return new Rectified(rectified, owed);
    }

    /** Sum of the rights that are not used in the hours of a tariff period. */
    public static long available(List<Long> rights, List<Long> used, List<Boolean> inPeriod) {
        requireSameHours(rights, used);
        requireSameHours(rights, inPeriod);
        long available = 0;
        for (int hour = 0; hour < rights.size(); hour++) {
            if (inPeriod.get(hour)) {
                available = Math.addExact(available, rights.get(hour) - used.get(hour));
            }
        }
        return available;
    }

    /**
     * Uses up to {@code kwh} of the rights, those of the earliest hours first.
     *
     * @return what is used of each hour then
     */
    public static List<Long> use(List<Long> rights, List<Long> used, long kwh) {
        requireSameHours(rights, used);
        List<Long> after = new ArrayList<>();
        long left = kwh;
        for (int hour = 0; hour < rights.size(); hour++) {
            long now = Math.min(left, rights.get(hour) - used.get(hour));
            after.add(used.get(hour) + now);
            left -= now;
        }
        return List.copyOf(after);
    }

    private static void requireSameHours(List<?> one, List<?> other) {
        if (one.size() != other.size()) {
            throw new IllegalArgumentException(
                    "%d hours and %d hours".formatted(one.size(), other.size()));
        }
    }
}
