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
import energy.peerwatt.market.MarketDesign;
import energy.peerwatt.market.MarketDesign.Kind;
import energy.peerwatt.market.MarketDesign.Rationing;
import energy.peerwatt.market.OrderTerms;
import energy.peerwatt.market.Origin;
import energy.peerwatt.market.OriginPremiums;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;
import energy.peerwatt.market.TimeInForce;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A random but repeatable log: commands of every kind, times and interruptions, sensible and not.
 * Areas 1 to 3 trade continuously and are linked, 4 ends in a call, 5 is a call. Premiums never
 * change.
 */
final class Workload {

    /** One entry of the log. */
    record Entry(long logTimeMillis, What what, EngineCommand command) {

        enum What {
            COMMAND,
            TIME,
            INTERRUPTION
        }

        void applyTo(MatchingEngine engine, Consumer<EngineAnswer> answers) {
            switch (what) {
                case COMMAND -> answers.accept(engine.apply(logTimeMillis, command));
                case TIME -> engine.onTime(logTimeMillis);
                case INTERRUPTION -> engine.onInterruption();
            }
        }
    }

    static final int SPEED = 60;
    static final OriginPremiums PREMIUMS =
            new OriginPremiums(
                    Price.ofMicroPerKwh(30), Price.ofMicroPerKwh(20), Price.ofMicroPerKwh(10));

    private static final Instant WALL = Instant.parse("2026-11-21T09:30:00Z");

    private final Random random;
    private long logTimeMillis = WALL.toEpochMilli();
    private long lastId;

    /** The latest orders, some of them refused. */
    private final List<PlaceOrder> recent = new ArrayList<>();

    private Workload(long seed) {
        random = new Random(seed);
    }

    static List<Entry> random(long seed, int length) {
        return new Workload(seed).entries(length);
    }

    private List<Entry> entries(int length) {
        List<Entry> entries = new ArrayList<>();
        entries.add(command(TestMarket.clock(WALL, SPEED)));
        for (int area = 1; area <= 5; area++) {
            entries.add(command(new ConfigureArea(rules(new AreaId(area)))));
        }
        entries.add(command(link(1, 2)));
        entries.add(command(link(2, 1)));
        entries.add(command(link(2, 3)));
        while (entries.size() < length) {
            logTimeMillis += random.nextInt(20);
            entries.add(next());
        }
        return entries;
    }

    private Entry next() {
        int dice = random.nextInt(1_000);
        if (dice < 640) {
            return command(order());
        } else if (dice < 690) {
            PlaceOrder order = recent();
            return command(new CancelOrder(order.participant(), order.clientOrderId()));
        } else if (dice < 780) {
            return command(replacement());
        } else if (dice < 820) {
            return command(block());
        } else if (dice < 850) {
            return command(basket());
        } else if (dice < 930) {
            return command(new AcknowledgeEvents(random.nextInt(2) + lastId * 3));
        } else if (dice < 940) {
            return new Entry(logTimeMillis, Entry.What.TIME, new AcknowledgeEvents(0));
        } else if (dice < 943) {
            return new Entry(logTimeMillis, Entry.What.INTERRUPTION, new AcknowledgeEvents(0));
        } else if (dice < 947) {
            logTimeMillis += random.nextInt(5_000);
            return command(new SetClock(marketNow(), Instant.ofEpochMilli(logTimeMillis), SPEED));
        }
        return dice < 960 ? command(order()) : command(setting());
    }

    private EngineCommand setting() {
        return switch (random.nextInt(10)) {
            case 0 -> new ConfigureArea(rules(area()), from());
            case 1 -> link(1 + random.nextInt(4), 1 + random.nextInt(4));
            case 2 ->
                    new SetTransferCapacity(
                            new AreaId(1 + random.nextInt(3)),
                            new AreaId(1 + random.nextInt(3)),
                            interval(),
                            maybe(energy(40)));
            case 3 -> new SetFeederLimit(area(), interval(), maybe(energy(90)), maybe(energy(90)));
            case 4, 5 ->
                    new SetParticipantLimits(
                            participant(),
                            maybe(Money.ofNano(random.nextInt(100_000))),
                            maybe(energy(60)));
            case 6 -> group();
            case 7 -> new SetTrust(participant(), participant(), random.nextInt(3) > 0);
            case 8 -> random.nextInt(3) == 0 ? cancelOrders() : group();
            default -> new SetParticipantLimits(participant(), null, null);
        };
    }

    /** Often to leave the group again. */
    private SetGroup group() {
        ParticipantId participant = participant();
        return new SetGroup(participant, random.nextBoolean() ? participant : participant());
    }

    private CancelOrders cancelOrders() {
        return switch (random.nextInt(3)) {
            case 0 -> new CancelOrders(participant(), null);
            case 1 -> new CancelOrders(null, area());
            default -> new CancelOrders(participant(), area());
        };
    }

    private LinkAreas link(int seller, int buyer) {
        Price fee = random.nextInt(8) == 0 ? null : Price.ofMicroPerKwh(random.nextInt(90));
        return new LinkAreas(new AreaId(seller), new AreaId(buyer), fee, from());
    }

    /** Mostly now, else within the next hours. */
    private Instant from() {
        return random.nextBoolean()
                ? Instant.EPOCH
                : marketNow().plus(Duration.ofMinutes(random.nextInt(200)));
    }

