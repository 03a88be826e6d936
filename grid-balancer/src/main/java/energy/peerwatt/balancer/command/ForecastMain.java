package energy.peerwatt.balancer.command;

import energy.peerwatt.balancer.forecast.Backtest;
import energy.peerwatt.balancer.forecast.ClearSky;
import energy.peerwatt.balancer.forecast.EnergyHistory;
import energy.peerwatt.balancer.forecast.Expectation;
import energy.peerwatt.balancer.forecast.NetEnergy;
import energy.peerwatt.balancer.forecast.SimilarDays;
import energy.peerwatt.balancer.forecast.SolarOutput;
import energy.peerwatt.command.CommandOptions;
import energy.peerwatt.time.DeliveryInterval;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Says how good forecasts would have been on the values of a file. */
public final class ForecastMain {

    static final int DONE = 0;
    static final int UNUSABLE = 2;

    private static final String USAGE =
            "forecast --backtest FILE --zone ZONE [--sun LATITUDE,LONGITUDE]";

    private static final Set<String> OPTIONS = Set.of("--backtest", "--zone", "--sun");

    private static final List<Duration> LEADS =
            List.of(
                    Duration.ofHours(1),
                    Duration.ofHours(2),
                    Duration.ofHours(4),
                    Duration.ofHours(12),
                    Duration.ofHours(24));

    private static final long MOST_WH = 1_000_000_000_000L;

    private ForecastMain() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        try {
            CommandOptions options = CommandOptions.of(args, OPTIONS);
            Path file = Path.of(options.required("--backtest"));
            EnergyHistory history = new EnergyHistory(values(file));
            List<Backtest> tests = Backtest.of(history, expectation(options, history), true, LEADS);
            if (tests.isEmpty()) {
                throw new IllegalArgumentException(
                        file + " has nothing to compare: more than 28 days of values are needed");
            }
            report(tests, out);
            return DONE;
        } catch (IllegalArgumentException fault) {
            err.println("peerwatt: " + fault.getMessage() + ". Usage: " + USAGE);
            return UNUSABLE;
        }
    }

    private static Expectation expectation(CommandOptions options, EnergyHistory history) {
        Optional<ClearSky> sky = options.find("--sun").map(ForecastMain::sky);
        if (sky.isPresent()) {
            return new SolarOutput(history, sky.get(), SolarOutput.Weather.UNKNOWN);
        }
        String zone = options.required("--zone");
        try {
            return new SimilarDays(history, ZoneId.of(zone), _ -> false);
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException("--zone must be a time zone, not " + zone, unknown);
        }
    }

    private static ClearSky sky(String text) {
        String[] parts = text.split(",", -1);
        if (parts.length == 2) {
            try {
                return new ClearSky(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
            } catch (NumberFormatException notNumbers) {
                throw new IllegalArgumentException(
                        "--sun must be two numbers, not " + text, notNumbers);
            }
        }
        throw new IllegalArgumentException("--sun must be LATITUDE,LONGITUDE, not " + text);
    }

    /** Lines of start and Wh; the length of the intervals is the least time between two. */
    private static List<NetEnergy> values(Path file) {
        List<Instant> starts = new ArrayList<>();
        List<Long> energies = new ArrayList<>();
        List<String> lines = lines(file);
        for (int i = hasHeader(lines) ? 1 : 0; i < lines.size(); i++) {
            String[] cells = lines.get(i).split(",", -1);
            try {
                starts.add(Instant.parse(cells[0].strip()));
                energies.add(wattHours(cells[1].strip()));
            } catch (DateTimeException | NumberFormatException | IndexOutOfBoundsException e) {
                throw new IllegalArgumentException(
                        file + " line " + (i + 1) + " is not START,WH: " + lines.get(i), e);
            }
        }
        Duration length = leastStep(file, starts);
        List<NetEnergy> values = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            values.add(new NetEnergy(new DeliveryInterval(starts.get(i), length), energies.get(i)));
        }
        return values;
    }

    /** The first line, unless it begins with a time like all others. */
    private static boolean hasHeader(List<String> lines) {
        try {
            if (!lines.isEmpty()) {
                Instant.parse(lines.getFirst().split(",", -1)[0].strip());
            }
            return false;
        } catch (DateTimeException notATime) {
            return true;
        }
    }

    private static long wattHours(String text) {
        long energy = Long.parseLong(text);
        if (energy < -MOST_WH || energy > MOST_WH) {
            throw new NumberFormatException("beyond " + MOST_WH + " Wh");
        }
        return energy;
    }

    private static Duration leastStep(Path file, List<Instant> starts) {
        List<Instant> sorted = starts.stream().sorted().distinct().toList();
        Duration least = Duration.ofDays(1);
        for (int i = 1; i < sorted.size(); i++) {
            Duration step = Duration.between(sorted.get(i - 1), sorted.get(i));
            least = step.compareTo(least) < 0 ? step : least;
        }
        if (sorted.size() < 2) {
            throw new IllegalArgumentException(file + " has fewer than two values");
        }
        return least;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    file + " cannot be read (" + unreadable.getClass().getSimpleName() + ")",
                    unreadable);
        }
    }

    private static void report(List<Backtest> tests, PrintStream out) {
        out.println("Errors are means of absolute differences, Wh for each interval.");
        out.println("ahead  intervals  measured   error  persistence  day before   skill  within");
        for (Backtest test : tests) {
            out.printf(
                    Locale.ROOT,
                    "%3d h  %9d %9.0f %7.1f %12.1f %11.1f  %4.0f %%  %4.0f %%%n",
                    test.ahead().toHours(),
                    test.count(),
                    test.meanWattHours(),
                    test.error(),
                    test.persistenceError(),
                    test.dayBeforeError(),
                    100 * test.skill(),
                    100 * test.within());
        }
    }
}
