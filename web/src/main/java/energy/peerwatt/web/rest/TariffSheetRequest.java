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
import energy.peerwatt.web.registry.TariffDraft;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Prices that hold from one local day on.
 *
 * @param legalBasis law, price sheet or contract, for people
 */
public record TariffSheetRequest(
        @NotNull String validFrom,
        @NotBlank @Size(max = 200) String legalBasis,
        @NotNull @Size(min = 1, max = MOST_PRICES) List<@NotNull @Valid PriceRequest> prices) {

    private static final int MOST_PRICES = 200;
    private static final long LARGEST_PRICE = 1_000_000_000;

    /**
     * One price.
     *
     * @param participantId whose supplier's price; null for charges of the area, and for what all
     *     members of the area pay their suppliers or are paid by them
     * @param kind {@link TariffKind}
     * @param name tells charges of one kind apart; those that differ in name are added up
     * @param distance {@link ZoneDistance}, of grid fees only
     * @param days on which a time-of-use price holds; all if null
     * @param timeFrom local, inclusive; midnight if null
     * @param timeUntil local, exclusive; midnight if null
     */
    public record PriceRequest(
            @Nullable @Min(ParticipantId.FIRST_MEMBER) Long participantId,
            @NotNull String kind,
            @NotBlank @Size(max = 200) String name,
            @Nullable String distance,
            @Nullable @Size(min = 1, max = 7) Set<@NotNull String> days,
            @Nullable LocalTime timeFrom,
            @Nullable LocalTime timeUntil,
            @NotNull @Min(-LARGEST_PRICE) @Max(LARGEST_PRICE) Long priceMicro) {

        private DatedPrice price(LocalDate from, String legalBasis) {
            DatedPrice.Item item =
                    new DatedPrice.Item(
                            tariffKind(),
                            name,
                            Inputs.name("distance", ZoneDistance.class, distance),
                            window());
            return new DatedPrice(
                    item, Price.ofMicroPerKwh(priceMicro), Validity.from(from), legalBasis);
        }

        private TariffKind tariffKind() {
            return Inputs.name("kind", TariffKind.class, kind).orElseThrow();
        }

        private TimeWindow window() {
            Set<DayOfWeek> on =
                    days == null
                            ? TimeWindow.ALWAYS.days()
                            : days.stream().map(PriceRequest::day).collect(Collectors.toSet());
            return new TimeWindow(
                    on,
                    Objects.requireNonNullElse(timeFrom, LocalTime.MIDNIGHT),
                    Objects.requireNonNullElse(timeUntil, LocalTime.MIDNIGHT));
        }

        private static DayOfWeek day(String name) {
            return Inputs.name("days", DayOfWeek.class, name).orElseThrow();
        }

        /** Whose price it is: one member's, each member's, or the area's. */
        private Stream<Optional<ParticipantId>> owners(List<ParticipantId> members) {
            TariffKind of = tariffKind();
            if (participantId != null) {
                ParticipantId one = new ParticipantId(participantId);
                if (!members.contains(one)) {
                    throw Inputs.invalid("participantId", "is not a member of the area");
                }
                return Stream.of(Optional.of(one));
            }
            return of == TariffKind.RETAIL || of == TariffKind.FEED_IN
                    ? members.stream().map(Optional::of)
                    : Stream.of(Optional.empty());
        }
    }

    /**
     * What is asked for; throws what names the field that is wrong.
     *
     * @param members of the area
     */
    TariffDraft.Sheet toSheet(AreaId area, List<ParticipantId> members) {
        LocalDate from = Inputs.date("validFrom", validFrom).orElseThrow();
        return new TariffDraft.Sheet(
                prices.stream()
                        .flatMap(asked -> {
                            DatedPrice price = asked.price(from, legalBasis);
                            return asked.owners(members)
                                    .map(owner -> new TariffChange(area, owner, price));
                        })
                        .toList());
    }
}
