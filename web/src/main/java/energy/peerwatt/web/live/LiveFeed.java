package energy.peerwatt.web.live;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.accounts.store.Accounts;
import energy.peerwatt.web.accounts.store.BrowserSessions;
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
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends the pages that look on what they do not have yet. Five times a second it looks for new
 * events of the engine, by the number of the last one, and at the homes' power, which is in memory;
 * twice a second at all else. While nobody looks on it asks the database nothing.
 */
@Singleton
public final class LiveFeed implements Stage.Step {

    private static final Duration PERIOD = Duration.ofMillis(200);
    private static final long REFRESH_NANOS = Duration.ofMillis(500).toNanos();
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

    private boolean watched;
    private @Nullable Street street;
    private @Nullable Traded traded;
    private @Nullable VillageView village;
    private Set<Sight> sights = Set.of();

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
            Instant now = clock.now();
            if (!wasWatched || System.nanoTime() - refreshedNanos >= REFRESH_NANOS) {
                refreshedNanos = System.nanoTime();
                review();
                refresh(now);
            }
            publish(now);
            socket.sendNews();
        }
        return PERIOD;
    }

    /** Rights may have gone since a page was opened: people sign out, or are let out of a home. */
    private void review() {
        Set<Long> looked = socket.accounts();
        if (!looked.isEmpty()) {
            Set<Long> good = await(sessions.good(socket.sessions()));
            socket.review(looked, await(accounts.find(looked)), good);
        }
    }

    private void refresh(Instant now) {
        topics.publish("status", now, status.view());
        // One process serves one community so far; its first area is what the page shows.
        street =
                await(registry.areas()).stream()
                        .findFirst()
                        .map(area ->
                                new Street(
                                        area, await(registry.meteringPoints(area.rules().area()))))
                        .orElse(null);
        if (street != null) {
            topics.publish("settlements", now, settlements(street.area(), now));
        }
    }

    private void publish(Instant now) {
        Street known = street;
        if (known != null) {
            Traded current = traded(known.area(), now);
            publishVillage(villages.of(known.points(), current.flows(), current.running()), now);
            topics.publish("book", now, BookView.of(known.area(), current.book(), now));
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
    private void publishVillage(VillageView all, Instant now) {
        Set<Sight> looking = socket.sights();
        if (all.equals(village) && looking.equals(sights)) {
            return;
        }
        topics.keep(looking);
        looking.forEach(
                sight -> topics.publish("village", sight, now, all.asSeenBy(sight::covers)));
        village = all;
        sights = looking;
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
