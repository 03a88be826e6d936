package energy.peerwatt.edge.simulator;

import energy.peerwatt.edge.simulator.SunSpecReader.Model;
import energy.peerwatt.edge.simulator.model.Equipment;
import energy.peerwatt.edge.simulator.model.HomeOrders;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What was written into the control models of one inverter, and what it means for roof and battery.
 * Timers run in market time; when one ends, what it guards is as if never written. Thread-safe.
 */
final class InverterControls {

    /** A register that takes writes. */
    private enum Point {
        LIMIT(123, 5),
        LIMIT_TIMER(123, 7),
        LIMIT_ON(123, 9),
        RESOURCE_LIMIT_ON(704, 14),
        RESOURCE_LIMIT(704, 15),
        RESOURCE_LIMIT_ON_AFTERWARDS(704, 17),
        RESOURCE_LIMIT_TIMER_HIGH(704, 18),
        RESOURCE_LIMIT_TIMER(704, 19),
        STORAGE_MODE(124, 5),
        STORAGE_RESERVE(124, 7),
        STORAGE_GIVE(124, 12),
        STORAGE_TAKE(124, 13),
        STORAGE_TIMER(124, 15),
        STORAGE_FROM_GRID(124, 17),
        POWER_ON(704, 22),
        POWER_IN_WATTS(704, 23),
        POWER_HIGH(704, 24),
        POWER(704, 25),
        POWER_ON_AFTERWARDS(704, 30),
        POWER_TIMER_HIGH(704, 31),
        POWER_TIMER(704, 32);

        private final int model;
        private final int offset;

        Point(int model, int offset) {
            this.model = model;
            this.offset = offset;
        }
    }

    /** Points of one function, which its timer takes back together. */
    private enum Function {
        LIMIT(Point.LIMIT_TIMER, Point.LIMIT_ON, Point.LIMIT, Point.LIMIT),
        RESOURCE_LIMIT(
                Point.RESOURCE_LIMIT_TIMER,
                Point.RESOURCE_LIMIT_ON,
                Point.RESOURCE_LIMIT,
                Point.RESOURCE_LIMIT),
        STORAGE(Point.STORAGE_TIMER, Point.STORAGE_MODE, Point.STORAGE_GIVE, Point.STORAGE_TAKE),
        POWER(Point.POWER_TIMER, Point.POWER_ON, Point.POWER_HIGH, Point.POWER);

        private final Point timer;
        private final Point on;
        private final Point value;
        private final Point otherValue;

        Function(Point timer, Point on, Point value, Point otherValue) {
            this.timer = timer;
            this.on = on;
            this.value = value;
            this.otherValue = otherValue;
        }

        private boolean guards(Point point) {
            return point == on || point == value || point == otherValue;
        }
    }

    private static final long FOREVER = Long.MAX_VALUE;
    private static final int HUNDREDTHS_OF_PERCENT = 10_000;
    private static final int TENTHS_OF_PERCENT = 1_000;
    private static final int TAKING = 1;
    private static final int GIVING = 2;

    private final Equipment equipment;
    private final long outputW;
    private final LongSupplier second;
    private final Map<Point, Integer> written = new EnumMap<>(Point.class);
    private final Map<Function, Long> started = new EnumMap<>(Function.class);
    private boolean isChanged;

    /**
     * An inverter that nobody controls.
     *
     * @param outputW 100 % of its output
     * @param second market time now, epoch seconds
     */
    InverterControls(Equipment equipment, long outputW, LongSupplier second) {
        this.equipment = equipment;
        this.outputW = outputW;
        this.second = second;
    }

    /** The image with what was written and still holds. */
    synchronized RegisterImage laidOver(RegisterImage image) {
        expire(second.getAsLong());
        SunSpecReader reader = new SunSpecReader(image);
        RegisterImage shown = image;
        for (Map.Entry<Point, Integer> entry : written.entrySet()) {
            Optional<Model> model = reader.find(List.of(entry.getKey().model));
            if (model.isPresent()) {
                int address = model.get().address() + entry.getKey().offset;
                shown = shown.with(address, entry.getValue().shortValue());
            }
        }
        return shown;
    }

