package energy.peerwatt.matching;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.AcknowledgeEvents;
import energy.peerwatt.market.EngineCommand.CancelOrder;
import energy.peerwatt.market.EngineCommand.CancelOrders;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.Leg;
import energy.peerwatt.market.EngineCommand.LinkAreas;
import energy.peerwatt.market.EngineCommand.PlaceBasket;
import energy.peerwatt.market.EngineCommand.PlaceBlock;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.EngineCommand.ReplaceOrder;
import energy.peerwatt.market.EngineCommand.SetClock;
import energy.peerwatt.market.EngineCommand.SetFeederLimit;
import energy.peerwatt.market.EngineCommand.SetGroup;
import energy.peerwatt.market.EngineCommand.SetParticipantLimits;
import energy.peerwatt.market.EngineCommand.SetTransferCapacity;
import energy.peerwatt.market.EngineCommand.SetTrust;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.EngineEvent.BasketAccepted;
import energy.peerwatt.market.EngineEvent.BlockAccepted;
import energy.peerwatt.market.EngineEvent.CallCleared;
import energy.peerwatt.market.EngineEvent.CancelReason;
import energy.peerwatt.market.EngineEvent.GateClosed;
import energy.peerwatt.market.EngineEvent.OrderAccepted;
import energy.peerwatt.market.EngineEvent.OrderCancelled;
import energy.peerwatt.market.EngineEvent.OrderReduced;
import energy.peerwatt.market.EngineEvent.OrderRejected;
import energy.peerwatt.market.EngineEvent.OrderReplaced;
import energy.peerwatt.market.EngineEvent.TradeMade;
import energy.peerwatt.market.MarketDesign;
import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.OrderTerms;
import energy.peerwatt.market.Origin;
import energy.peerwatt.market.OriginPremiums;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;
import energy.peerwatt.market.TimeInForce;
import energy.peerwatt.market.Trade;
import energy.peerwatt.market.TradeId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** One plain example of every message, with a different value in every field, and edge cases. */
final class WireExamples {

    static final Instant AT = Instant.parse("2026-06-18T05:00:00.123456789Z");

    /** The first and the last time the wire has, of those that are not null. */
    static final Instant EARLIEST = Instant.ofEpochSecond(-9_223_372_037L, 145_224_193);

    static final Instant LATEST = Instant.ofEpochSecond(9_223_372_036L, 854_775_807);

    static final DeliveryInterval INTERVAL =
            new DeliveryInterval(Instant.parse("2026-06-18T07:30:00Z"), Duration.ofMinutes(30));

    private static final Instant LATEST_CLOCK = Instant.parse("2261-12-31T23:59:59Z");

    private WireExamples() {}

    static List<EngineCommand> commands() {
        return List.of(
                new SetClock(AT, AT.plusMillis(1), 60),
                new ConfigureArea(
                        rules(
                                new MarketDesign(
                                        MarketDesign.Kind.CONTINUOUS_THEN_CALL,
                                        Duration.ofMinutes(7),
                                        MarketDesign.Rationing.PRO_RATA)),
                        AT),
                new LinkAreas(area(1), area(2), price(3), AT),
                new SetTransferCapacity(area(1), area(2), INTERVAL, energy(3)),
                new SetFeederLimit(area(1), INTERVAL, energy(2), energy(3)),
                new SetParticipantLimits(member(1), Money.ofNano(2), energy(3)),
                new SetGroup(member(1), member(2)),
                new SetTrust(member(1), member(2), true),
                order(),
                new ReplaceOrder(member(1), 2, energy(3), price(-4)),
                block(),
                basket(),
                new CancelOrders(member(1), area(2)),
                new CancelOrder(member(1), 2),
                new AcknowledgeEvents(1));
    }

    static List<EngineEvent> events() {
        return List.of(
                new OrderAccepted(1, AT, new OrderId(2), order()),
                new BlockAccepted(1, AT, new OrderId(2), block()),
                new BasketAccepted(1, AT, new OrderId(2), basket()),
                new OrderReplaced(1, AT, new OrderId(2), member(3), 4, energy(5), price(-6)),
                new OrderReduced(
                        1,
                        AT,
                        new OrderId(2),
                        member(3),
                        4,
                        energy(5),
                        energy(6),
                        CancelReason.SELF_TRADE),
                new CallCleared(1, AT, area(2), INTERVAL, price(-3), energy(4)),
                new OrderRejected(1, AT, member(2), 3, RejectReason.BUSY),
                new TradeMade(1, AT, trade()),
                new OrderCancelled(
                        1,
                        AT,
                        new OrderId(2),
                        member(3),
                        4,
                        energy(5),
                        CancelReason.BY_MASS_CANCEL),
                new GateClosed(1, AT, area(2), INTERVAL));
    }

