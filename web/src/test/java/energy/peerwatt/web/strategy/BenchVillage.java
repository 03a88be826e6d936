package energy.peerwatt.web.strategy;

import energy.peerwatt.balancer.forecast.NetEnergy;
import energy.peerwatt.balancer.forecast.PersistenceForecast;
import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.settlement.AreaFees;
import energy.peerwatt.settlement.MeteredPosition;
import energy.peerwatt.settlement.Tariff;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.preference.Preference;
import energy.peerwatt.web.preference.Style;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A made-up village in June: what a hundred homes take and give in each quarter-hour, and what was
 * to be expected of it. Panels, batteries, use and tariffs are drawn from a seed. Batteries serve
 * their own home only: they take what is left over and give what is missing.
 */
final class BenchVillage {

    static final int HOMES = 100;
    static final int DAYS = 30;
    static final int SLOTS = DAYS * 96;

    /** Intervals that orders are placed for at a time. */
    static final int AHEAD = 8;

    /** Days before the month that forecasts know. */
    private static final int WARM_UP = 3 * 96;

    static final DeliveryInterval FIRST =
            DeliveryInterval.quarterHourAt(Instant.parse("2026-06-01T00:00:00Z"));

    static final AreaFees FEES =
            new AreaFees(Price.ofMicroPerKwh(30_000), Price.ofMicroPerKwh(20_000));

    static final AreaRules RULES =
            new AreaRules(
                    new AreaId(1),
                    DeliveryInterval.QUARTER_HOUR,
                    Duration.ofMinutes(5),
                    Duration.ofHours(8),
                    Price.ofMicroPerKwh(1_000),
                    Energy.ofWattHours(1),
                    FEES.total());

    private final List<Home> homes;