    /** Takes one register; empty if it is none that takes writes. */
    synchronized Optional<RegisterImage> write(RegisterImage image, int address, int word) {
        SunSpecReader reader = new SunSpecReader(image);
        for (Point point : Point.values()) {
            Optional<Model> model = reader.find(List.of(point.model));
            if (model.isPresent() && model.get().address() + point.offset == address) {
                take(point, word);
                return Optional.of(image.with(address, (short) word));
            }
        }
        return Optional.empty();
    }

    private void take(Point point, int word) {
        long now = second.getAsLong();
        expire(now);
        written.put(point, word);
        for (Function function : Function.values()) {
            if (function.guards(point)) {
                started.put(function, now);
            }
        }
        if (point == Point.STORAGE_MODE && word == 0) {
            written.remove(Point.STORAGE_GIVE);
            written.remove(Point.STORAGE_TAKE);
        }
        isChanged = true;
    }

    private void expire(long now) {
        for (Function function : Function.values()) {
            if (until(function) <= now) {
                written.keySet().removeIf(function::guards);
                started.remove(function);
                isChanged = true;
            }
        }
    }

    /** Epoch second from which the function is off again; {@link #FOREVER} without a timer. */
    private long until(Function function) {
        int timer = value(function.timer, 0);
        return timer == 0 || !started.containsKey(function)
                ? FOREVER
                : started.getOrDefault(function, 0L) + timer;
    }

    /** What all this means for the home; empty if nothing changed since the last time. */
    synchronized Optional<HomeOrders> changed() {
        expire(second.getAsLong());
        if (!isChanged) {
            return Optional.empty();
        }
        isChanged = false;
        return Optional.of(orders());
    }

    private HomeOrders orders() {
        int reserve = value(Point.STORAGE_RESERVE, 0) / 10;
        boolean mayTakeFromGrid = value(Point.STORAGE_FROM_GRID, 0) == 1;
        HomeOrders battery = storage(reserve, mayTakeFromGrid);
        boolean isLimited = isOn(Function.LIMIT);
        Function limit = isLimited ? Function.LIMIT : Function.RESOURCE_LIMIT;
        long most =
                isLimited
                        ? outputW * value(Point.LIMIT, 0) / HUNDREDTHS_OF_PERCENT
                        : outputW * value(Point.RESOURCE_LIMIT, 0) / TENTHS_OF_PERCENT;
        return new HomeOrders(
                (int) most,
                isOn(limit) ? until(limit) : 0,
                battery.batteryLowestW(),
                battery.batteryHighestW(),
                battery.batteryUntil(),
                reserve,
                battery.fromGrid());
    }

    private HomeOrders storage(int reserve, boolean fromGrid) {
        int most = equipment.batteryMaxW();
        if (isOn(Function.POWER)) {
            int watts = -(value(Point.POWER_HIGH, 0) << 16 | value(Point.POWER, 0));
            return new HomeOrders(0, 0, watts, watts, until(Function.POWER), reserve, true);
        }
        int mode = value(Point.STORAGE_MODE, 0);
        int take = most * (short) value(Point.STORAGE_TAKE, 0) / HUNDREDTHS_OF_PERCENT;
        int give = most * (short) value(Point.STORAGE_GIVE, 0) / HUNDREDTHS_OF_PERCENT;
        return new HomeOrders(
                0,
                0,
                (mode & GIVING) == 0 ? -most : -give,
                (mode & TAKING) == 0 ? most : take,
                mode == 0 ? 0 : until(Function.STORAGE),
                reserve,
                fromGrid);
    }

    private boolean isOn(Function function) {
        return value(function.on, 0) != 0;
    }

    private int value(Point point, int otherwise) {
        return written.getOrDefault(point, otherwise);
    }
}
