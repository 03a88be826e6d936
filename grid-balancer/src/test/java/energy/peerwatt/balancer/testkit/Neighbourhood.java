package energy.peerwatt.balancer.testkit;

import energy.peerwatt.balancer.model.Appliance;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.HeatPump;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.Tariff;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * Seeded communities for tests and benchmarks: single-phase homes in turn on three phases, a day
 * from noon. 60 % have panels, 60 % a battery, 40 % a vehicle that comes in the evening and leaves
 * in the morning, 80 % an appliance. The transformer is well below what uncoordinated homes would
 * take.
 */
public final class Neighbourhood {

    private static final int SLOTS = 96;
    private static final int NOON = 48;

    private final int homes;
    private final Profiles profiles;
    private final SplittableRandom random;
    private final Options options;
    private final List<Connection> phases = new ArrayList<>();

    /**
     * What else to vary.
     *
     * @param peakMicroPerKw charge on the peak, micro-currency per kW
     * @param limitPerHome W of the transformer for each home
     * @param shares how many homes have what
     * @param variety whether there are stepped and three-phase chargers and heat pumps too, export
     *     prices below zero at noon and devices that already run
     */
    public record Options(int peakMicroPerKw, int limitPerHome, boolean variety, Shares shares) {

        public Options(int peakMicroPerKw, int limitPerHome, boolean variety) {
            this(peakMicroPerKw, limitPerHome, variety, Shares.USUAL);
        }

        public static final Options PLAIN = new Options(0, 1250, false);
        public static final Options PEAK = new Options(500_000, 1250, false);
        public static final Options VARIETY = new Options(500_000, 1250, true);
    }

    /**
     * How many homes of ten have what.
     *
     * @param sunPercent of the profile's sun
     */
    public record Shares(int panels, int batteries, int cars, int sunPercent) {

        public static final Shares USUAL = new Shares(6, 6, 4, 100);
    }

    private Neighbourhood(int homes, long seed, Profiles profiles, Options options) {
        this.homes = homes;
        this.profiles = profiles;
        this.options = options;
        random = new SplittableRandom(seed);
    }

    public static Community of(int homes, long seed, Profiles profiles, Options options) {
        return new Neighbourhood(homes, seed, profiles, options)
                .community("n" + homes + "-s" + seed + "-d" + options.peakMicroPerKw());
    }

    /**
     * Homes at all loads of a feeder, on the phases these have.
     *
     * @param millivolts of the source without load
     */
    public static Community on(
            EuropeanFeeder feeder,
            int millivolts,
            Feeder.Band planning,
            long seed,
            Profiles profiles,
            Options options) {
        int homes = feeder.loads().size();
        Neighbourhood neighbourhood = new Neighbourhood(homes, seed, profiles, options);
        feeder.loads().forEach(load -> neighbourhood.phases.add(load.connection()));
        Community community = neighbourhood.community("feeder-s" + seed);
        List<String> ids = community.homes().stream().map(Home::id).toList();
        return community.withFeeder(feeder.feeder(millivolts, planning, ids));
    }

    private Community community(String name) {
        Horizon horizon =
                new Horizon(Instant.parse("2026-06-01T10:00:00Z"), SLOTS, options.variety());
        int[] sun = profiles.solar().get(random.nextInt(profiles.solar().size()));
        Tariff tariff = tariff();
        List<Home> list = new ArrayList<>();
        for (int i = 0; i < homes; i++) {
            list.add(home(i, sun));
        }
        return new Community(name, horizon, tariff, limits(), list);
    }

    private Tariff tariff() {
        int[] imports = new int[SLOTS];
        int[] exports = new int[SLOTS];
        for (int slot = 0; slot < SLOTS; slot++) {
            int hour = ((slot + NOON) % SLOTS) / 4;
            boolean evening = hour >= 17 && hour < 21;
            boolean night = hour < 6;
            int cents = evening ? 36 : night ? 20 : 27;
            imports[slot] = slot % 4 == 0 ? price(cents) : imports[slot - 1];
            boolean glut = options.variety() && (hour == 12 || hour == 13);
            exports[slot] = glut ? -20_000 : 70_000;
        }
        int reached = 600 * homes;
        return new Tariff(
                Series.of(imports),
                Series.of(exports),
                new Tariff.PeakCharge(options.peakMicroPerKw(), reached));
    }

    private int price(int cents) {
        int noise = random.nextInt(-30_000, 40_001);
        return Math.clamp(cents * 10_000L + noise, 170_000, 400_000);
    }

    private List<Limit> limits() {
        List<Limit> limits = new ArrayList<>();
        Limit.Window day = new Limit.Window(0, SLOTS);
        int total = options.limitPerHome() * homes;
        int phase = total * 36 / 100;
        List<Limit.Scope> scopes =
                List.of(Limit.Scope.TOTAL, Limit.Scope.L1, Limit.Scope.L2, Limit.Scope.L3);
        for (Limit.Direction direction : Limit.Direction.values()) {
            for (Limit.Scope scope : scopes) {
                String id = ("transformer-" + scope + "-" + direction).toLowerCase(Locale.ROOT);
                int watts = scope == Limit.Scope.TOTAL ? total : phase;
                limits.add(new Limit(id, Limit.Source.TRANSFORMER, scope, direction, watts, day));
            }
            if (options.variety()) {
                limits.add(ramp(direction));
            }
        }
        if (options.variety()) {
            limits.add(dimmed());
        }
        return limits;
    }

    private Limit ramp(Limit.Direction direction) {
        return new Limit(
                ("ramp-" + direction).toLowerCase(Locale.ROOT),
                Limit.Source.CONTRACT,
                Limit.Scope.RAMP,
                direction,
                700 * homes,
                new Limit.Window(4, SLOTS));
    }

