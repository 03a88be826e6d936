package energy.peerwatt.balancer.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Household loads and solar days to build neighbourhoods from, each day with 96 values from
 * midnight on.
 *
 * @param loads W
 * @param solar W per kWp
 */
public record Profiles(List<int[]> loads, List<int[]> solar) {

    private static final int QUARTERS = 96;

    /** Which of the 28 days, the least sunny first. */
    private static final int DAY_BY_SUN = 4;

    /** Where the prepared data files are, if they are on this machine. */
    public static Optional<Path> folder() {
        String named = System.getProperty("peerwatt.data", "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named)).filter(Files::isDirectory);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null) {
            Path data = folder.resolve("shared").resolve("data");
            if (Files.isDirectory(data)) {
                return Optional.of(data);
            }
            folder = folder.getParent();
        }
        return Optional.empty();
    }

    /** Loads of the IEEE European LV feeder with solar days of the CityLearn homes. */
    public static Profiles feeder(Path folder) {
        List<int[]> loads =
                lines(folder.resolve("eulv_load_15min_W.csv")).stream()
                        .filter(line -> !line.startsWith("#"))
                        .map(Profiles::integers)
                        .toList();
        return new Profiles(loads, cityLearn(folder).solar());
    }

    /** Measured homes of CityLearn 2022, hourly, on August days; loads and solar. */
    public static Profiles cityLearn(Path folder) {
        List<String> lines = lines(folder.resolve("citylearn2022_hourly.csv"));
        List<String> names = List.of(lines.getFirst().split(",", -1));
        List<int[]> loads = new ArrayList<>();
        List<int[]> solar = new ArrayList<>();
        for (int day = 0; day < 28; day++) {
            for (int home = 1; home <= 13; home++) {
                // Air conditioning in August: half of it, to be near the other source.
                loads.add(hourly(lines, names.indexOf("load_kw_b" + home), day, 500));
            }
            solar.add(hourly(lines, names.indexOf("pv_w_per_kwp_b1"), day, 1));
        }
        loads.removeIf(load -> load[0] == 0 && load[40] == 0 && load[80] == 0);
        solar.sort(Comparator.comparingInt(day -> Arrays.stream(day).sum()));
        return new Profiles(loads, List.of(solar.get(DAY_BY_SUN)));
    }

    /** Made up: for machines without the data. */
    public static Profiles synthetic(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<int[]> loads = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            loads.add(syntheticLoad(random));
        }
        int[] sun = new int[QUARTERS];
        for (int quarter = 24; quarter < 82; quarter++) {
            double angle = Math.sin(Math.PI * (quarter - 23) / 59);
            sun[quarter] = (int) (820 * angle * angle);
        }
        return new Profiles(loads, List.of(sun));
    }

    private static int[] syntheticLoad(RandomGenerator random) {
        int[] load = new int[QUARTERS];
        int base = 60 + random.nextInt(120);
        for (int quarter = 0; quarter < QUARTERS; quarter++) {
            boolean awake = quarter > 26 && quarter < 92;
            boolean evening = quarter > 68 && quarter < 88;
            int likely = evening ? 55 : awake ? 22 : 4;
            int burst = random.nextInt(100) < likely ? 200 + random.nextInt(1500) : 0;
            load[quarter] = base + burst;
        }
        return load;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static int[] integers(String line) {
        String[] parts = line.split(",", -1);
        int[] values = new int[QUARTERS];
        for (int i = 0; i < QUARTERS; i++) {
            values[i] = Integer.parseInt(parts[i].trim());
        }
        return values;
    }

    private static int[] hourly(List<String> lines, int column, int day, double scale) {
        int[] values = new int[QUARTERS];
        for (int quarter = 0; quarter < QUARTERS; quarter++) {
            int hour = quarter / 4;
            double now = cell(lines, 1 + day * 24 + hour, column);
            double next = cell(lines, 2 + day * 24 + hour, column);
            double part = (quarter % 4) / 4.0;
            values[quarter] = (int) Math.max(0, Math.round(scale * (now + part * (next - now))));
        }
        return values;
    }

    private static double cell(List<String> lines, int row, int column) {
        return Double.parseDouble(lines.get(row).split(",", -1)[column]);
    }
}
