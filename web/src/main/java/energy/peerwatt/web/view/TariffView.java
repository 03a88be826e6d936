package energy.peerwatt.web.view;

import energy.peerwatt.settlement.tariff.DatedPrice;
import energy.peerwatt.settlement.tariff.ZoneDistance;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dated price per kWh.
 *
 * @param distance of grid fees; null for all others
 * @param validFrom first local day
 * @param validUntil first local day on which it does not hold any more; null if none is known
 */
public record TariffView(
        String kind,
        String name,
        @Nullable String distance,
        List<String> days,
        LocalTime timeFrom,
        LocalTime timeUntil,
        long priceMicro,
        LocalDate validFrom,
        @Nullable LocalDate validUntil,
        String legalBasis) {

    public static TariffView of(DatedPrice price) {
        var item = price.item();
        return new TariffView(
                item.kind().name(),
                item.name(),
                item.distance().map(ZoneDistance::name).orElse(null),
                item.window().days().stream().sorted().map(DayOfWeek::name).toList(),
                item.window().from(),
                item.window().until(),
                price.price().microPerKwh(),
                price.validity().from(),
                price.validity().until().orElse(null),
                price.legalBasis());
    }
}