    private AreaRules rules(AreaId area) {
        Price fees = Price.ofMicroPerKwh(random.nextInt(100));
        AreaRules rules = TestMarket.rules(area, fees);
        int lead = random.nextInt(20) == 0 ? random.nextInt(30) : 5;
        return new AreaRules(
                area,
                rules.intervalLength(),
                Duration.ofMinutes(lead),
                rules.horizon(),
                rules.tick(),
                rules.lot(),
                fees,
                design(area),
                PREMIUMS);
    }

    private static MarketDesign design(AreaId area) {
        return switch (area.value()) {
            case 4 ->
                    new MarketDesign(
                            Kind.CONTINUOUS_THEN_CALL, Duration.ofMinutes(20), Rationing.TIME);
            case 5 -> new MarketDesign(Kind.CALL, Duration.ZERO, Rationing.PRO_RATA);
            default -> MarketDesign.CONTINUOUS;
        };
    }

    private PlaceOrder order() {
        int dice = random.nextInt(40);
        if (dice == 0) {
            return recent();
        }
        Side side = side();
        PlaceOrder order =
                new PlaceOrder(
                        participant(),
                        dice == 1 ? anyId() : ++lastId,
                        area(),
                        interval(),
                        side,
                        energy(20),
                        limit(),
                        terms(side));
        recent.add(order);
        if (recent.size() > 50) {
            recent.removeFirst();
        }
        return order;
    }

    private PlaceOrder recent() {
        return recent.isEmpty() ? order() : recent.get(random.nextInt(recent.size()));
    }

    private ReplaceOrder replacement() {
        PlaceOrder order = recent();
        Price limit = random.nextBoolean() ? order.limit() : limit();
        return new ReplaceOrder(order.participant(), order.clientOrderId(), energy(20), limit);
    }

    private OrderTerms terms(Side side) {
        OrderTerms terms = OrderTerms.DEFAULT;
        if (random.nextInt(3) == 0) {
            return terms;
        }
        terms = terms.withSelfTrade(any(SelfTradePrevention.values()));
        terms =
                switch (random.nextInt(12)) {
                    case 0 -> terms.immediate(TimeInForce.IMMEDIATE_OR_CANCEL);
                    case 1 -> terms.immediate(TimeInForce.FILL_OR_KILL);
                    case 2, 3 -> terms.until(marketNow().plusSeconds(random.nextInt(4_000) - 100));
                    case 4 -> terms.withPostOnly();
                    case 5 -> terms.withMinimumFill(energy(8));
                    case 6, 7 -> terms.withDisplayed(energy(6));
                    default -> terms;
                };
        return random.nextBoolean()
                ? terms
                : terms.withOrigin(
                        any(Origin.values()), side == Side.BUY && random.nextInt(3) == 0);
    }

    private PlaceBlock block() {
        Side side = side();
        return new PlaceBlock(
                participant(),
                ++lastId,
                area(),
                interval(),
                1 + random.nextInt(4),
                side,
                energy(5),
                random.nextBoolean() ? limit() : eager(side));
    }

    private PlaceBasket basket() {
        List<Leg> legs = Stream.generate(this::leg).limit(2 + random.nextInt(2)).toList();
        return new PlaceBasket(participant(), ++lastId, legs);
    }

    private Leg leg() {
        Side side = side();
        DeliveryInterval interval = random.nextInt(9) == 0 ? interval() : interval().next();
        AreaId area = random.nextInt(9) == 0 ? area() : new AreaId(1 + random.nextInt(3));
        Energy quantity = Energy.ofWattHours(5 + 5L * random.nextInt(2));
        return new Leg(area, interval, side, quantity, eager(side));
    }

    /** A limit that trades with most. */
    private static Price eager(Side side) {
        return Price.ofMicroPerKwh(side == Side.BUY ? 300 : -100);
    }

    private DeliveryInterval interval() {
        int ahead = random.nextInt(300) == 0 ? 3_000 : random.nextInt(75);
        return DeliveryInterval.containing(
                marketNow().plus(Duration.ofMinutes(ahead)), DeliveryInterval.QUARTER_HOUR);
    }

    private Instant marketNow() {
        long passed = logTimeMillis - WALL.toEpochMilli();
        return TestMarket.START.plusMillis(passed * SPEED);
    }

    private Side side() {
        return random.nextBoolean() ? Side.BUY : Side.SELL;
    }

    /** In lots, seldom not; zero at times. */
    private Energy energy(int lots) {
        return Energy.ofWattHours(5L * random.nextInt(lots) + (random.nextInt(80) == 0 ? 1 : 0));
    }

    private Price limit() {
        int off = random.nextInt(100) == 0 ? 1 : 0;
        return Price.ofMicroPerKwh(10L * (random.nextInt(30) - 5) + off);
    }

    private ParticipantId participant() {
        return new ParticipantId(100 + random.nextInt(9));
    }

    private AreaId area() {
        return new AreaId(1 + random.nextInt(random.nextInt(50) == 0 ? 6 : 5));
    }

    private long anyId() {
        return random.nextLong(Math.max(1, lastId - 40), lastId + 2);
    }

    private <T> @Nullable T maybe(T value) {
        return random.nextInt(3) == 0 ? null : value;
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private Entry command(EngineCommand command) {
        return new Entry(logTimeMillis, Entry.What.COMMAND, command);
    }
}
