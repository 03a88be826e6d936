package energy.peerwatt.web.rest;

import energy.peerwatt.unit.Price;
import energy.peerwatt.web.preference.Preference;
import energy.peerwatt.web.preference.Preference.Limits;
import energy.peerwatt.web.preference.Style;
import energy.peerwatt.web.registry.MeteringPoint.Equipment;
import energy.peerwatt.web.strategy.Corridor;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalTime;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a member wishes of automatic trading.
 *
 * @param style {@link Style}
 * @param sellFromMicro net, of OWN_LIMITS only; null: never sell
 * @param buyUpToMicro all-in before VAT, of OWN_LIMITS only; null: never buy
 * @param batteryReservePermille null: as the market usually does
 * @param carReadyBy local time; null: as the car says
 * @param paused not paused if null
 * @param reason kept with the change
 * @param version of the wish that this takes the place of; null: of whatever holds
 */
public record StrategyRequest(
        @NotNull Style style,
        @Nullable Long sellFromMicro,
        @Nullable Long buyUpToMicro,
        @Min(0) @Max(1000) @Nullable Integer batteryReservePermille,
        @Nullable LocalTime carReadyBy,
        @Nullable Boolean paused,
        @Size(max = 200) @Nullable String reason,
        @Min(0) @Nullable Long version) {

    /** A style and limits alone. */
    static StrategyRequest of(Style style, @Nullable Long sellFrom, @Nullable Long buyUpTo) {
        return new StrategyRequest(style, sellFrom, buyUpTo, null, null, null, null, null);
    }

    /** What is wished, or a problem that names the field that is wrong. */
    Preference toPreference(Corridor corridor, Equipment equipment) {
        requireInside("sellFromMicro", sellFromMicro, corridor.lowestAsk(), corridor.highestAsk());
        requireInside("buyUpToMicro", buyUpToMicro, corridor.lowestBid(), corridor.highestBid());
        if (batteryReservePermille != null && equipment.batteryWh() == 0) {
            throw Inputs.invalid("batteryReservePermille", "is of homes with a battery only");
        }
        if (carReadyBy != null && equipment.evChargerW() == 0) {
            throw Inputs.invalid("carReadyBy", "is of homes with a charging point only");
        }
        try {
            return new Preference(
                    style,
                    limits(),
                    batteryReservePermille == null
                            ? OptionalInt.empty()
                            : OptionalInt.of(batteryReservePermille),
                    Optional.ofNullable(carReadyBy),
                    Objects.requireNonNullElse(paused, false));
        } catch (IllegalArgumentException e) {
            throw TariffResource.problem(e);
        }
    }

    private Limits limits() {
        return new Limits(
                Optional.ofNullable(sellFromMicro).map(Price::ofMicroPerKwh),
                Optional.ofNullable(buyUpToMicro).map(Price::ofMicroPerKwh));
    }

    private static void requireInside(String field, @Nullable Long micro, long least, long most) {
        if (micro == null || (micro >= least && micro <= most)) {
            return;
        }
        throw Inputs.invalid(
                field,
                least <= most
                        ? "must be from %d to %d, between what your supplier pays and charges"
                                .formatted(least, most)
                        : "cannot be: fees leave no price that is good for both sides");
    }
}
