package energy.peerwatt.web.strategy;

import energy.peerwatt.market.Side;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.preference.Preference;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.strategy.AutomaticOrders.Learner;
import energy.peerwatt.web.strategy.Margins.Outcome;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** At which prices a member would trade now, by its preference and by what it has learned. */
@ApplicationScoped
public class MemberPrices {

    private final AutomaticOrders orders;
    private final MarketClock clock;

    MemberPrices(AutomaticOrders orders, MarketClock clock) {
        this.orders = orders;
        this.clock = clock;
    }

    /**
     * Limits in the next open interval; an empty one: no such orders.
     *
     * @param sell net
     * @param buy all-in, before VAT
     */
    public record Limits(Optional<Price> sell, Optional<Price> buy) {}

    /** What a member has learned from what cleared. */
    public static final class Learned {

        private final Corridor corridor;
        private final MeteringPoint point;
        private final Map<Learner, List<Outcome>> outcomes;

        private Learned(
                Corridor corridor, MeteringPoint point, Map<Learner, List<Outcome>> outcomes) {
            this.corridor = corridor;
            this.point = point;
            this.outcomes = outcomes;
        }

        /** The limits that a preference would come to. */
        public Limits limits(Preference preference) {
            return new Limits(limit(preference, Side.SELL), limit(preference, Side.BUY));
        }

        private Optional<Price> limit(Preference preference, Side side) {
            List<Outcome> known =
                    outcomes.getOrDefault(new Learner(point.participant(), side), List.of());
            // Only the side of the expectation counts, not how much is expected.
            return Intent.of(
                            preference,
                            point.participant(),
                            corridor,
                            known,
                            side == Side.BUY ? 1 : -1)
                    .map(Intent::limit);
        }
    }

    /** The corridor that holds in the next open interval. */
    public Corridor corridor(Area area, MeteringPoint point) {
        return Corridor.of(area, point, area.nextOpen(clock.now()).start());
    }

    /** What the member has learned up to now. */
    public Uni<Learned> learned(Area area, MeteringPoint point) {
        return orders.outcomes(area, List.of(point.participant()), area.nextOpen(clock.now()))
                .map(outcomes -> new Learned(corridor(area, point), point, outcomes));
    }
}
