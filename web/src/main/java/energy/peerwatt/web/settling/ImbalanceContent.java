package energy.peerwatt.web.settling;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import energy.peerwatt.market.Quality;
import energy.peerwatt.settlement.ImbalancePrices;
import energy.peerwatt.unit.Price;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What deviations from contracts cost, as JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ImbalanceContent.OwnTariffs.class, name = "OWN_TARIFFS"),
    @JsonSubTypes.Type(value = ImbalanceContent.Dual.class, name = "DUAL"),
    @JsonSubTypes.Type(value = ImbalanceContent.GroupSingle.class, name = "GROUP_SINGLE"),
    @JsonSubTypes.Type(value = ImbalanceContent.Series.class, name = "SERIES"),
})
public sealed interface ImbalanceContent {

    /** Micro per kWh, {@link energy.peerwatt.market.AreaRules#LARGEST_LIMIT}. */
    long LARGEST = 1_000_000_000;

    /** Prices and whether they only stand for those to come. */
    record Known(ImbalancePrices prices, Quality quality) {

        private static Optional<Known> always(ImbalancePrices prices) {
            return Optional.of(new Known(prices, Quality.ACTUAL));
        }
    }

    /**
     * The prices.
     *
     * @param published what the area's {@link ImbalanceSeries} says of the interval
     * @return empty if the interval waits for them
     * @throws IllegalArgumentException if there are no such prices
     */
    Optional<Known> prices(Optional<SeriesPrice> published);

    /** See {@link ImbalancePrices.OwnTariffs}. */
    record OwnTariffs() implements ImbalanceContent {

        @Override
        public Optional<Known> prices(Optional<SeriesPrice> published) {
            return Known.always(new ImbalancePrices.OwnTariffs());
        }
    }

    /** See {@link ImbalancePrices.Dual}. */
    record Dual(
            @NotNull @Min(-LARGEST) @Max(LARGEST) Long shortMicro,
            @NotNull @Min(-LARGEST) @Max(LARGEST) Long longMicro)
            implements ImbalanceContent {

        @Override
        public Optional<Known> prices(Optional<SeriesPrice> published) {
            return Known.always(
                    new ImbalancePrices.Dual(
                            Price.ofMicroPerKwh(shortMicro), Price.ofMicroPerKwh(longMicro)));
        }
    }

    /** See {@link ImbalancePrices.GroupSingle}. */
    record GroupSingle(@NotNull @Min(-LARGEST) @Max(LARGEST) Long priceMicro)
            implements ImbalanceContent {

        @Override
        public Optional<Known> prices(Optional<SeriesPrice> published) {
            return Known.always(new ImbalancePrices.GroupSingle(Price.ofMicroPerKwh(priceMicro)));
        }
    }

    /**
     * The prices of the area's series, which are known after delivery.
     *
     * @param borne by each member for its own deviation or by the causers of the group's
     * @param estimate what an interval is settled at until its prices are known; missing: it waits
     */
    record Series(@NotNull Borne borne, @Valid @Nullable Dual estimate)
            implements ImbalanceContent {

        /** Whose deviation is settled. */
        public enum Borne {
            /** Each member's; see {@link ImbalancePrices.Dual}. */
            MEMBER,
            /** The whole group's; see {@link ImbalancePrices.GroupDual}. */
            GROUP
        }

        @Override
        public Optional<Known> prices(Optional<SeriesPrice> published) {
            Optional<Known> estimated =
                    Optional.ofNullable(estimate)
                            .map(dual ->
                                    known(
                                            Price.ofMicroPerKwh(dual.shortMicro()),
                                            Price.ofMicroPerKwh(dual.longMicro()),
                                            Quality.ESTIMATED));
            return published
                    .map(price -> known(price.whenShort(), price.whenLong(), Quality.ACTUAL))
                    .or(() -> estimated);
        }

        private Known known(Price whenShort, Price whenLong, Quality quality) {
            return new Known(
                    switch (borne) {
                        case MEMBER -> new ImbalancePrices.Dual(whenShort, whenLong);
                        case GROUP -> new ImbalancePrices.GroupDual(whenShort, whenLong);
                    },
                    quality);
        }
    }
}
