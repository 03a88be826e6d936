package energy.peerwatt.web.live;

import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.ingest.LiveState;
import energy.peerwatt.web.live.VillageView.Flow;
import energy.peerwatt.web.live.VillageView.HomePower;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.trading.store.TradingLedger;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** Gathers what the homes of an area do at the moment. Safe for use by several threads. */
@Singleton
public final class Villages {

    private final LiveState live;
    private final Registry registry;
    private final TradingLedger ledger;

    public Villages(LiveState live, Registry registry, TradingLedger ledger) {
        this.live = live;
        this.registry = registry;
        this.ledger = ledger;
    }

    /**
     * Every home of the area, for whoever may read them all; see {@link VillageView#asSeenBy}.
     *
     * @param now market time
     */
    public Uni<VillageView> of(Area area, Instant now) {
        DeliveryInterval interval = DeliveryInterval.containing(now, area.rules().intervalLength());
        return registry.meteringPoints(area.rules().area())
                .chain(points ->
                        ledger.trades(area.rules().area(), interval)
                                .map(trades -> of(points, Flow.of(trades, interval), interval)));
    }

    /** The same of homes and flows that are known; asks no database. */
    VillageView of(List<MeteringPoint> points, List<Flow> flows, DeliveryInterval interval) {
        return new VillageView(points.stream().map(this::power).toList(), flows, interval.start());
    }

    private HomePower power(MeteringPoint point) {
        return live.of(point.id())
                .map(latest -> HomePower.of(point.participant(), latest))
                .orElseGet(() -> HomePower.unknown(point.participant()));
    }
}
