package energy.peerwatt.edge.simulator;

import energy.peerwatt.edge.simulator.model.BatteryModel;
import energy.peerwatt.edge.simulator.model.Blueprint;
import energy.peerwatt.edge.simulator.model.Counters;
import energy.peerwatt.edge.simulator.model.Equipment;
import energy.peerwatt.edge.simulator.model.HomeBlueprint;
import energy.peerwatt.edge.simulator.model.HomeSpec;
import energy.peerwatt.edge.simulator.model.Meter;
import energy.peerwatt.edge.simulator.model.Quantity;
import energy.peerwatt.edge.simulator.model.Tariff;
import energy.peerwatt.time.DeliveryInterval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A scenario file: measured quarter-hour mean powers instead of the household model.
 *
 * <p>Registers start at {@value #START_IMPORT_WH}, {@value #START_EXPORT_WH} and {@value
 * #START_GENERATION_WH} Wh for import, export and generation; a recorded inverter continues where
 * it was recorded.
 */
final class Scenario {

    static final long START_IMPORT_WH = 1_000_000;
    static final long START_EXPORT_WH = 500_000;
    static final long START_GENERATION_WH = 2_000_000;

    private record File(@Nullable String start, @Nullable Long seed, @Nullable List<Home> homes) {}

    private record Home(
            @Nullable String name,
            @Nullable Meter meter,
            @Nullable List<Integer> loadW,
            @Nullable List<Integer> solarW,
            @Nullable String registerImage,
            @Nullable Integer solarWp,
            @Nullable Boolean car,
            @Nullable Long retailMicro,
            @Nullable Long feedInMicro) {}

    private final Path path;
    private final long start;
    private final long seed;
    private final List<HomeBlueprint> homes = new ArrayList<>();
    private final Map<Integer, RecordedInverter> recordings = new HashMap<>();

    private Scenario(Path path, Instant start, long seed) {
        this.path = path;
        this.seed = seed;
        this.start = start.getEpochSecond();
    }

    /**
     * Reads a scenario and the recordings it names, relative to it.
     *
     * @throws IllegalArgumentException if the file makes no village, telling why
     */
    static VillagePlan read(Path path) throws IOException {
        File file = Json.read(path, File.class);
        Instant start = Instant.parse(require(file.start(), "start"));
        Scenario scenario =
                new Scenario(
                        path,
                        DeliveryInterval.quarterHourAt(start).start(),
                        Optional.ofNullable(file.seed()).orElse(SimulatorOptions.DEFAULT_SEED));
        for (Home home : require(file.homes(), "homes")) {
            scenario.add(home);
        }
        Blueprint blueprint = new Blueprint("scenario sha256=" + digest(path), scenario.homes);
        return new VillagePlan(blueprint, scenario.recordings);
    }

    private void add(Home home) throws IOException {
        int number = homes.size() + 1;
        String name = Optional.ofNullable(home.name()).orElse("Lindenweg " + number);
        Meter meter = require(home.meter(), name + ": meter");
        List<Integer> load = series(home.loadW(), name + ": loadW");
        List<Integer> solar = series(home.solarW(), name + ": solarW");
        requirePossible(name, meter, load, solar, home);
        int peak = Optional.ofNullable(home.solarWp()).orElse(largest(solar));
        Optional<RecordedInverter> recording = recording(home, Math.max(peak, largest(solar)));
        recording.ifPresent(recorded -> recordings.put(number, recorded));
        Equipment equipment =
                new Equipment(peak, 0, BatteryModel.NONE, hasCar(home) ? Equipment.WALLBOX_W : 0);
        HomeSpec spec = new HomeSpec(number, name, meter, equipment, tariff(home));
        Counters initial = initial(meter, recording, equipment);
        homes.add(HomeBlueprint.measured(spec, initial, start, load, solar, seed));
    }

    private static void requirePossible(
            String name, Meter meter, List<Integer> load, List<Integer> solar, Home home) {
        if (meter == Meter.SUNSPEC_PLANT
                && (largest(load) > 0 || largest(solar) == 0 || hasCar(home))) {
            throw new IllegalArgumentException(
                    name
                            + ": a SUNSPEC_PLANT has solarW, no loadW and no car, its inverter is its meter");
        }
        if (home.registerImage() != null && solar.isEmpty()) {
            throw new IllegalArgumentException(name + ": registerImage without solarW");
        }
    }

    private Optional<RecordedInverter> recording(Home home, int peakW) throws IOException {
        if (home.registerImage() == null) {
            return Optional.empty();
        }
        Path image = path.toAbsolutePath().resolveSibling(home.registerImage()).normalize();
        return Optional.of(RecordedInverter.read(image, peakW));
    }

    private static Counters initial(
            Meter meter, Optional<RecordedInverter> recording, Equipment equipment) {
        long generation =
                recording
                        .map(RecordedInverter::wattHours)
                        .orElse(equipment.hasSolar() ? START_GENERATION_WH : 0);
        boolean plant = meter == Meter.SUNSPEC_PLANT;
        return Counters.ofWattHours(
                Map.of(
                        Quantity.IMPORT, plant ? 0 : START_IMPORT_WH,
                        Quantity.EXPORT, plant ? generation : START_EXPORT_WH,
                        Quantity.GENERATION, generation));
    }

    private static Tariff tariff(Home home) {
        return new Tariff(
                Optional.ofNullable(home.retailMicro()).orElse(Tariff.TYPICAL.retailMicro()),
                Optional.ofNullable(home.feedInMicro()).orElse(Tariff.TYPICAL.feedInMicro()));
    }

    private static List<Integer> series(@Nullable List<Integer> values, String what) {
        if (values == null) {
            return List.of();
        }
        if (values.stream().anyMatch(value -> value == null || value < 0)) {
            throw new IllegalArgumentException(what + " must be whole watts, at least 0");
        }
        return values;
    }

    private static boolean hasCar(Home home) {
        return Optional.ofNullable(home.car()).orElse(false);
    }

    private static int largest(List<Integer> values) {
        return values.isEmpty() ? 0 : Collections.max(values);
    }

    private static <T> T require(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalArgumentException(what + " is missing in the scenario");
        }
        return value;
    }

    private static String digest(Path path) throws IOException {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
