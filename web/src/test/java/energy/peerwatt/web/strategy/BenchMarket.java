package energy.peerwatt.web.strategy;

import energy.peerwatt.book.LadderOrderBook;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.AcknowledgeEvents;
import energy.peerwatt.market.EngineCommand.CancelOrder;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.EngineEvent.CancelReason;
import energy.peerwatt.market.EngineEvent.OrderAccepted;
import energy.peerwatt.market.EngineEvent.OrderCancelled;
import energy.peerwatt.market.EngineEvent.TradeMade;
import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.Side;
import energy.peerwatt.market.Trade;
import energy.peerwatt.matching.MatchingEngine;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.web.strategy.BenchVillage.Home;
import energy.peerwatt.web.strategy.Margins.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Plays the village's month on the real matching engine: at the start of each quarter-hour every
 * home looks at the intervals ahead, in turns, and does the next steps by {@link Decision}.
 */
final class BenchMarket {

    private static final int RETAINED = 100_000;
    private static final int STEPS = 3;
    private static final int LEARNED_FROM = 96;

    /** How a home wants to trade an interval. */
    interface Wish {
        Optional<Intent> of(Home home, DeliveryInterval interval, long net, List<Outcome> outcomes);
    }

    private static final class Position {
        final Map<Long, List<StandingOrder>> orders = new HashMap<>();
        final Map<Side, Deque<Lesson>> lessons = new EnumMap<>(Side.class);

        List<Outcome> outcomes(Side side) {
            return lessons.getOrDefault(side, new ArrayDeque<>()).stream()
                    .map(Lesson::outcome)
                    .toList();
        }
    }

    private record Lesson(long index, Outcome outcome) {}

    private record Placed(Home home, long index, long number) {}

    private final MatchingEngine engine = new MatchingEngine(new LadderOrderBook(), RETAINED);
    private final Map<Home, Position> positions = new HashMap<>();
    private final Map<OrderId, Placed> placed = new HashMap<>();
    private final Map<DeliveryInterval, List<Trade>> trades = new HashMap<>();
    private final Map<Long, Home> homes = new HashMap<>();
    private final Wish wish;

    private BenchMarket(Wish wish) {
        this.wish = wish;
    }

    /** The month's trades by interval. */
    static Map<DeliveryInterval, List<Trade>> play(BenchVillage village, Wish wish) {
        BenchMarket market = new BenchMarket(wish);
        market.play(village);
        return market.trades;
    }

    private void play(BenchVillage village) {
        for (Home home : village.homes()) {
            positions.put(home, new Position());
            homes.put(home.participant().value(), home);
        }
        send(BenchVillage.FIRST, new ConfigureArea(BenchVillage.RULES));
        for (int slot = 0; slot < BenchVillage.SLOTS; slot++) {
            DeliveryInterval now = BenchVillage.FIRST.plus(slot);
            engine.onTime(now.start().toEpochMilli());
            take();
            learn(now.index());
            List<Home> turns = new ArrayList<>(village.homes());
            Collections.shuffle(turns, new Random(now.index()));
            for (Home home : turns) {
                look(home, slot, now);
            }
        }
        engine.onTime(
                BenchVillage.FIRST
                        .plus(BenchVillage.SLOTS + BenchVillage.AHEAD)
                        .start()
                        .plus(Duration.ofHours(1))
                        .toEpochMilli());
        take();
    }

    private void look(Home home, int slot, DeliveryInterval now) {
        for (int ahead = 0; ahead < BenchVillage.AHEAD; ahead++) {
            DeliveryInterval interval = now.plus(1 + ahead);
            long net = home.expected(slot, ahead);
            List<Outcome> outcomes = position(home).outcomes(Intent.side(net));
            Optional<Intent> intent =
                    net == 0 ? Optional.empty() : wish.of(home, interval, net, outcomes);
            for (int step = 0; step < STEPS; step++) {
                Decision decision =
                        new Decision(
                                interval,
                                BenchVillage.RULES.lot().wattHours(),
                                position(home).orders.getOrDefault(interval.index(), List.of()));
                Optional<Act> act =
                        intent.map(decision::towards)
                                .orElseGet(() -> decision.withdraw(Act.Why.EXPECTATION_TURNED));
                if (act.isEmpty()) {
                    break;
                }
                if (act.get().kind() == Act.Kind.REPLACE) {
                    long open = decision.open().orElseThrow().number();
                    send(now, new CancelOrder(home.participant(), open));
                }
                send(now, command(home, interval, act.get()));
            }
        }
    }

