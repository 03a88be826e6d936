package energy.peerwatt.web.view;

import energy.peerwatt.unit.Money;
import energy.peerwatt.web.billing.Earnings;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a member's energy came to in a period, part by part and as a whole.
 *
 * @param period such as 2026, 2026-06 or 2026-06-18
 * @param spans its months, days or intervals, ascending
 */
public record EarningsView(
        long participantId,
        String name,
        String period,
        String timeZone,
        String currency,
        Span whole,
        List<Span> spans) {

    /**
     * A span of time. Amounts are positive where credited.
     *
     * @param intervals how many of its intervals are settled
     * @param aloneAmount what the own supplier alone would have made of it; null if unknown
     * @param betterAmount by how much the amount is better; null if unknown
     * @param ownWorthAmount what the energy used behind the meter would have cost
     * @param quality the worst of its values; null where there is none
     */
    public record Span(
            Instant from,
            Instant to,
            int intervals,
            String amount,
            @Nullable String aloneAmount,
            @Nullable String betterAmount,
            String ownWorthAmount,
            @Nullable String quality,
            List<Part> origins) {

        public static Span of(Earnings earnings) {
            return new Span(
                    earnings.from(),
                    earnings.to(),
                    earnings.intervals(),
                    earnings.amount().toDecimalString(),
                    earnings.alone().map(Money::toDecimalString).orElse(null),
                    earnings.better().map(Money::toDecimalString).orElse(null),
                    earnings.ownWorth().toDecimalString(),
                    earnings.quality().map(Enum::name).orElse(null),
                    earnings.origins().stream().map(Part::of).toList());
        }
    }

    /**
     * The energy of one origin.
     *
     * @param counterparty SELF, NEIGHBOUR, COMMUNITY or OWN_SUPPLIER
     */
    public record Part(
            String origin,
            String counterparty,
            long energyWh,
            String amount,
            @Nullable String aloneAmount) {

        static Part of(Earnings.OfOrigin part) {
            return new Part(
                    part.origin().name(),
                    part.origin().counterparty().name(),
                    part.energy().wattHours(),
                    part.amount().toDecimalString(),
                    part.alone().map(Money::toDecimalString).orElse(null));
        }
    }
}
