package energy.peerwatt.web.strategy;

import energy.peerwatt.market.EngineCommand.CancelOrder;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.preference.Preference;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.strategy.Act.Why;
import energy.peerwatt.web.strategy.AutomaticOrders.Learner;
import energy.peerwatt.web.strategy.AutomaticOrders.MemberInterval;
import energy.peerwatt.web.strategy.Margins.Outcome;
import energy.peerwatt.web.strategy.Outlooks.Outlook;
import energy.peerwatt.web.strategy.StrategyJournal.Entry;
import energy.peerwatt.web.trading.OrderDesk;
import energy.peerwatt.web.trading.OrderOutcome;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Does the next step for one member in each open interval, and keeps why. Blocks; belongs to the
 * thread of {@link StrategyStage}.
 *
 * <p>A line is kept before its order is sent: a crash between the two leaves a line of an order
 * that the next look places, never an order without a line.
 */
@Singleton
class MemberTrading {

    private static final Logger LOG = Logger.getLogger(MemberTrading.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SILENT_WALL = Duration.ofSeconds(15);

    /** The engine learns of areas and of their rules as time goes on. */
    private static final Set<RejectReason> TOO_EARLY =
            EnumSet.of(RejectReason.UNKNOWN_AREA, RejectReason.BEYOND_HORIZON, RejectReason.BUSY);

    private final Outlooks outlooks;
    private final StrategyJournal journal;
    private final OrderDesk desk;
    private final MarketClock clock;
    private final Duration silentAfter;

    /** What the market last refused; not sent again until something of it changes. */
    private final Map<MemberInterval, Act> refused = new HashMap<>();

    /** What was kept and is on its way: it may have to be sent again, but is kept once. */
    private final Map<MemberInterval, Act> underWay = new HashMap<>();

    /** Nobody is silent before there was time to be heard. */
    private final Instant listeningSince;

    @Inject
    MemberTrading(
            NetForecasts forecasts,
            StrategyJournal journal,
            OrderDesk desk,
            MarketClock clock,
            MarketConfig config) {
        this(forecasts, journal, desk, clock, config, clock.now());
    }

    MemberTrading(
            Outlooks outlooks,
            StrategyJournal journal,
            OrderDesk desk,
            MarketClock clock,
            MarketConfig config,
            Instant listeningSince) {
        this.outlooks = outlooks;
        this.journal = journal;
        this.desk = desk;
        this.clock = clock;
        this.listeningSince = listeningSince;
        Duration wall = SILENT_WALL.multipliedBy(clock.speed());
        Duration given = config.strategy().silentAfter();
        this.silentAfter = given.compareTo(wall) > 0 ? given : wall;
    }

    /**
     * Whom to trade for.
     *
     * @param held starts of intervals that the member wants left alone
     * @param partners what it gives or is given
     */
    record Member(
            Area area,
            MeteringPoint point,
            Preference preference,
            Set<Instant> held,
            Partners partners) {

        PlaceOrder order(Act act, DeliveryInterval interval) {
            return new PlaceOrder(
                    point.participant(),
                    act.number(),
                    area.rules().area(),
                    interval,
                    act.side(),
                    Energy.ofWattHours(act.quantityWh()),
                    act.limit());
        }
    }

    /** An act and the interval it is for. */
    private record Step(DeliveryInterval interval, Act act, Optional<StandingOrder> open) {

        Entry entry(Instant now) {
            return new Entry(now, interval.start(), act);
        }
    }

    /**
     * Does what is to be done for the member in these intervals.
     *
     * @return false if the market could not take all of it yet
     */
    boolean trade(
            Member member,
            List<DeliveryInterval> open,
            Map<MemberInterval, List<StandingOrder>> standing,
            Map<Learner, List<Outcome>> outcomes) {
        Outlook outlook = outlooks.outlook(member.point(), open, member.area().zone());
        Map<ParticipantId, Map<DeliveryInterval, Long>> partners = partners(member, open);
        boolean silent = isSilent(outlook.heardAt());
        List<Step> steps = new ArrayList<>();
        for (DeliveryInterval interval : open) {
            MemberInterval key = new MemberInterval(member.point().participant(), interval.start());
            Decision decision =
                    new Decision(
                            interval,
                            member.area().rules().lot().wattHours(),
                            standing.getOrDefault(key, List.of()));
            Optional<Act> act =
                    reasonToLeave(member, interval, silent)
                            .map(decision::withdraw)
                            .orElseGet(() ->
                                    next(
                                            member,
                                            decision,
                                            Optional.ofNullable(outlook.expected().get(interval)),
                                            partners,
                                            outcomes));
            act.filter(one -> !one.equals(refused.get(key)))
                    .ifPresent(one -> steps.add(new Step(interval, one, decision.open())));
        }
        if (steps.isEmpty()) {
            return true;
        }
        keepNew(member, steps);
        boolean taken = true;
        for (Step step : steps) {
            taken &= isTaken(member, step);
        }
        return taken;
    }

    private void keepNew(Member member, List<Step> steps) {
        Instant now = clock.now();
        underWay.keySet().removeIf(key -> key.start().isBefore(now));
        refused.keySet().removeIf(key -> key.start().isBefore(now));
        List<Entry> entries = new ArrayList<>();
        for (Step step : steps) {
            if (!step.act().equals(underWay.get(key(member, step)))) {
                entries.add(step.entry(now));
            }
        }
        if (!entries.isEmpty()) {
            keep(member, entries);
        }
        steps.forEach(step -> underWay.put(key(member, step), step.act()));
    }

    private static MemberInterval key(Member member, Step step) {
        return new MemberInterval(member.point().participant(), step.interval().start());
    }

    private boolean isSilent(Optional<Instant> heardAt) {
        Instant heard = heardAt.filter(at -> at.isAfter(listeningSince)).orElse(listeningSince);
        return heard.plus(silentAfter).isBefore(clock.now());
    }

    private static Optional<Why> reasonToLeave(
            Member member, DeliveryInterval interval, boolean silent) {
        if (member.preference().paused()) {
            return Optional.of(Why.PAUSED);
        }
        if (member.held().contains(interval.start())) {
            return Optional.of(Why.UNDONE);
        }
        return silent ? Optional.of(Why.METER_SILENT) : Optional.empty();
    }

    /** What is expected of those with whom the member is bound by gifts. */
    private Map<ParticipantId, Map<DeliveryInterval, Long>> partners(
            Member member, List<DeliveryInterval> open) {
        Map<ParticipantId, Map<DeliveryInterval, Long>> found = new HashMap<>();
        for (ParticipantId partner : member.partners().of(member.point().participant())) {
            MeteringPoint point = Objects.requireNonNull(member.partners().points().get(partner));
            found.put(partner, outlooks.outlook(point, open, member.area().zone()).expected());
        }
        return found;
    }

    /**
     * Nothing while nothing is known of the home yet; perhaps something is before the gate closes.
     */
    private static Optional<Act> next(
            Member member,
            Decision decision,
            Optional<Long> expected,
            Map<ParticipantId, Map<DeliveryInterval, Long>> partners,
            Map<Learner, List<Outcome>> outcomes) {
        return expected.flatMap(net -> {
            long left = left(member, decision.interval(), net, partners);
            return towards(member, decision, left, outcomes).map(act -> act.givenThat(left != net));
        });
    }

    private static long left(
            Member member,
            DeliveryInterval interval,
            long net,
            Map<ParticipantId, Map<DeliveryInterval, Long>> partners) {
        ParticipantId home = member.point().participant();
        Map<ParticipantId, Long> all = new HashMap<>(Map.of(home, net));
        partners.forEach((partner, expected) -> {
            Long of = expected.get(interval);
            if (of != null) {
                all.put(partner, of);
            }
        });
        return member.partners().left(member.area(), home, interval, all);
    }

    private static Optional<Act> towards(
            Member member, Decision decision, long net, Map<Learner, List<Outcome>> outcomes) {
        Learner learner = new Learner(member.point().participant(), Intent.side(net));
        return Intent.of(
                        member.preference(),
                        member.point().participant(),
                        Corridor.of(member.area(), member.point(), decision.interval().start()),
                        outcomes.getOrDefault(learner, List.of()),
                        net)
                .map(decision::towards)
                .orElseGet(() -> decision.withdraw(Why.EXPECTATION_TURNED));
    }

    /** Sends it; false if it is too early for it. */
    private boolean isTaken(Member member, Step step) {
        PlaceOrder order = member.order(step.act(), step.interval());
        OrderOutcome outcome =
                switch (step.act().kind()) {
                    case PLACE -> answer(desk.place(order));
                    case REPLACE -> replace(step.open().orElseThrow(), order);
                    case CANCEL -> cancel(order.participant(), order.clientOrderId());
                    case REFUSED -> throw new IllegalStateException("nothing to send");
                };
        refusal(outcome).ifPresent(why -> keepRefusal(member, step, why));
        if (!(outcome instanceof OrderOutcome.Accepted)) {
            LOG.debugf(
                    "%s of %s for %s: %s",
                    step.act().kind(), order.participant(), order.interval(), outcome);
        }
        boolean early =
                outcome instanceof OrderOutcome.Rejected(RejectReason reason)
                        && TOO_EARLY.contains(reason);
        if (!early) {
            underWay.remove(key(member, step));
        }
        return !early;
    }

    /**
     * Cancels the open order and places the other one, unless more of the open one was traded than
     * was known when the other was reckoned: then that is for the next look, which knows it.
     */
    private OrderOutcome replace(StandingOrder open, PlaceOrder other) {
        boolean isAsKnown =
                cancel(other.participant(), open.number())
                                instanceof OrderOutcome.Cancelled(_, Energy remaining)
                        && remaining.wattHours() == open.remainingWh();
        return isAsKnown ? answer(desk.place(other)) : new OrderOutcome.Rejected(RejectReason.BUSY);
    }

    private OrderOutcome cancel(ParticipantId participant, long number) {
        return answer(desk.cancel(new CancelOrder(participant, number)));
    }

    private static OrderOutcome answer(Uni<OrderOutcome> sent) {
        OrderOutcome outcome = sent.await().atMost(TIMEOUT);
        if (outcome instanceof OrderOutcome.Unknown(String why)) {
            throw new MarketException(ErrorCode.ENGINE_UNAVAILABLE, why);
        }
        return outcome;
    }

    private void keepRefusal(Member member, Step step, Why why) {
        refused.put(key(member, step), step.act());
        Instant now = clock.now();
        keep(member, List.of(new Entry(now, step.interval().start(), step.act().refused(why))));
    }

    /** Empty if it was taken, or if only its moment was wrong and the next look knows better. */
    private static Optional<Why> refusal(OrderOutcome outcome) {
        return switch (outcome) {
            case OrderOutcome.Accepted _, OrderOutcome.Cancelled _, OrderOutcome.Unknown _ ->
                    Optional.empty();
            case OrderOutcome.NotAMember _, OrderOutcome.WorseThanSupplier _ ->
                    Optional.of(Why.MARKET_RULE);
            case OrderOutcome.Rejected(RejectReason reason) ->
                    switch (reason) {
                        case UNKNOWN_AREA,
                                BEYOND_HORIZON,
                                GATE_CLOSED,
                                UNKNOWN_ORDER,
                                DUPLICATE_CLIENT_ORDER_ID,
                                BUSY ->
                                Optional.empty();
                        case FEEDER_LIMIT -> Optional.of(Why.FEEDER_FULL);
                        default -> Optional.of(Why.MARKET_RULE);
                    };
        };
    }

    private void keep(Member member, List<Entry> entries) {
        journal.add(member.point(), entries).await().atMost(TIMEOUT);
    }
}