    private Position position(Home home) {
        return Objects.requireNonNull(positions.get(home));
    }

    private static EngineCommand command(Home home, DeliveryInterval interval, Act act) {
        Energy quantity = Energy.ofWattHours(act.quantityWh());
        return switch (act.kind()) {
            case PLACE, REPLACE ->
                    new PlaceOrder(
                            home.participant(),
                            act.number(),
                            BenchVillage.RULES.area(),
                            interval,
                            act.side(),
                            quantity,
                            act.limit());
            case CANCEL -> new CancelOrder(home.participant(), act.number());
            case REFUSED -> throw new IllegalStateException();
        };
    }

    private void send(DeliveryInterval now, EngineCommand command) {
        engine.apply(now.start().toEpochMilli(), command);
        take();
    }

    /** Takes the engine's events and lets it forget them. */
    private void take() {
        long last = engine.lastSequence();
        for (EngineEvent event :
                engine.retainedAfter(engine.firstRetainedSequence() - 1, RETAINED)) {
            take(event);
        }
        if (engine.firstRetainedSequence() <= last) {
            engine.apply(engine.now().toEpochMilli(), new AcknowledgeEvents(last));
        }
    }

    private void take(EngineEvent event) {
        switch (event) {
            case OrderAccepted accepted -> {
                PlaceOrder order = accepted.command();
                Home home = Objects.requireNonNull(homes.get(order.participant().value()));
                long index = order.interval().index();
                placed.put(accepted.order(), new Placed(home, index, order.clientOrderId()));
                position(home)
                        .orders
                        .computeIfAbsent(index, _ -> new ArrayList<>())
                        .add(
                                new StandingOrder(
                                        order.clientOrderId(),
                                        order.side(),
                                        order.limit(),
                                        0,
                                        order.quantity().wattHours()));
            }
            case OrderCancelled cancelled when cancelled.reason() == CancelReason.GATE_CLOSED -> {
                // What rested there is learned from.
            }
            case OrderCancelled cancelled ->
                    change(
                            cancelled.order(),
                            one ->
                                    new StandingOrder(
                                            one.number(),
                                            one.side(),
                                            one.limit(),
                                            one.tradedWh(),
                                            0));
            case TradeMade made -> {
                Trade trade = made.trade();
                trades.computeIfAbsent(trade.interval(), _ -> new ArrayList<>()).add(trade);
                fill(trade.sellOrder(), trade.quantity().wattHours());
                fill(trade.buyOrder(), trade.quantity().wattHours());
            }
            default -> {
                // Of no concern to members' orders.
            }
        }
    }

    private void fill(OrderId order, long wattHours) {
        change(
                order,
                one ->
                        new StandingOrder(
                                one.number(),
                                one.side(),
                                one.limit(),
                                one.tradedWh() + wattHours,
                                one.remainingWh() - wattHours));
    }

    private void change(OrderId order, UnaryOperator<StandingOrder> changed) {
        Placed known = Objects.requireNonNull(placed.get(order));
        List<StandingOrder> orders =
                Objects.requireNonNull(position(known.home()).orders.get(known.index()));
        orders.replaceAll(one -> one.number() == known.number() ? changed.apply(one) : one);
    }

    /** What became of the interval that has just closed. */
    private void learn(long running) {
        positions
                .values()
                .forEach(position -> {
                    List<StandingOrder> closed = position.orders.remove(running);
                    position.lessons
                            .values()
                            .forEach(known ->
                                    known.removeIf(
                                            lesson -> lesson.index() < running - LEARNED_FROM));
                    if (closed == null) {
                        return;
                    }
                    for (Side side : Side.values()) {
                        Outcome.of(closed, side)
                                .ifPresent(outcome ->
                                        position.lessons
                                                .computeIfAbsent(side, _ -> new ArrayDeque<>())
                                                .add(new Lesson(running, outcome)));
                    }
                });
    }
}