    /** Values at the edges of what the wire has. */
    static Stream<EngineCommand> edgeCommands() {
        return Stream.of(
                        Stream.of(
                                new SetClock(Instant.EPOCH, LATEST_CLOCK, 1),
                                new SetClock(LATEST_CLOCK, Instant.EPOCH, 86_400),
                                new AcknowledgeEvents(Long.MIN_VALUE),
                                new AcknowledgeEvents(Long.MAX_VALUE),
                                new CancelOrder(member(Long.MAX_VALUE), Long.MIN_VALUE)),
                        edgeSettings(),
                        edgeOrders(),
                        edgeBlocksAndBaskets())
                .flatMap(commands -> commands);
    }

    private static Stream<EngineCommand> edgeSettings() {
        AreaRules widest =
                new AreaRules(
                        area(Integer.MAX_VALUE),
                        Duration.ofHours(1),
                        Duration.ofDays(366).minusNanos(1),
                        Duration.ofDays(366),
                        price(Long.MAX_VALUE),
                        energy(Long.MAX_VALUE),
                        AreaRules.LARGEST_LIMIT,
                        new MarketDesign(
                                MarketDesign.Kind.CALL,
                                Duration.ZERO,
                                MarketDesign.Rationing.PRO_RATA),
                        new OriginPremiums(
                                AreaRules.LARGEST_LIMIT,
                                AreaRules.LARGEST_LIMIT,
                                AreaRules.LARGEST_LIMIT),
                        Duration.ofDays(1));
        return Stream.of(
                new ConfigureArea(widest, LATEST),
                new ConfigureArea(rules(MarketDesign.CONTINUOUS, Duration.ZERO), EARLIEST),
                new LinkAreas(area(1), area(Integer.MAX_VALUE), null, LATEST),
                new LinkAreas(area(1), area(1), price(Long.MAX_VALUE), EARLIEST),
                new LinkAreas(area(1), area(1), price(-Long.MAX_VALUE), Instant.EPOCH),
                new SetTransferCapacity(area(1), area(1), earliestInterval(), null),
                new SetTransferCapacity(area(1), area(1), latestInterval(), Energy.ZERO),
                new SetFeederLimit(area(1), INTERVAL, null, energy(Long.MAX_VALUE)),
                new SetFeederLimit(area(1), INTERVAL, Energy.ZERO, null),
                new SetParticipantLimits(member(1), null, null),
                new SetParticipantLimits(member(1), Money.ofNano(Long.MAX_VALUE), Energy.ZERO),
                new SetParticipantLimits(member(1), Money.ofNano(-Long.MAX_VALUE), null),
                new SetTrust(member(1), member(1), false),
                new CancelOrders(null, area(1)),
                new CancelOrders(member(1), null));
    }

    private static Stream<EngineCommand> edgeOrders() {
        OrderTerms plain = OrderTerms.DEFAULT;
        return Stream.of(
                        plain,
                        plain.until(EARLIEST),
                        plain.until(LATEST).withPostOnly(),
                        plain.until(Instant.EPOCH).withOrigin(Origin.ANY, true),
                        plain.immediate(TimeInForce.FILL_OR_KILL),
                        plain.immediate(TimeInForce.IMMEDIATE_OR_CANCEL)
                                .withSelfTrade(SelfTradePrevention.CANCEL_BOTH),
                        plain.withMinimumFill(energy(Long.MAX_VALUE))
                                .withSelfTrade(SelfTradePrevention.DECREMENT),
                        plain.withDisplayed(energy(Long.MAX_VALUE)),
                        plain.withOrigin(Origin.SOLAR, false),
                        plain.withOrigin(Origin.LOCAL, true).withPostOnly())
                .flatMap(terms ->
                        Stream.of(
                                new PlaceOrder(
                                        member(Long.MAX_VALUE),
                                        Long.MIN_VALUE,
                                        area(Integer.MAX_VALUE),
                                        earliestInterval(),
                                        Side.BUY,
                                        energy(Long.MAX_VALUE),
                                        price(Long.MIN_VALUE),
                                        terms),
                                new PlaceOrder(
                                        member(1),
                                        Long.MAX_VALUE,
                                        area(1),
                                        latestInterval(),
                                        Side.SELL,
                                        Energy.ZERO,
                                        price(Long.MAX_VALUE),
                                        terms)));
    }

