package energy.peerwatt.metering.headend.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.Site;
import energy.peerwatt.metering.headend.Site.Location;
import energy.peerwatt.metering.headend.Site.Sources;
import energy.peerwatt.metering.headend.check.PointDay.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * How often checks cry wolf over measured days of real homes, and what they notice of faults put
 * into them: a year of 17 homes with panels, hourly, and a day of 100 homes in quarter-hours.
 */
class RealDaysCheckTest {

    private static final int HOMES = 17;

    /** Where faults are put in. */
    private static final List<Integer> FAULTY = List.of(0);

    /** Not those whose panels or clocks were out of order themselves: 9, 10 and 14. */
    private static final List<Integer> SOUND =
            IntStream.range(0, HOMES).filter(h -> h != 9 && h != 10 && h != 14).boxed().toList();

    private static final int PEAK_WATTS = 5_000;
    private static final LocalDate FIRST = LocalDate.of(2021, 8, 1);
    private static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");
    private static final Location FONTANA = new Location(34_092_000, -117_435_000);
    private static final int DAYS = 365;

    private final Map<Channel, long[][]> energy = new EnumMap<>(Channel.class);

    @Test
    void aYearOfHomesWithPanelsRaisesFewAlarms() throws IOException {
        readYear(file("citylearn2022_hourly.csv"));

        Map<Check, Integer> alarms = alarms(day -> day, SOUND);

        int pointDays = SOUND.size() * (DAYS - 7);
        System.out.printf(
                "checks over %d point-days of %d real homes, days with an alarm: %s%n",
                pointDays, SOUND.size(), alarms);
        assertThat(alarms.keySet())
                .containsOnly(Check.FROZEN, Check.NIGHT_SUN, Check.UNLIKE_NEIGHBOURS);
        assertThat(alarms.get(Check.FROZEN) * 50).isLessThan(pointDays);
        assertThat(alarms.get(Check.NIGHT_SUN) * 200).isLessThan(pointDays);
        assertThat(alarms.get(Check.UNLIKE_NEIGHBOURS) * 25).isLessThan(pointDays);
    }

    @Test
    void faultsThatTheSeriesHasAreNoticed() throws IOException {
        readYear(file("citylearn2022_hourly.csv"));

        Map<Check, Integer> dead = alarms(day -> day, List.of(14));
        Map<Check, Integer> shifted = alarms(day -> day, List.of(9, 10));

        System.out.printf(
                "panels that stopped for most of the year: %s; clocks an hour off for weeks: %s%n",
                dead, shifted);
        assertThat(dead.get(Check.UNLIKE_NEIGHBOURS)).isGreaterThan(100);
        assertThat(shifted.get(Check.NIGHT_SUN)).isGreaterThan(30);
    }

    @Test
    void faultsPutIntoRealDaysAreNoticed() throws IOException {
        readYear(file("citylearn2022_hourly.csv"));

        int swapped = alarms(this::swapped, FAULTY).getOrDefault(Check.EXPORT_ABOVE_GENERATION, 0);
        int shaded =
                alarms(day -> scaled(day, 3, 10), FAULTY).getOrDefault(Check.UNLIKE_NEIGHBOURS, 0);
        int night = alarms(this::givingAtNight, FAULTY).getOrDefault(Check.NIGHT_SUN, 0);
        int dead = alarms(this::frozenImport, FAULTY).getOrDefault(Check.FROZEN, 0);
        int days = DAYS - 7;
        System.out.printf(
                "faults of one home noticed on days of %d: registers swapped %d, panels at 30 %% %d,"
                        + " 20 W at night %d, import frozen %d%n",
                days, swapped, shaded, night, dead);

        assertThat(swapped).isGreaterThan(days * 9 / 10);
        assertThat(night).isGreaterThan(days * 9 / 10);
        assertThat(dead).isGreaterThan(days * 9 / 10);
    }