    BenchVillage(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] clouds = clouds(random);
        List<Plant> plants =
                IntStream.range(0, HOMES)
                        .mapToObj(number -> Plant.draw(number, random.split()))
                        .toList();
        homes = plants.parallelStream().map(plant -> plant.home(clouds)).toList();
    }

    List<Home> homes() {
        return homes;
    }

    /** A home's month. */
    static final class Home {

        private final ParticipantId participant;
        private final Style style;
        private final Corridor corridor;
        private final int batteryWh;
        private final int[] net;
        private final long[][] expected;

        Home(Plant plant, int[] net, long[][] expected) {
            this.participant = new ParticipantId(ParticipantId.FIRST_MEMBER + plant.number());
            this.style = plant.style();
            this.corridor = plant.corridor();
            this.batteryWh = plant.batteryWh();
            this.net = net;
            this.expected = expected;
        }

        ParticipantId participant() {
            return participant;
        }

        Corridor corridor() {
            return corridor;
        }

        int batteryWh() {
            return batteryWh;
        }

        /** Import minus export, Wh. */
        long net(int slot) {
            return net[slot];
        }

        /** Of the month. */
        long netSum() {
            return Arrays.stream(net).asLongStream().sum();
        }

        /** What is expected at a slot's start of the {@code ahead}-th open interval, Wh. */
        long expected(int slot, int ahead) {
            return expected[slot][ahead];
        }

        MeteredPosition position(int slot) {
            return new MeteredPosition(
                    participant,
                    Energy.ofWattHours(Math.max(0, net[slot])),
                    Energy.ofWattHours(Math.max(0, -net[slot])),
                    Quality.ACTUAL,
                    new Tariff(corridor.ceiling(), corridor.feedIn()));
        }

        Preference preference() {
            return Preference.of(style);
        }
    }

    /** Light through the clouds, per mille of a clear sky's, by slot from the warm-up on. */
    private static int[] clouds(SplittableRandom random) {
        int[] clouds = new int[WARM_UP + SLOTS];
        int day = 700;
        for (int slot = 0; slot < clouds.length; slot++) {
            if (slot % 96 == 0) {
                day = random.nextInt(200, 1001);
            }
            clouds[slot] = Math.clamp(day + random.nextInt(-150, 151), 50, 1_000);
        }
        return clouds;
    }

    /** What a home has and does, before it is played. */
    record Plant(int number, Style style, Corridor corridor, int peakW, int batteryWh, Use use) {

        static Plant draw(int number, SplittableRandom random) {
            boolean solar = random.nextInt(100) < 50;
            int peakW = solar ? random.nextInt(3_000, 10_001) : 0;
            int batteryWh = solar && random.nextInt(100) < 50 ? random.nextInt(5_000, 12_001) : 0;
            Corridor corridor =
                    new Corridor(
                            Price.ofMicroPerKwh(random.nextLong(60, 111) * 1_000),
                            Price.ofMicroPerKwh(random.nextLong(260, 361) * 1_000),
                            FEES.total(),
                            RULES.tick());
            int draw = random.nextInt(100);
            Style style =
                    draw < 30 ? Style.NEIGHBOURLY : draw < 70 ? Style.BALANCED : Style.BEST_PRICE;
            Use use = new Use(random.nextInt(40, 100), random.nextInt(60, 200), random.split());
            return new Plant(number, style, corridor, peakW, batteryWh, use);
        }

        Home home(int[] clouds) {
            int[] net = new int[clouds.length];
            int stored = batteryWh / 2;
            for (int slot = 0; slot < net.length; slot++) {
                long sun = (long) peakW * clearSky(slot % 96) / 1_000 * clouds[slot] / 1_000 / 4;
                int left = use.wattHours(slot % 96) - (int) sun;
                int most = batteryWh / 8;
                int taken =
                        left < 0
                                ? Math.min(Math.min(-left, most), batteryWh - stored)
                                : -Math.min(Math.min(left, most), stored);
                // One in twenty is lost on the way in.
                stored = Math.min(batteryWh, stored + (taken > 0 ? taken * 19 / 20 : taken));
                net[slot] = left + taken;
            }
            int[] month = Arrays.copyOfRange(net, WARM_UP, net.length);
            return new Home(this, month, expected(net));
        }

        /** Per mille of the peak by quarter-hour of the day, from 4 to 20 o'clock. */
        private static int clearSky(int quarter) {
            double angle = Math.PI * (quarter - 16) / 64;
            return quarter <= 16 || quarter >= 80 ? 0 : (int) (850 * Math.sin(angle));
        }

        /** As trading expects of a home with less than a week of values. */
        private static long[][] expected(int[] net) {
            long[][] expected = new long[SLOTS][AHEAD];
            for (int slot = 0; slot < SLOTS; slot++) {
                List<NetEnergy> past = new ArrayList<>();
                for (int ago = 1; ago <= WARM_UP; ago++) {
                    past.add(new NetEnergy(FIRST.plus(slot - ago), net[WARM_UP + slot - ago]));
                }
                PersistenceForecast forecast = new PersistenceForecast(past);
                for (int ahead = 0; ahead < AHEAD; ahead++) {
                    OptionalDouble known =
                            forecast.at(FIRST.plus(slot), FIRST.plus(slot + 1 + ahead));
                    expected[slot][ahead] = Math.round(known.orElseThrow());
                }
            }
            return expected;
        }
    }

    /**
     * What a household takes: always something, more in the morning and the evening, and now and
     * then a lot.
     *
     * @param baseWh in each quarter-hour
     * @param peakWh more in the evening
     */
    record Use(int baseWh, int peakWh, SplittableRandom random) {

        int wattHours(int quarter) {
            int hour = quarter / 4;
            int shape = hour >= 17 && hour < 22 ? 100 : hour >= 6 && hour < 9 ? 60 : 10;
            int oven = random.nextInt(100) < 3 ? 500 : 0;
            return baseWh + peakWh * shape / 100 + random.nextInt(baseWh) + oven;
        }
    }
}
