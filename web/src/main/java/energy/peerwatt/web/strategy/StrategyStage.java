package energy.peerwatt.web.strategy;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.preference.Preference;
import energy.peerwatt.web.preference.Preferences;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.stage.Stage;
import energy.peerwatt.web.strategy.AutomaticOrders.Learner;
import energy.peerwatt.web.strategy.Margins.Outcome;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Trades for members: looks again and again at what each wishes, what is expected of its meter and
 * what stands in the book, and does the next step.
 *
 * <p>All it decides by is read anew, so it may stop at any time; what it has in memory only says
 * when to look again. An order's number follows from member and interval, so none is placed twice.
 * Belongs to the thread of its {@link Stage}.
 */
@Singleton
public final class StrategyStage implements Stage.Step {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration NEXT_LOOK = Duration.ofMillis(500);

    /** Market time between two looks at a home, and wall time where that is more. */
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(3);

    private static final Duration LOOK_AGAIN_WALL = Duration.ofSeconds(1);

    private final Registry registry;
    private final Preferences preferences;
    private final StrategyJournal journal;
    private final AutomaticOrders orders;
    private final MemberTrading trading;
    private final MarketClock clock;
    private final int ahead;

    private final Map<MeteringPointId, Looked> looked = new HashMap<>();
    private final Map<Integer, Lessons> lessons = new HashMap<>();

    /** What a home was last seen with. */
    private record Looked(Instant at, Preference preference, Set<Instant> held) {}

    /** What cleared before the first open interval. */
    private record Lessons(DeliveryInterval firstOpen, Map<Learner, List<Outcome>> outcomes) {}

    StrategyStage(
            Registry registry,
            Preferences preferences,
            StrategyJournal journal,
            AutomaticOrders orders,
            MemberTrading trading,
            MarketClock clock,
            MarketConfig config) {
        this.registry = registry;
        this.preferences = preferences;
        this.journal = journal;
        this.orders = orders;
        this.trading = trading;
        this.clock = clock;
        this.ahead = config.strategy().intervalsAhead();
        if (ahead < 4 || ahead > 32) {
            throw new IllegalArgumentException(
                    "peerwatt.strategy.intervals-ahead must be 4 to 32: " + ahead);
        }
    }

    @Override
    public Duration run() {
        for (Area area : await(registry.areas())) {
            look(area, await(registry.meteringPoints(area.rules().area())));
        }
        return NEXT_LOOK;
    }

    private void look(Area area, List<MeteringPoint> points) {
        List<DeliveryInterval> open = openIntervals(area);
        if (points.isEmpty() || open.isEmpty()) {
            return;
        }
        List<MeteringPointId> ids = points.stream().map(MeteringPoint::id).toList();
        Map<MeteringPointId, Preference> wishes = await(preferences.of(ids));
        Map<MeteringPointId, Set<Instant>> held = await(journal.held(ids, open.getFirst().start()));
        List<MeteringPoint> due = new ArrayList<>();
        for (MeteringPoint point : points) {
            Looked seen =
                    new Looked(
                            clock.now(),
                            wishes.getOrDefault(point.id(), Preference.DEFAULT),
                            held.getOrDefault(point.id(), Set.of()));
            if (isDue(looked.get(point.id()), seen)) {
                looked.put(point.id(), seen);
                due.add(point);
            }
        }
        trade(area, inTurns(due, open.getFirst()), open);
    }

    /** Those that orders are placed for and taken for. */
    private List<DeliveryInterval> openIntervals(Area area) {
        Instant now = clock.now();
        DeliveryInterval first = area.nextOpen(now);
        Instant last = now.plus(area.rules().horizon());
        return LongStream.range(0, ahead)
                .mapToObj(first::plus)
                .filter(interval -> !interval.start().isAfter(last))
                .toList();
    }

    private boolean isDue(@Nullable Looked before, Looked now) {
        Duration wall = LOOK_AGAIN_WALL.multipliedBy(clock.speed());
        Duration pause = wall.compareTo(LOOK_AGAIN) > 0 ? wall : LOOK_AGAIN;
        return before == null
                || !before.preference().equals(now.preference())
                || !before.held().equals(now.held())
                || !now.at().isBefore(before.at().plus(pause));
    }

    /** No home is always the first. */
    private static List<MeteringPoint> inTurns(List<MeteringPoint> due, DeliveryInterval first) {
        List<MeteringPoint> turns = new ArrayList<>(due);
        Collections.shuffle(turns, new Random(first.index()));
        return turns;
    }

    private void trade(Area area, List<MeteringPoint> due, List<DeliveryInterval> open) {
        if (due.isEmpty()) {
            return;
        }
        List<ParticipantId> members = due.stream().map(MeteringPoint::participant).toList();
        var standing =
                await(
                        orders.standing(
                                area.rules().area(), members, open.getFirst(), open.getLast()));
        Map<Learner, List<Outcome>> outcomes = outcomes(area, open.getFirst());
        for (MeteringPoint point : due) {
            Looked seen = Objects.requireNonNull(looked.get(point.id()));
            // Until all is done this home is looked at again.
            looked.remove(point.id());
            var member = new MemberTrading.Member(area, point, seen.preference(), seen.held());
            if (trading.trade(member, open, standing, outcomes)) {
                looked.put(point.id(), seen);
            }
        }
    }

    private Map<Learner, List<Outcome>> outcomes(Area area, DeliveryInterval firstOpen) {
        int id = area.rules().area().value();
        Lessons known = lessons.get(id);
        if (known == null || !known.firstOpen().equals(firstOpen)) {
            List<ParticipantId> all =
                    await(registry.meteringPoints(area.rules().area())).stream()
                            .map(MeteringPoint::participant)
                            .toList();
            known = new Lessons(firstOpen, await(orders.outcomes(area, all, firstOpen)));
            lessons.put(id, known);
        }
        return known.outcomes();
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(TIMEOUT);
    }
}
