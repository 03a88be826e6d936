package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.time.DeliveryInterval;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far forecasts of homes may be off, computed at most once an hour for each home and on a
 * thread of its own, because that takes a while: a home is without until its first are there.
 */
final class HomeRanges implements AutoCloseable {

    /** Quarter-hours after which they are computed anew. */
    static final int FRESH = 4;

    private static final int LARGEST = 10_000_000;

    private final Backlog<MeteringPointId> backlog = new Backlog<>("home-ranges");
    private final Map<MeteringPointId, Known> known = new ConcurrentHashMap<>();

    /** A forecast and its ranges. */
    record Forecast(Series load, Series solar, Home.Spread spread) {}

    /** What can be computed, if enough is known of the home. */
    interface Source {

        Optional<Forecast> forecast();
    }

    private record Known(DeliveryInterval first, Optional<Forecast> forecast) {}

    /** Has the ranges from {@code first} on computed, unless those at hand are new enough. */
    void want(MeteringPointId point, DeliveryInterval first, Source source) {
        Known old = known.get(point);
        if (old == null || Math.abs(first.index() - old.first().index()) >= FRESH) {
            backlog.put(point, () -> known.put(point, new Known(first, source.forecast())));
        }
    }

    /** The home with ranges as wide as known, around what it is expected to do now. */
    Home around(MeteringPointId point, Home home, DeliveryInterval first) {
        Known at = known.get(point);
        if (at == null || at.forecast().isEmpty()) {
            return home;
        }
        Forecast then = at.forecast().get();
        int slots = home.loadWatts().slots();
        int ahead = Math.toIntExact(first.index() - at.first().index());
        Home.Spread old = then.spread();
        Home.Spread spread =
                new Home.Spread(
                        moved(home.loadWatts(), then.load(), old.loadLow(), ahead, slots),
                        moved(home.loadWatts(), then.load(), old.loadHigh(), ahead, slots),
                        moved(home.solar().watts(), then.solar(), old.solarLow(), ahead, slots),
                        moved(home.solar().watts(), then.solar(), old.solarHigh(), ahead, slots));
        return new Home(
                home.id(),
                home.connection(),
                home.loadWatts(),
                home.solar(),
                home.devices(),
                Optional.of(spread));
    }

    /** {@code now} and how far {@code bound} was from {@code then} at that time of day. */
    private static Series moved(Series now, Series then, Series bound, int ahead, int slots) {
        int[] watts = new int[slots];
        for (int slot = 0; slot < slots; slot++) {
            int old = Math.floorMod(slot + ahead, then.slots());
            watts[slot] =
                    Math.clamp((long) now.at(slot) + bound.at(old) - then.at(old), 0, LARGEST);
        }
        return Series.of(watts);
    }

    @Override
    public void close() {
        backlog.close();
    }
}
