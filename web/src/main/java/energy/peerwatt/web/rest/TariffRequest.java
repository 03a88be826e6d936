package energy.peerwatt.web.rest;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.tariff.DatedPrice;
import energy.peerwatt.settlement.tariff.TariffKind;
import energy.peerwatt.settlement.tariff.TimeWindow;
import energy.peerwatt.settlement.tariff.Validity;
import energy.peerwatt.settlement.tariff.ZoneDistance;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.registry.TariffChange;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A price that holds from a local day on.
 *
 * @param participantId whose supplier's price; null for charges of the area
 * @param kind {@link TariffKind}
 * @param name tells charges of one kind apart; those that differ in name are added up
 * @param distance {@link ZoneDistance}, of grid fees only
 * @param days on which a time-of-use price holds; all if null
 * @param timeFrom local, inclusive; midnight if null
 * @param timeUntil local, exclusive; midnight if null
 */
public record TariffRequest(
        @Nullable @Min(ParticipantId.FIRST_MEMBER) Long participantId,
        @NotNull String kind,
        @NotBlank @Size(max = 200) String name,
        @Nullable String distance,
        @Nullable @Size(min = 1, max = 7) Set<String> days,
        @Nullable LocalTime timeFrom,
        @Nullable LocalTime timeUntil,
        @NotNull @Min(-LARGEST_PRICE) @Max(LARGEST_PRICE) Long priceMicro,
        @NotNull String validFrom,
        @NotBlank @Size(max = 200) String legalBasis) {

    private static final long LARGEST_PRICE = 1_000_000_000;

    /** What is asked for; throws what names the field that is wrong. */
    TariffChange toChange(AreaId area) {
        DatedPrice.Item item =
                new DatedPrice.Item(
                        Inputs.name("kind", TariffKind.class, kind).orElseThrow(),
                        name,
                        Inputs.name("distance", ZoneDistance.class, distance),
                        window());
        DatedPrice price =
                new DatedPrice(
                        item,
                        Price.ofMicroPerKwh(priceMicro),
                        Validity.from(Inputs.date("validFrom", validFrom).orElseThrow()),
                        legalBasis);
        return new TariffChange(
                area, Optional.ofNullable(participantId).map(ParticipantId::new), price);
    }

    private TimeWindow window() {
        Set<DayOfWeek> on =
                days == null
                        ? TimeWindow.ALWAYS.days()
                        : days.stream()
                                .map(day -> Inputs.name("days", DayOfWeek.class, day).orElseThrow())
                                .collect(java.util.stream.Collectors.toSet());
        return new TimeWindow(
                on,
                Objects.requireNonNullElse(timeFrom, LocalTime.MIDNIGHT),
                Objects.requireNonNullElse(timeUntil, LocalTime.MIDNIGHT));
    }
}
