package energy.peerwatt.web.live;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.live.Topics.Urgency;
import energy.peerwatt.web.live.VillageView.Flow;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.trading.Book;
import energy.peerwatt.web.trading.store.TradingLedger;
import energy.peerwatt.web.view.BookView;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One area's book and homes as they are published, and what of them was read last. */
final class StreetFeed {

    private static final long POWER_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(5);

    private final Topics topics;
    private final Villages villages;
    private final TradingLedger ledger;

    private Area area;
    private List<MeteringPoint> points;

    /** When the homes' power was looked at; {@link System#nanoTime}. */
    private long powerNanos = System.nanoTime() - POWER_NANOS;

    private @Nullable Traded traded;

    /** What the villages were last made of. */
    private @Nullable Traded shown;

    /** What each sight was last told of trades, for those that look on. */
    private Map<Sight, Deals> told = Map.of();

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

    StreetFeed(
            Topics topics,
            Villages villages,
            TradingLedger ledger,
            Area area,
            List<MeteringPoint> points) {
        this.topics = topics;
        this.villages = villages;
        this.ledger = ledger;
        this.area = area;
        this.points = points;
    }

    /** As the registry has it now. */
    void know(Area areaNow, List<MeteringPoint> pointsNow) {
        area = areaNow;
        points = pointsNow;
    }

    /**
     * Publishes what is new.
     *
     * @param sequence the engine's last event
     * @param looking the sights of this area
     */
    void publish(long sequence, Set<Sight> looking, Instant now) {
        Traded current = traded(sequence, now);
        BookView book = BookView.of(area, current.book(), now);
        topics.publish("book", area.rules().area(), Urgency.PROMPT, now, book);
        publishVillage(current, looking, now);
    }

    /** Nobody looks at this area, and its topics were forgotten. */
    void forget() {
        told = Map.of();
    }

    /** Read again when the engine's events went on, or time did. */
    private Traded traded(long sequence, Instant now) {
        AreaId id = area.rules().area();
        DeliveryInterval running = DeliveryInterval.containing(now, area.rules().intervalLength());
        DeliveryInterval open = area.nextOpen(now);
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
    private void publishVillage(Traded current, Set<Sight> looking, Instant now) {
        boolean power = System.nanoTime() - powerNanos >= POWER_NANOS;
        if (!power && current.equals(shown) && looking.equals(told.keySet())) {
            return;
        }
        VillageView all = villages.of(points, current.flows(), current.running());
        Map<Sight, Deals> telling = new HashMap<>();
        for (Sight sight : looking) {
            VillageView seen = all.asSeenBy(sight::covers);
            Deals deals = new Deals(seen.flows(), seen.interval());
            boolean news = !deals.equals(told.get(sight));
            if (power || news) {
                Urgency urgency = news ? Urgency.PROMPT : Urgency.CALM;
                topics.publish("village", sight, urgency, now, seen);
            }
            telling.put(sight, deals);
        }
        if (power) {
            powerNanos = System.nanoTime();
        }
        shown = current;
        told = telling;
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(DATABASE_TIMEOUT);
    }
}
