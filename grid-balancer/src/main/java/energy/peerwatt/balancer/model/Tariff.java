package energy.peerwatt.balancer.model;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What energy over the connection to the grid costs. Inside the community energy nets for free, or
 * changes hands at a local price, which is no cost of the community as a whole.
 *
 * @param importMicro price of each slot's import in micro-currency per kWh, any sign
 * @param exportMicro what each slot's export earns, micro-currency per kWh, any sign; negative when
 *     giving to the grid costs money; never above the import price, so that no money is made by
 *     sending energy in a circle
 * @param peak the charge on the highest quarter-hour of the month
 * @param localMicro what members pay each other for energy that stays inside, micro-currency per
 *     kWh, from the export to the import price; none if it is at the price of the border
 */
public record Tariff(
        Series importMicro, Series exportMicro, PeakCharge peak, Optional<Series> localMicro) {

    /**
     * No price is further from zero, micro-currency per kWh or kW: a thousand. Differences of two
     * still fit an int.
     */
    public static final int LARGEST_MICRO = 1_000_000_000;

    /** A tariff without a local price. */
    public Tariff(Series importMicro, Series exportMicro, PeakCharge peak) {
        this(importMicro, exportMicro, peak, Optional.empty());
    }

    /**
     * A charge on the month's highest import.
     *
     * @param microPerKw micro-currency per kW above {@code reachedWatts}, at least 0; 0 for none
     * @param reachedWatts the month's highest import so far, W, at least 0
     */
    public record PeakCharge(int microPerKw, int reachedWatts) {

        public static final PeakCharge NONE = new PeakCharge(0, 0);

        public PeakCharge {
            Checks.range("microPerKw", microPerKw, 0, LARGEST_MICRO);
            Checks.range("reachedW", reachedWatts, 0, Checks.LARGEST);
        }
    }

    public Tariff {
        if (importMicro.slots() != exportMicro.slots()) {
            throw new IllegalArgumentException("importMicro and exportMicro differ in length");
        }
        Checks.each("importMicro", importMicro, -LARGEST_MICRO, LARGEST_MICRO);
        for (int slot = 0; slot < importMicro.slots(); slot++) {
            Checks.range(
                    "exportMicro[" + slot + "]",
                    exportMicro.at(slot),
                    -LARGEST_MICRO,
                    importMicro.at(slot));
        }
        localMicro.ifPresent(local -> requireBetween(local, exportMicro, importMicro));
    }

    /** The price that is furthest from zero, the charge on the peak among them. */
    long highestMicro() {
        return Stream.of(importMicro, exportMicro)
                .flatMapToInt(Series::stream)
                .mapToLong(Math::absExact)
                .reduce(peak.microPerKw(), Math::max);
    }

    private static void requireBetween(Series local, Series exports, Series imports) {
        if (local.slots() != imports.slots()) {
            throw new IllegalArgumentException("importMicro and localMicro differ in length");
        }
        for (int slot = 0; slot < local.slots(); slot++) {
            Checks.range(
                    "localMicro[" + slot + "]", local.at(slot), exports.at(slot), imports.at(slot));
        }
    }
}
