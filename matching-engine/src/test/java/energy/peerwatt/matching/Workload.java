package energy.peerwatt.matching;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.AcknowledgeEvents;
import energy.peerwatt.market.EngineCommand.CancelOrder;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.EngineCommand.SetClock;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** A random but repeatable log: commands, times and interruptions, sensible and not. */
final class Workload {

    /** One entry of the log. */
    record Entry(long logTimeMillis, Kind kind, EngineCommand command) {

        enum Kind {
            COMMAND,
            TIME,
            INTERRUPTION
        }

        void applyTo(MatchingEngine engine, Consumer<EngineAnswer> answers) {
            switch (kind) {
                case COMMAND -> answers.accept(engine.apply(logTimeMillis, command));
                case TIME -> engine.onTime(logTimeMillis);
                case INTERRUPTION -> engine.onInterruption();
            }
        }
    }

    private static final Instant WALL = Instant.parse("2026-11-21T09:30:00Z");
    private static final int SPEED = 60;

    private final Random random;
    private long logTimeMillis = WALL.toEpochMilli();
    private long lastId;

    private Workload(long seed) {
        random = new Random(seed);
    }

    static List<Entry> random(long seed, int length) {
        return new Workload(seed).entries(length);
    }

    private List<Entry> entries(int length) {
        List<Entry> entries = new ArrayList<>();
        entries.add(command(TestMarket.clock(WALL, SPEED)));
        entries.add(command(TestMarket.configure()));
        entries.add(command(new ConfigureArea(TestMarket.rules(new AreaId(2), Price.ZERO))));
        while (entries.size() < length) {
            logTimeMillis += random.nextInt(40);
            entries.add(next());
        }
        return entries;
    }

    private Entry next() {
        int dice = random.nextInt(1_000);
        if (dice < 700) {
            return command(order());
        } else if (dice < 850) {
            return command(new CancelOrder(participant(), anyId()));
        } else if (dice < 980) {
            return command(new AcknowledgeEvents(random.nextInt(2) + lastId * 2));
        } else if (dice < 990) {
            return new Entry(logTimeMillis, Entry.Kind.TIME, new AcknowledgeEvents(0));
        } else if (dice < 993) {
            Price fees = Price.ofMicroPerKwh(random.nextInt(100));
            return command(new ConfigureArea(TestMarket.rules(area(), fees)));
        } else if (dice < 996) {
            return new Entry(logTimeMillis, Entry.Kind.INTERRUPTION, new AcknowledgeEvents(0));
        }
        logTimeMillis += random.nextInt(5_000);
        return command(new SetClock(marketNow(), Instant.ofEpochMilli(logTimeMillis), SPEED));
    }

    private PlaceOrder order() {
        long id = random.nextInt(20) == 0 ? anyId() : ++lastId;
        DeliveryInterval interval =
                DeliveryInterval.containing(
                        marketNow().plus(Duration.ofMinutes(random.nextInt(90))),
                        DeliveryInterval.QUARTER_HOUR);
        return new PlaceOrder(
                participant(),
                id,
                area(),
                interval,
                random.nextBoolean() ? Side.BUY : Side.SELL,
                Energy.ofWattHours(5L * random.nextInt(20) + (random.nextInt(50) == 0 ? 1 : 0)),
                Price.ofMicroPerKwh(10L * (random.nextInt(30) - 5)));
    }

    private Instant marketNow() {
        long passed = logTimeMillis - WALL.toEpochMilli();
        return TestMarket.START.plusMillis(passed * SPEED);
    }

    private ParticipantId participant() {
        return new ParticipantId(100 + random.nextInt(9));
    }

    private AreaId area() {
        return new AreaId(1 + random.nextInt(random.nextInt(50) == 0 ? 3 : 2));
    }

    private long anyId() {
        return random.nextLong(Math.max(1, lastId - 40), lastId + 2);
    }

    private Entry command(EngineCommand command) {
        return new Entry(logTimeMillis, Entry.Kind.COMMAND, command);
    }
}
