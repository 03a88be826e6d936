package energy.peerwatt.web.live;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.accounts.store.Accounts;
import energy.peerwatt.web.accounts.store.BrowserSessions;
import energy.peerwatt.web.live.Topics.Urgency;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.settling.Settlements;
import energy.peerwatt.web.stage.Stage;
import energy.peerwatt.web.status.StatusBoard;
import energy.peerwatt.web.trading.store.EventStore;
import energy.peerwatt.web.trading.store.TradingLedger;
import energy.peerwatt.web.view.SettlementView;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Sends the pages that look on what they do not have yet. Five to ten times a second it looks for
 * new events of the engine, by the number of the last one; twice a second at all else, and once at
 * the homes' power. What events change is sent at once and before the rest. While nobody looks on
 * it asks the database nothing.
 */
@Singleton
public final class LiveFeed implements Stage.Step {

    /** While nothing happens. */
    private static final Duration QUIET_PERIOD = Duration.ofMillis(100);

    /** After something has happened, so that a busy market does not drown its pages. */
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

    /** The engine's last event at the last look. */
    private long sequence;

    /** By area. */
    private Map<AreaId, StreetFeed> streets = Map.of();

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
        boolean isQuiet = false;
        watched = socket.isWatched();
        if (watched) {
            if (!wasWatched) {
                refresh();
            }
            long before = sequence;
            publish(clock.now());
            socket.sendNews();
            isQuiet = sequence == before;
            // After what cannot wait; the next look sends it.
            if (System.nanoTime() - refreshedNanos >= REFRESH_NANOS) {
                refresh();
            }
        }
        return isQuiet ? QUIET_PERIOD : PERIOD;
    }

    private void refresh() {
        refreshedNanos = System.nanoTime();
        review();
        survey();
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

    /** Areas may have been added, and homes to them. */
    private void survey() {
        List<Area> areas = await(registry.areas());
        List<MeteringPoint> points = await(registry.meteringPoints());
        Map<AreaId, StreetFeed> known = new HashMap<>();
        for (Area area : areas) {
            AreaId id = area.rules().area();
            List<MeteringPoint> own = points.stream().filter(p -> p.area().equals(id)).toList();
            StreetFeed street = streets.get(id);
            if (street == null) {
                street = new StreetFeed(topics, villages, ledger, area, own);
            }
            street.know(area, own);
            known.put(id, street);
        }
        streets = known;
        socket.place(Places.of(areas, points));
    }

    private void publishRest(Instant now) {
        for (AreaId area : areas(socket.sights())) {
            topics.publish("status", area, Urgency.CALM, now, status.view(Optional.of(area)));
            topics.publish("settlements", area, Urgency.PROMPT, now, settlements(area, now));
        }
    }

    /** What is looked at alone. */
    private void publish(Instant now) {
        Set<Sight> looking = socket.sights();
        Set<AreaId> areas = areas(looking);
        topics.keep(looking, areas);
        sequence = await(events.position()).sequence();
        streets.forEach((area, street) -> {
            if (areas.contains(area)) {
                street.publish(sequence, of(area, looking), now);
            } else {
                street.forget();
            }
        });
    }

    private static Set<AreaId> areas(Set<Sight> looking) {
        return looking.stream()
                .flatMap(sight -> sight.area().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Sight> of(AreaId area, Set<Sight> looking) {
        return looking.stream()
                .filter(sight -> sight.area().equals(Optional.of(area)))
                .collect(Collectors.toSet());
    }

    private List<SettlementView> settlements(AreaId area, Instant now) {
        return await(settlements.newest(area, SETTLEMENTS)).stream()
                .map(one -> SettlementView.of(one, now))
                .toList();
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(DATABASE_TIMEOUT);
    }
}
