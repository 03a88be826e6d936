package energy.peerwatt.web.settling;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import energy.peerwatt.settlement.ImbalancePrices;
import energy.peerwatt.unit.Price;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/** What deviations from contracts cost, as JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ImbalanceContent.OwnTariffs.class, name = "OWN_TARIFFS"),
    @JsonSubTypes.Type(value = ImbalanceContent.Dual.class, name = "DUAL"),
    @JsonSubTypes.Type(value = ImbalanceContent.GroupSingle.class, name = "GROUP_SINGLE"),
})
public sealed interface ImbalanceContent {

    /** Micro per kWh, {@link energy.peerwatt.market.AreaRules#LARGEST_LIMIT}. */
    long LARGEST = 1_000_000_000;

    /**
     * The prices.
     *
     * @throws IllegalArgumentException if there are no such prices
     */
    ImbalancePrices prices();

    /** See {@link ImbalancePrices.OwnTariffs}. */
    record OwnTariffs() implements ImbalanceContent {

        @Override
        public ImbalancePrices prices() {
            return new ImbalancePrices.OwnTariffs();
        }
    }

    /** See {@link ImbalancePrices.Dual}. */
    record Dual(
            @NotNull @Min(-LARGEST) @Max(LARGEST) Long shortMicro,
            @NotNull @Min(-LARGEST) @Max(LARGEST) Long longMicro)
            implements ImbalanceContent {

        @Override
        public ImbalancePrices prices() {
            return new ImbalancePrices.Dual(
                    Price.ofMicroPerKwh(shortMicro), Price.ofMicroPerKwh(longMicro));
        }
    }

    /** See {@link ImbalancePrices.GroupSingle}. */
    record GroupSingle(@NotNull @Min(-LARGEST) @Max(LARGEST) Long priceMicro)
            implements ImbalanceContent {

        @Override
        public ImbalancePrices prices() {
            return new ImbalancePrices.GroupSingle(Price.ofMicroPerKwh(priceMicro));
        }
    }
}
