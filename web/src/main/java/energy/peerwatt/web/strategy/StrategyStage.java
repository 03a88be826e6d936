package energy.peerwatt.web.strategy;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.gift.GiftLedger;
import energy.peerwatt.web.gift.GiftSpan;
import energy.peerwatt.web.preference.Preference;
import energy.peerwatt.web.preference.Preferences;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.settling.RulesContent;
import energy.peerwatt.web.settling.RulesLedger;
import energy.peerwatt.web.settling.RulesRevision;
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
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jboss.logging.Logger;
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

    /** Wall time until what failed is tried again; a home's new wish does not wait for it. */
    private static final Duration RETRY = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(StrategyStage.class);

    private final Registry registry;
    private final Preferences preferences;
    private final StrategyJournal journal;
    private final AutomaticOrders orders;
    private final MemberTrading trading;
    private final GiftLedger gifts;
    private final RulesLedger rules;
    private final MarketClock clock;
    private final int ahead;

    private final Map<MeteringPointId, Looked> looked = new HashMap<>();
    private final Map<MeteringPointId, Failed> failed = new HashMap<>();
    private final Map<AreaId, Long> failedAreas = new HashMap<>();
    private final Map<Integer, Lessons> lessons = new HashMap<>();

    /** What a home was last seen with. */
    private record Looked(Instant at, Preference preference, Set<Instant> held) {

        boolean wishesAs(Looked other) {
            return preference.equals(other.preference()) && held.equals(other.held());
        }
    }

    /** What a home wished when it could not be served, and when: {@link System#nanoTime}. */
    private record Failed(Looked seen, long nanos) {}

    /** What cleared before the first open interval. */
    private record Lessons(DeliveryInterval firstOpen, Map<Learner, List<Outcome>> outcomes) {}

    StrategyStage(
            Registry registry,
            Preferences preferences,
            StrategyJournal journal,
            AutomaticOrders orders,
            MemberTrading trading,
            GiftLedger gifts,
            RulesLedger rules,
            MarketClock clock,
            MarketConfig config) {
        this.registry = registry;
        this.preferences = preferences;
        this.journal = journal;
        this.orders = orders;
        this.trading = trading;
        this.gifts = gifts;
        this.rules = rules;
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
            AreaId id = area.rules().area();
            if (isOver(failedAreas.get(id))) {
                attempt(area);
            }
        }
        return NEXT_LOOK;
    }

    /** If one area fails the others go on. */
    private void attempt(Area area) {
        AreaId id = area.rules().area();
        try {
            look(area, await(registry.meteringPoints(id)));
            failedAreas.remove(id);
        } catch (RuntimeException failure) {
            failedAreas.put(id, System.nanoTime());
            LOG.warnf(failure, "automatic trading of area %d: tried again", id.value());
        }
    }

    private static boolean isOver(@Nullable Long failedNanos) {
        return failedNanos == null || System.nanoTime() - failedNanos >= RETRY.toNanos();
    }

    private void look(Area area, List<MeteringPoint> points) {
        List<DeliveryInterval> open = openIntervals(area);
        if (points.isEmpty() || open.isEmpty()) {
            return;
        }
        List<MeteringPointId> ids = points.stream().map(MeteringPoint::id).toList();
        Map<MeteringPointId, Preference> wishes = await(preferences.of(ids));
        Map<MeteringPointId, Set<Instant>> held = await(journal.held(ids, open.getFirst().start()));
        List<MeteringPoint> changed = new ArrayList<>();
        List<MeteringPoint> due = new ArrayList<>();
        for (MeteringPoint point : points) {
            Looked seen = seen(point.id(), wishes, held);
            Looked before = looked.get(point.id());
            if (isBackingOff(failed.get(point.id()), seen)) {
                continue;
            }
            if (before != null && !before.wishesAs(seen)) {
                changed.add(point);
            } else if (isDue(before, seen)) {
                due.add(point);
            }
        }
        changed.addAll(inTurns(due, open.getFirst()));
        trade(area, points, changed, open);
    }

    private static boolean isBackingOff(@Nullable Failed failure, Looked seen) {
        return failure != null && failure.seen().wishesAs(seen) && !isOver(failure.nanos());
    }

    private Looked seen(
            MeteringPointId id,
            Map<MeteringPointId, Preference> wishes,
            Map<MeteringPointId, Set<Instant>> held) {
        return new Looked(
                clock.now(),
                wishes.getOrDefault(id, Preference.DEFAULT),
                held.getOrDefault(id, Set.of()));
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
        return before == null || !now.at().isBefore(before.at().plus(pause));
    }

    /** No home is always the first. */
    private static List<MeteringPoint> inTurns(List<MeteringPoint> due, DeliveryInterval first) {
        List<MeteringPoint> turns = new ArrayList<>(due);
        Collections.shuffle(turns, new Random(first.index()));
        return turns;
    }

    /**
     * Where contracts are paid in full in any open interval, gifts keep nothing from the market.
     */
    private Partners partners(Area area, List<MeteringPoint> points, List<DeliveryInterval> open) {
        AreaId id = area.rules().area();
        if (!isShared(id, open)) {
            return Partners.NONE;
        }
        List<GiftSpan> spans =
                await(gifts.spans(id, open.getFirst().start(), open.getLast().start()));
        return spans.isEmpty()
                ? Partners.NONE
                : new Partners(
                        spans,
                        points.stream()
                                .collect(
                                        Collectors.toMap(
                                                MeteringPoint::participant,
                                                point -> point,
                                                (first, _) -> first)));
    }

    private boolean isShared(AreaId area, List<DeliveryInterval> open) {
        List<RulesRevision> all = await(rules.of(area));
        return open.stream()
                .flatMap(interval -> RulesRevision.at(all, interval).stream())
                .allMatch(one -> one.content().mode() == RulesContent.Mode.SHARING);
    }

    private void trade(
            Area area,
            List<MeteringPoint> points,
            List<MeteringPoint> due,
            List<DeliveryInterval> open) {
        if (due.isEmpty()) {
            return;
        }
        Map<Learner, List<Outcome>> outcomes = outcomes(area, open.getFirst());
        Partners partners = partners(area, points, open);
        for (MeteringPoint point : due) {
            List<MeteringPointId> id = List.of(point.id());
            Looked seen =
                    seen(
                            point.id(),
                            await(preferences.of(id)),
                            await(journal.held(id, open.getFirst().start())));
            try {
                serve(area, point, seen, partners, open, outcomes);
                failed.remove(point.id());
            } catch (RuntimeException failure) {
                failed.put(point.id(), new Failed(seen, System.nanoTime()));
                LOG.warnf(failure, "automatic trading for %s: tried again", point.id().value());
            }
        }
    }

    /** Until all is done the home is looked at again. */
    private void serve(
            Area area,
            MeteringPoint point,
            Looked seen,
            Partners partners,
            List<DeliveryInterval> open,
            Map<Learner, List<Outcome>> outcomes) {
        looked.remove(point.id());
        var standing =
                await(
                        orders.standing(
                                area.rules().area(),
                                List.of(point.participant()),
                                open.getFirst(),
                                open.getLast()));
        var member =
                new MemberTrading.Member(area, point, seen.preference(), seen.held(), partners);
        if (trading.trade(member, open, standing, outcomes)) {
            looked.put(point.id(), seen);
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