    private static Stream<EngineCommand> edgeBlocksAndBaskets() {
        Leg leg = new Leg(area(1), latestInterval(), Side.SELL, Energy.ZERO, price(Long.MIN_VALUE));
        LongStream counts = LongStream.of(Integer.MIN_VALUE, 0, Integer.MAX_VALUE);
        Stream<EngineCommand> blocks =
                counts.mapToObj(count ->
                        new PlaceBlock(
                                member(1),
                                0,
                                area(1),
                                earliestInterval(),
                                (int) count,
                                Side.SELL,
                                energy(Long.MAX_VALUE),
                                price(Long.MIN_VALUE)));
        return Stream.concat(
                blocks,
                Stream.of(
                        new PlaceBasket(member(1), 2, List.of()),
                        new PlaceBasket(member(1), 2, List.of(leg)),
                        new PlaceBasket(member(1), 2, Collections.nCopies(254, leg))));
    }

    /** Values at the edges of what the wire has, and every reason. */
    static Stream<EngineEvent> edgeEvents() {
        Stream<EngineEvent> accepted =
                edgeCommands()
                        .<EngineEvent>mapMulti((command, sink) -> {
                            long last = Long.MAX_VALUE;
                            OrderId id = new OrderId(last);
                            switch (command) {
                                case PlaceOrder order ->
                                        sink.accept(new OrderAccepted(last, LATEST, id, order));
                                case PlaceBlock block ->
                                        sink.accept(new BlockAccepted(last, EARLIEST, id, block));
                                case PlaceBasket basket ->
                                        sink.accept(new BasketAccepted(last, LATEST, id, basket));
                                default -> {}
                            }
                        });
        Stream<EngineEvent> cancelled =
                Stream.of(CancelReason.values())
                        .flatMap(reason ->
                                Stream.of(
                                        new OrderCancelled(
                                                1,
                                                AT,
                                                new OrderId(1),
                                                member(1),
                                                Long.MIN_VALUE,
                                                energy(Long.MAX_VALUE),
                                                reason),
                                        new OrderReduced(
                                                1,
                                                AT,
                                                new OrderId(1),
                                                member(1),
                                                -1,
                                                energy(1),
                                                energy(Long.MAX_VALUE),
                                                reason)));
        Stream<EngineEvent> rejected =
                Stream.of(RejectReason.values())
                        .map(reason -> new OrderRejected(0, EARLIEST, member(1), -1, reason));
        Stream<EngineEvent> others =
                Stream.of(
                        new GateClosed(1, Instant.EPOCH, area(1), earliestInterval()),
                        new CallCleared(
                                1, LATEST, area(1), latestInterval(), price(-1), energy(1)));
        return Stream.of(accepted, cancelled, rejected, others).flatMap(events -> events);
    }

    private static PlaceOrder order() {
        OrderTerms terms =
                new OrderTerms(
                        TimeInForce.UNTIL_TIME,
                        AT.plusSeconds(1),
                        SelfTradePrevention.DECREMENT,
                        true,
                        energy(5),
                        energy(6),
                        Origin.BATTERY,
                        true);
        return new PlaceOrder(
                member(1), 2, area(3), INTERVAL, Side.SELL, energy(4), price(-5), terms);
    }

    private static PlaceBlock block() {
        return new PlaceBlock(member(1), 2, area(3), INTERVAL, 4, Side.SELL, energy(5), price(-6));
    }

    private static PlaceBasket basket() {
        return new PlaceBasket(
                member(1),
                2,
                List.of(
                        new Leg(area(3), INTERVAL, Side.SELL, energy(4), price(-5)),
                        new Leg(area(6), INTERVAL.next(), Side.BUY, energy(7), price(8))));
    }

    private static Trade trade() {
        return new Trade(
                new TradeId(1),
                area(2),
                INTERVAL,
                member(3),
                member(4),
                new OrderId(5),
                new OrderId(6),
                energy(7),
                price(-8),
                area(9));
    }

    static AreaRules rules(MarketDesign design) {
        return rules(design, AreaRules.USUAL_REPEAT_WINDOW);
    }

    static AreaRules rules(MarketDesign design, Duration repeatWindow) {
        return new AreaRules(
                area(1),
                Duration.ofMinutes(30),
                Duration.ofMinutes(5),
                Duration.ofDays(1),
                price(2),
                energy(3),
                price(4),
                design,
                new OriginPremiums(price(5), price(6), price(7)),
                repeatWindow);
    }

    private static DeliveryInterval earliestInterval() {
        return DeliveryInterval.containing(
                Instant.MIN.plus(Duration.ofHours(1)), Duration.ofHours(1));
    }

    private static DeliveryInterval latestInterval() {
        return DeliveryInterval.containing(Instant.MAX, Duration.ofMinutes(5));
    }

    private static ParticipantId member(long number) {
        return new ParticipantId(number);
    }

    private static AreaId area(int number) {
        return new AreaId(number);
    }

    private static Energy energy(long wattHours) {
        return Energy.ofWattHours(wattHours);
    }

    private static Price price(long microPerKwh) {
        return Price.ofMicroPerKwh(microPerKwh);
    }
}
