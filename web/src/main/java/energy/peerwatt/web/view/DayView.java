package energy.peerwatt.web.view;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A participant's day in the area's time zone, slot by slot; what is not known is null. */
public record DayView(
        long participantId,
        String name,
        LocalDate date,
        String timeZone,
        String currency,
        long retailMicro,
        long feedInMicro,
        long intervalMinutes,
        List<Slot> slots,
        Totals totals) {

    /** How far an interval has come. */
    public enum SlotState {
        OPEN,
        CLOSED,
        METERED,
        SETTLED,
        CONFIRMED
    }

    /**
     * One interval.
     *
     * @param priceMicro of the energy shared with neighbours, by volume: what the member paid per
     *     kWh with fees if it bought more, else what it was paid; null if nothing was shared
     * @param amount of all lines; positive is credited
     */
    public record Slot(
            Instant start,
            @Nullable Long generationWh,
            @Nullable Long importWh,
            @Nullable Long exportWh,
            @Nullable Long boughtWh,
            @Nullable Long soldWh,
            @Nullable Long residualSupplyWh,
            @Nullable Long residualFeedInWh,
            @Nullable Long priceMicro,
            @Nullable String amount,
            @Nullable String quality,
            SlotState state,
            @Nullable TransactionView transaction) {}

    /**
     * Sums of the slots as far as they are known; null if none is.
     *
     * @param betterThanGridAmount what the settled slots are worth more than with the own supplier
     *     alone
     */
    public record Totals(
            @Nullable Long generationWh,
            @Nullable Long importWh,
            @Nullable Long exportWh,
            @Nullable Long boughtWh,
            @Nullable Long soldWh,
            @Nullable Long residualSupplyWh,
            @Nullable Long residualFeedInWh,
            @Nullable String amount,
            @Nullable String betterThanGridAmount) {}
}