    @Test
    void aDayOfAHundredHomesRaisesNoAlarm() throws IOException {
        List<String> lines = Files.readAllLines(file("eulv_load_15min_W.csv"));
        List<Finding> found = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            List<Value> values = new ArrayList<>();
            String[] watts = line.split(",", -1);
            long soFar = 0;
            for (int quarter = 0; quarter < watts.length; quarter++) {
                long wattHours = Math.round(Double.parseDouble(watts[quarter]) / 4);
                soFar += wattHours;
                values.add(value(FIRST, quarter, wattHours, soFar, 0, 0));
            }
            found.addAll(
                    new PointChecks(CheckRules.DEFAULTS)
                            .check(
                                    new PointDay(
                                            site(0, new Sources(0, false)),
                                            Map.of(Channel.IMPORT, values))));
        }
        System.out.println("checks over 100 real load days: " + found.size() + " false alarms");
        assertThat(found).isEmpty();
    }

    /**
     * Days of which a check found something.
     *
     * @param fault of the first home
     * @param homes only what is found of these counts
     */
    private Map<Check, Integer> alarms(UnaryOperator<PointDay> fault, List<Integer> homes) {
        Map<Check, Integer> alarms = new EnumMap<>(Check.class);
        PointChecks points = new PointChecks(CheckRules.DEFAULTS);
        NeighbourCheck neighbours = new NeighbourCheck(CheckRules.DEFAULTS);
        for (int d = 7; d < DAYS; d++) {
            int day = d;
            List<PointDay> days =
                    new ArrayList<>(
                            IntStream.range(0, HOMES).mapToObj(h -> pointDay(h, day)).toList());
            days.set(0, fault.apply(days.getFirst()));
            List<Finding> found = new ArrayList<>(neighbours.check(days));
            days.forEach(one -> found.addAll(points.check(one)));
            for (int home : homes) {
                PointDay one = days.get(home);
                Set<Check> odd = EnumSet.noneOf(Check.class);
                found.stream()
                        .filter(f -> f.meteringPoint().equals(one.site().meteringPoint()))
                        .forEach(f -> odd.add(f.check()));
                odd.forEach(check -> alarms.merge(check, 1, Integer::sum));
            }
        }
        return alarms;
    }

    private PointDay swapped(PointDay day) {
        Map<Channel, List<Value>> values = new EnumMap<>(day.values());
        values.put(Channel.IMPORT, day.of(Channel.EXPORT));
        values.put(Channel.EXPORT, day.of(Channel.IMPORT));
        return new PointDay(day.site(), values);
    }

    private PointDay scaled(PointDay day, long part, long whole) {
        return withGeneration(day, value -> value.wattHours() * part / whole);
    }

    private PointDay givingAtNight(PointDay day) {
        return withGeneration(day, value -> value.wattHours() == 0 ? 5 : value.wattHours());
    }

    private PointDay withGeneration(PointDay day, ToLongFunction<Value> changed) {
        Map<Channel, List<Value>> values = new EnumMap<>(day.values());
        values.put(
                Channel.GENERATION,
                day.of(Channel.GENERATION).stream()
                        .map(v ->
                                new Value(
                                        v.start(),
                                        changed.applyAsLong(v),
                                        OptionalLong.empty(),
                                        v.leastBefore(),
                                        v.weekBefore()))
                        .toList());
        return new PointDay(day.site(), values);
    }

    private PointDay frozenImport(PointDay day) {
        Map<Channel, List<Value>> values = new EnumMap<>(day.values());
        List<Value> still = new ArrayList<>();
        LocalDate date = day.of(Channel.IMPORT).getFirst().start().atZone(ZONE).toLocalDate();
        int index = Math.toIntExact(FIRST.until(date, ChronoUnit.DAYS));
        for (int quarter = 0; quarter < 96; quarter++) {
            still.add(value(date, quarter, 0, 0, least(Channel.IMPORT, 0, index, quarter), 0));
        }
        values.put(Channel.IMPORT, still);
        return new PointDay(day.site(), values);
    }

    private PointDay pointDay(int home, int day) {
        Map<Channel, List<Value>> values = new EnumMap<>(Channel.class);
        for (Channel channel : Channel.values()) {
            List<Value> list = new ArrayList<>();
            long soFar = 0;
            for (int quarter = 0; quarter < 96; quarter++) {
                long wattHours = quarter(channel, home, day, quarter);
                soFar += wattHours;
                list.add(
                        value(
                                FIRST.plusDays(day),
                                quarter,
                                wattHours,
                                soFar,
                                least(channel, home, day, quarter),
                                week(channel, home, day, quarter)));
            }
            values.put(channel, list);
        }
        return new PointDay(site(home, new Sources(PEAK_WATTS, false)), values);
    }

    private long least(Channel channel, int home, int day, int quarter) {
        return before(channel, home, day, quarter).min().orElseThrow();
    }

    private long week(Channel channel, int home, int day, int quarter) {
        return before(channel, home, day, quarter).sum();
    }

    private LongStream before(Channel channel, int home, int day, int quarter) {
        return IntStream.rangeClosed(1, 7)
                .mapToLong(back -> quarter(channel, home, day - back, quarter));
    }

    private long quarter(Channel channel, int home, int day, int quarter) {
        long[][] series = Objects.requireNonNull(energy.get(channel));
        return series[home][day * 96 + quarter];
    }

    private static Instant start(LocalDate date, int quarter) {
        // Days of 24 hours: the series knows no others.
        Instant noon = date.atTime(12, 0).atZone(ZONE).toInstant();
        return noon.plusSeconds(900L * (quarter - 48));
    }

    private static Value value(
            LocalDate date, int quarter, long wattHours, long soFar, long least, long week) {
        return new Value(
                start(date, quarter),
                wattHours,
                OptionalLong.of(soFar),
                wattHours == 0 ? OptionalLong.of(least) : OptionalLong.empty(),
                OptionalLong.of(week));
    }

    private static Site site(int home, Sources sources) {
        return new Site(
                new MeteringPointId("HOME-" + home), ZONE, "street", sources, Optional.of(FONTANA));
    }

    private void readYear(Path csv) throws IOException {
        List<String> lines = Files.readAllLines(csv);
        List<String> names = Arrays.asList(lines.getFirst().split(",", -1));
        for (Channel channel : Channel.values()) {
            energy.put(channel, new long[HOMES][DAYS * 96]);
        }
        for (int quarter = 0; quarter < DAYS * 96; quarter++) {
            String[] row = lines.get(quarter / 4 + 1).split(",", -1);
            int day = quarter / 96;
            double light = light(day, quarter % 96);
            for (int home = 0; home < HOMES; home++) {
                double load = Double.parseDouble(row[names.indexOf("load_kw_b" + (home + 1))]);
                double sun = Double.parseDouble(row[names.indexOf("pv_w_per_kwp_b" + (home + 1))]);
                long used = Math.round(load * 250);
                long generated = Math.round(sun * light * PEAK_WATTS / 4_000);
                put(Channel.GENERATION, home, quarter, generated);
                put(Channel.IMPORT, home, quarter, Math.max(0, used - generated));
                put(Channel.EXPORT, home, quarter, Math.max(0, generated - used));
            }
        }
    }

    /**
     * An hour's sun is in those of its quarter-hours that are not night, if there are any: the
     * series does not say.
     */
    private static double light(int day, int quarter) {
        int first = quarter / 4 * 4;
        long light = IntStream.range(first, first + 4).filter(q -> isLight(day, q)).count();
        return light == 0 ? 1 : isLight(day, quarter) ? 4.0 / light : 0;
    }

    private static boolean isLight(int day, int quarter) {
        Instant start = start(FIRST.plusDays(day), quarter);
        return SunElevation.degrees(start, FONTANA) > -6
                || SunElevation.degrees(start.plusSeconds(900), FONTANA) > -6;
    }

    private void put(Channel channel, int home, int quarter, long wattHours) {
        Objects.requireNonNull(energy.get(channel))[home][quarter] = wattHours;
    }

    /** The series, or the end of the test with a reason if they are not here. */
    private static Path file(String name) {
        for (Path folder = Path.of("").toAbsolutePath();
                folder != null;
                folder = folder.getParent()) {
            Path file = folder.resolveSibling("shared").resolve("data").resolve(name);
            if (Files.exists(file)) {
                return file;
            }
        }
        boolean required = "true".equals(System.getenv("PEERWATT_REQUIRE_SHARED"));
        System.out.println("SKIPPED: checks over real days, because " + name + " is absent");
        assumeTrue(required, "no measured series");
        throw new AssertionError("required here and missing: " + name);
    }
}
