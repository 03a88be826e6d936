package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.Tariff;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.MeteringPoint.Tariffs;
import java.util.List;

/**
 * What energy over an area's connection costs, quarter-hour by quarter-hour: the mean of what its
 * members' own suppliers charge and pay then, by their dated prices and hours of use. Inside the
 * area energy nets.
 */
final class AreaTariff {

    private AreaTariff() {}

    /**
     * The tariff of a horizon.
     *
     * @param points at least one
     * @throws IllegalArgumentException naming the field if a price is beyond {@link
     *     Tariff#LARGEST_MICRO}
     */
    static Tariff of(
            List<MeteringPoint> points, DeliveryInterval first, int slots, Tariff.PeakCharge peak) {
        int[] imports = new int[slots];
        int[] exports = new int[slots];
        for (int slot = 0; slot < slots; slot++) {
            long retail = 0;
            long feedIn = 0;
            for (MeteringPoint point : points) {
                Tariffs tariffs = point.tariffs().at(first.plus(slot).start());
                retail = Math.addExact(retail, tariffs.retail().microPerKwh());
                feedIn = Math.addExact(feedIn, tariffs.feedIn().microPerKwh());
            }
            imports[slot] = price("importMicro", retail / points.size());
            // Sending energy in a circle earns nothing, so no more is paid for it than it costs.
            exports[slot] = Math.min(imports[slot], price("exportMicro", feedIn / points.size()));
        }
        return new Tariff(Series.of(imports), Series.of(exports), peak);
    }

    private static int price(String field, long micro) {
        if (Math.abs(micro) > Tariff.LARGEST_MICRO) {
            throw new IllegalArgumentException(
                    "%s must be from %d to %d, not %d"
                            .formatted(field, -Tariff.LARGEST_MICRO, Tariff.LARGEST_MICRO, micro));
        }
        return (int) micro;
    }
}
