package energy.peerwatt.web.live;

import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.accounts.store.Accounts;
import energy.peerwatt.web.accounts.store.BrowserSessions;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.settling.Settlements;
import energy.peerwatt.web.stage.Stage;
import energy.peerwatt.web.status.StatusBoard;
import energy.peerwatt.web.trading.store.TradingLedger;
import energy.peerwatt.web.view.BookView;
import energy.peerwatt.web.view.SettlementView;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Looks twice a second for what the pages that look on do not have yet, and sends it. */
@Singleton
public final class LiveFeed implements Stage.Step {

    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(5);
    private static final int SETTLEMENTS = 8;

    private final Topics topics;
    private final LiveSocket socket;
    private final StatusBoard status;
    private final Villages villages;
    private final Registry registry;
    private final TradingLedger ledger;
    private final Settlements settlements;
    private final Accounts accounts;
    private final BrowserSessions sessions;
    private final MarketClock clock;

    public LiveFeed(
            Topics topics,
            LiveSocket socket,
            StatusBoard status,
            Villages villages,
            Registry registry,
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
        this.ledger = ledger;
        this.settlements = settlements;
        this.accounts = accounts;
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public Duration run() {
        if (socket.isWatched()) {
            review();
            publish();
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

    private void publish() {
        Instant now = clock.now();
        topics.publish("status", now, status.view());
        // One process serves one community so far; its first area is what the page shows.
        for (Area area : await(registry.areas()).stream().limit(1).toList()) {
            publishVillage(area, now);
            topics.publish("book", now, book(area, now));
            topics.publish("settlements", now, settlements(area, now));
        }
    }

    /** Each page sees the homes that it may read, and the trades of those. */
    private void publishVillage(Area area, Instant now) {
        VillageView all = await(villages.of(area, now));
        Set<Sight> sights = socket.sights();
        topics.keep(sights);
        sights.forEach(sight -> topics.publish("village", sight, now, all.asSeenBy(sight::covers)));
    }

    private BookView book(Area area, Instant now) {
        return BookView.of(area, await(ledger.book(area.rules().area(), area.nextOpen(now))), now);
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
