package energy.peerwatt.web.rest;

import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.preference.Preference;
import energy.peerwatt.web.preference.Preferences.Said;
import energy.peerwatt.web.preference.Style;
import energy.peerwatt.web.strategy.Corridor;
import energy.peerwatt.web.strategy.MemberPrices.Learned;
import energy.peerwatt.web.strategy.MemberPrices.Limits;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a member wishes of automatic trading, and the prices it comes to. Prices to sell are net,
 * those to buy all-in before VAT.
 *
 * @param previous what was wished before; null: nobody has said anything else
 * @param bounds null: fees leave no price that is good for both sides
 * @param sellMicro at which it would sell now; null: not at all
 * @param buyMicro at which it would buy now; null: not at all
 * @param version of the wish; 0 if nobody has said anything
 * @param changedBy null: nobody has said anything
 */
public record StrategyView(
        Wish wish,
        @Nullable Wish previous,
        @Nullable Bounds bounds,
        @Nullable Long sellMicro,
        @Nullable Long buyMicro,
        long version,
        @Nullable String changedBy,
        @Nullable Instant changedAt) {

    /** A preference. */
    public record Wish(
            Style style,
            @Nullable Long sellFromMicro,
            @Nullable Long buyUpToMicro,
            @Nullable Integer batteryReservePermille,
            @Nullable LocalTime carReadyBy,
            boolean paused) {

        static Wish of(Preference preference) {
            return new Wish(
                    preference.style(),
                    micro(preference.limits().sellFrom()),
                    micro(preference.limits().buyUpTo()),
                    preference.reservePermille().isPresent()
                            ? preference.reservePermille().getAsInt()
                            : null,
                    preference.carReadyBy().orElse(null),
                    preference.paused());
        }
    }

    /** Limits of one's own lie within. */
    public record Bounds(
            long sellLowestMicro,
            long sellHighestMicro,
            long buyLowestMicro,
            long buyHighestMicro) {

        static @Nullable Bounds of(Corridor corridor) {
            return corridor.isOpen()
                    ? new Bounds(
                            corridor.lowestAsk(),
                            corridor.highestAsk(),
                            corridor.lowestBid(),
                            corridor.highestBid())
                    : null;
        }
    }

    /**
     * The view.
     *
     * @param said the newest first, two at most
     */
    static StrategyView of(List<Said> said, Corridor corridor, Learned learned) {
        Preference wish = said.isEmpty() ? Preference.DEFAULT : said.getFirst().preference();
        Optional<Actor> by = said.stream().findFirst().map(Said::by);
        Limits limits = learned.limits(wish);
        return new StrategyView(
                Wish.of(wish),
                said.isEmpty()
                        ? null
                        : Wish.of(said.size() > 1 ? said.get(1).preference() : Preference.DEFAULT),
                Bounds.of(corridor),
                micro(limits.sell()),
                micro(limits.buy()),
                said.isEmpty() ? 0 : said.getFirst().version(),
                by.map(Actor::login).orElse(null),
                by.map(Actor::at).orElse(null));
    }

    private static @Nullable Long micro(Optional<Price> price) {
        return price.map(Price::microPerKwh).orElse(null);
    }
}
