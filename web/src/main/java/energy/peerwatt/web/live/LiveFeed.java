package energy.peerwatt.web.live;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.accounts.store.Accounts;
import energy.peerwatt.web.accounts.store.BrowserSessions;
import energy.peerwatt.web.live.Topics.Urgency;
import energy.peerwatt.web.live.VillageView.Flow;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.settling.Settlements;
import energy.peerwatt.web.stage.Stage;
import energy.peerwatt.web.status.StatusBoard;
import energy.peerwatt.web.trading.Book;
import energy.peerwatt.web.trading.store.EventStore;
import energy.peerwatt.web.trading.store.TradingLedger;
import energy.peerwatt.web.view.BookView;
import energy.peerwatt.web.view.SettlementView;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends the pages that look on what they do not have yet. Five times a second it looks for new
 * events of the engine, by the number of the last one; twice a second at all else, and once at the
 * homes' power. What events change is sent at once and before the rest. While nobody looks on it
 * asks the database nothing.
 */
@Singleton
public final class LiveFeed implements Stage.Step {

    private static final Duration PERIOD = Duration.ofMillis(200);
    private static final long REFRESH_NANOS = Duration.ofMillis(500).toNanos();
    private static final long POWER_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(5);
    private static final int SETTLEMENTS = 8;

    private final Topics topics;
    private final LiveSocket socket;
    private final StatusBoard status;
    private final Villages villages;
    private final Registry registry;
    private final EventStore events;
    private final TradingLedger ledger;
    private final Settlements settlements;
    private final Accounts accounts;
    private final BrowserSessions sessions;
    private final MarketClock clock;

    /** When what is not known to change was looked at; {@link System#nanoTime}. */
    private long refreshedNanos;

    /** When the homes' power was looked at; {@link System#nanoTime}. */
    private long powerNanos;

    private boolean watched;
    private @Nullable Street street;
    private @Nullable Traded traded;

    /** What the villages were last made of. */
    private @Nullable Traded shown;

    /** What each sight was last told of trades, for those that look on. */
    private Map<Sight, Deals> told = Map.of();

    /** Where the homes are. */
    private record Street(Area area, List<MeteringPoint> points) {}

    /**
     * What was read of the engine's events.
     *
     * @param sequence the last event before it was read
     * @param running interval that the flows are of
     * @param open interval that the book is of
     */
    private record Traded(
            long sequence,
            DeliveryInterval running,
            DeliveryInterval open,
            List<Flow> flows,
            Book book) {

        boolean isOf(long last, DeliveryInterval runningNow, DeliveryInterval openNow) {
            return sequence == last && running.equals(runningNow) && open.equals(openNow);
        }
    }

    /** Of a village what trades change. */
    private record Deals(List<Flow> flows, Instant interval) {}

    public LiveFeed(
            Topics topics,
            LiveSocket socket,
            StatusBoard status,
            Villages villages,
            Registry registry,
            EventStore events,
            TradingLedger ledger,
            Settlements settlements,
            Accounts accounts,
            BrowserSessions sessions,
            MarketClock clock) {
        this.topics = topics;
        this.socket = socket;
        this.status = status;
        this.villages = villages;
        this.registry = registry;
        this.events = events;
        this.ledger = ledger;
        this.settlements = settlements;
        this.accounts = accounts;
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public Duration run() {
        boolean wasWatched = watched;
        watched = socket.isWatched();
        if (watched) {
            if (!wasWatched) {
                refresh();
            }
            publish(clock.now());
            socket.sendNews();
            // After what cannot wait; the next look sends it.
            if (System.nanoTime() - refreshedNanos >= REFRESH_NANOS) {
                refresh();
            }
        }
        return PERIOD;
    }

    private void refresh() {
        refreshedNanos = System.nanoTime();
        review();
        publishRest(clock.now());
    }

    /** Rights may have gone since a page was opened: people sign out, or are let out of a home. */
    private void review() {
        Set<Long> looked = socket.accounts();
        if (!looked.isEmpty()) {
            Set<Long> good = await(sessions.good(socket.sessions()));
            socket.review(looked, await(accounts.find(looked)), good);
        }
    }

    private void publishRest(Instant now) {
        topics.publish("status", Urgency.CALM, now, status.view());
        // One process serves one community so far; its first area is what the page shows.
        street =
                await(registry.areas()).stream()
                        .findFirst()
                        .map(area ->
                                new Street(
                                        area, await(registry.meteringPoints(area.rules().area()))))
                        .orElse(null);
        if (street != null) {
            topics.publish("settlements", Urgency.PROMPT, now, settlements(street.area(), now));
        }
    }

    private void publish(Instant now) {
        Street known = street;
        if (known != null) {
            Traded current = traded(known.area(), now);
            topics.publish(
                    "book", Urgency.PROMPT, now, BookView.of(known.area(), current.book(), now));
            publishVillage(known, current, now);
        }
    }

    /** Read again when the engine's events went on, or time did. */
    private Traded traded(Area area, Instant now) {
        AreaId id = area.rules().area();
        DeliveryInterval running = DeliveryInterval.containing(now, area.rules().intervalLength());
        DeliveryInterval open = area.nextOpen(now);
        long sequence = await(events.position()).sequence();
        Traded last = traded;
        if (last == null || !last.isOf(sequence, running, open)) {
            last =
                    new Traded(
                            sequence,
                            running,
                            open,
                            Flow.of(await(ledger.trades(id, running)), running),
                            await(ledger.book(id, open)));
            traded = last;
        }
        return last;
    }

    /** Each page sees the homes that it may read, and the trades of those. */
    private void publishVillage(Street known, Traded current, Instant now) {
        Set<Sight> looking = socket.sights();
        boolean power = System.nanoTime() - powerNanos >= POWER_NANOS;
        if (!power && current.equals(shown) && looking.equals(told.keySet())) {
            return;
        }
        VillageView all = villages.of(known.points(), current.flows(), current.running());
        Map<Sight, Deals> telling = new HashMap<>();
        for (Sight sight : looking) {
            VillageView seen = all.asSeenBy(sight::covers);
            Deals deals = new Deals(seen.flows(), seen.interval());
            boolean traded = !deals.equals(told.get(sight));
            if (power || traded) {
                Urgency urgency = traded ? Urgency.PROMPT : Urgency.CALM;
                topics.publish("village", sight, urgency, now, seen);
            }
            telling.put(sight, deals);
        }
        topics.keep(looking);
        powerNanos = power ? System.nanoTime() : powerNanos;
        shown = current;
        told = telling;
    }

    private List<SettlementView> settlements(Area area, Instant now) {
        return await(settlements.newest(area.rules().area(), SETTLEMENTS)).stream()
                .map(one -> SettlementView.of(one, now))
                .toList();
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(DATABASE_TIMEOUT);
    }
}
