package energy.peerwatt.web.view;

import energy.peerwatt.web.settling.SeriesPrice;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What deviations cost in an interval, per kWh; of an interval the highest version counts.
 *
 * @param by who entered it; null for others than operators
 */
public record ImbalancePriceView(
        Instant interval,
        int version,
        long shortMicro,
        long longMicro,
        String source,
        Instant setAt,
        @Nullable String by,
        String reason) {

    /**
     * The view.
     *
     * @param withLogin whether it says who entered it
     */
    public static ImbalancePriceView of(SeriesPrice price, boolean withLogin) {
        return new ImbalancePriceView(
                price.start(),
                price.version(),
                price.whenShort().microPerKwh(),
                price.whenLong().microPerKwh(),
                price.source(),
                price.actor().at(),
                withLogin ? price.actor().login() : null,
                price.actor().reason());
    }
}