    /** What the grid operator asks for in the evening, and will not be heard of again. */
    private Limit dimmed() {
        return new Limit(
                "dimmed",
                Limit.Source.GRID_OPERATOR,
                Limit.Scope.TOTAL,
                Limit.Direction.IMPORT,
                1_100 * homes,
                new Limit.Window(24, 36),
                Optional.of(new Limit.Expiry(30, 1_000 * homes)));
    }

    private Home home(int index, int[] sun) {
        String id = "home-" + index;
        List<Connection> turns = List.of(Connection.L1, Connection.L2, Connection.L3);
        Connection phase = phases.isEmpty() ? turns.get(index % 3) : phases.get(index);
        boolean wide = options.variety() && random.nextInt(3) == 0;
        Connection connection = wide ? Connection.THREE_PHASE : phase;
        List<Device> devices = new ArrayList<>();
        Series load = load();
        Series solar = solar(sun);
        if (random.nextInt(10) < options.shares().batteries()) {
            devices.add(battery(id, connection));
        }
        if (random.nextInt(10) < options.shares().cars()) {
            devices.add(charger(id, connection));
        }
        if (random.nextInt(10) < 8) {
            devices.add(appliance(id, phase));
        }
        if (options.variety() && random.nextInt(10) < 3) {
            devices.add(heatPump(id, phase));
        }
        return new Home(id, connection, load, new Home.Solar(solar, true), devices);
    }

    private Series load() {
        int[] profile = profiles.loads().get(random.nextInt(profiles.loads().size()));
        double scale = random.nextDouble(0.9, 1.7);
        int shift = random.nextInt(-4, 5);
        int[] load = new int[SLOTS];
        for (int slot = 0; slot < SLOTS; slot++) {
            load[slot] = (int) (profile[(slot + NOON + shift + SLOTS) % SLOTS] * scale);
        }
        return Series.of(load);
    }

    private Series solar(int[] sun) {
        int[] watts = new int[SLOTS];
        if (random.nextInt(10) < options.shares().panels()) {
            double peak = random.nextDouble(3, 8) * options.shares().sunPercent() / 100;
            for (int slot = 0; slot < SLOTS; slot++) {
                watts[slot] = (int) (sun[(slot + NOON) % SLOTS] * peak);
            }
        }
        return Series.of(watts);
    }

    private Battery battery(String home, Connection connection) {
        int[] sizes = {5_000, 10_000, 13_500};
        int size = sizes[random.nextInt(sizes.length)];
        int power = random.nextBoolean() ? 2_500 : 5_000;
        int level = random.nextInt(size / 10, size / 2);
        boolean variety = options.variety();
        return new Battery(
                home + "-battery",
                connection,
                new Battery.Store(size, variety ? size / 20 : 0, level, level),
                new Battery.Converter(power, power, 959, 959),
                15_000,
                variety && random.nextInt(3) == 0 ? OptionalInt.of(500) : OptionalInt.empty());
    }

    private Charger charger(String home, Connection connection) {
        int arrival = random.nextInt(18, 37);
        int departure = random.nextInt(70, 84);
        int slots = random.nextInt(4, 14);
        if (options.variety() && random.nextInt(4) == 0) {
            return vehicleToHome(home, connection, new Charger.Stay(arrival, departure));
        }
        if (options.variety() && random.nextBoolean()) {
            return new Charger(
                    home + "-car",
                    connection,
                    Charger.Steps.amps(
                            6, connection == Connection.THREE_PHASE ? 16 : 32, connection),
                    new Charger.Stay(arrival, departure),
                    slots * 1_840 + random.nextInt(500),
                    OptionalInt.empty());
        }
        return new Charger(
                home + "-car",
                connection,
                Charger.Steps.onOff(7_360),
                new Charger.Stay(arrival, departure),
                slots * 1_840,
                OptionalInt.empty());
    }

    private Charger vehicleToHome(String home, Connection connection, Charger.Stay stay) {
        int most = connection == Connection.THREE_PHASE ? 16 : 32;
        int arrival = random.nextInt(15_000, 30_000);
        return new Charger(
                home + "-car",
                connection,
                Charger.Steps.amps(6, most, connection),
                stay,
                random.nextInt(0, 12_000),
                OptionalInt.empty(),
                Optional.of(
                        new Charger.ToHome(
                                new Charger.Pack(50_000, 12_000, arrival),
                                Charger.Steps.amps(6, most, connection),
                                new Charger.Losses(930, 920),
                                20_000)));
    }

    private Appliance appliance(String home, Connection connection) {
        int watts = random.nextInt(400, 1_200);
        Series cycle =
                Series.of(
                        watts * 2, watts, watts / 2, watts / 2, watts / 2, watts / 2, watts, watts);
        int earliest = random.nextInt(1, 60);
        int latest = Math.min(SLOTS - cycle.slots(), earliest + random.nextInt(8, 40));
        return new Appliance(
                home + "-appliance", connection, cycle, new Appliance.Start(earliest, latest));
    }

    private HeatPump heatPump(String home, Connection connection) {
        int[] demand = new int[SLOTS];
        for (int slot = 0; slot < SLOTS; slot++) {
            demand[slot] = random.nextInt(500, 2_500);
        }
        return new HeatPump(
                home + "-heat",
                connection,
                2_000,
                Series.constant(SLOTS, 3_200),
                new HeatPump.Heat(8_000, 4_000, 4_000),
                Series.of(demand),
                OptionalInt.empty());
    }
}
