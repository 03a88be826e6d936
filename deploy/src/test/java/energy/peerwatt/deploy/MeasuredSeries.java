package energy.peerwatt.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A day of measured input: household load of the IEEE European LV feeder and measured photovoltaic
 * output per installed kilowatt.
 *
 * @param start of the first quarter-hour
 * @param homes each with 96 quarter-hour means
 */
record MeasuredSeries(Instant start, List<Home> homes) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int QUARTERS = 96;
    private static final BigDecimal MILLI_WATT_HOURS_PER_WATT = BigDecimal.valueOf(250);

    /**
     * One home.
     *
     * @param meter as in the simulator's scenario
     * @param load mean watts of each quarter-hour
     * @param solar likewise
     * @param registerImage a real inverter's registers to be served, empty for the usual ones
     */
    record Home(
            String name,
            String meter,
            List<BigDecimal> load,
            List<BigDecimal> solar,
            List<Path> registerImage) {

        private BigDecimal net(int quarter) {
            return load.get(quarter).subtract(solar.get(quarter));
        }
    }

    /**
     * Five homes and one plant: loads are rows 1 to 5 of the feeder's profiles; photovoltaic output
     * is a measured August day, hourly, of four systems scaled to a roof's size.
     */
    static MeasuredSeries read(Path shared, Instant start) throws IOException {
        List<List<BigDecimal>> loads = loads(shared.resolve("data/eulv_load_15min_W.csv"));
        Path pv = shared.resolve("data/citylearn2022_hourly.csv");
        Path image = shared.resolve("fixtures/sunspec/dumps/sn-inverter-103-01.registers.json");
        List<BigDecimal> none = repeated(BigDecimal.ZERO);
        return new MeasuredSeries(
                start,
                List.of(
                        new Home("1", "SDM630", loads.get(0), solar(pv, 1, 6), List.of()),
                        new Home("2", "SDM630", loads.get(1), solar(pv, 2, 8), List.of()),
                        new Home("3", "TASMOTA", loads.get(2), none, List.of()),
                        new Home("4", "SHELLY_GEN2", loads.get(3), solar(pv, 3, 4), List.of()),
                        new Home("5", "SDM630", loads.get(4), none, List.of()),
                        new Home("6", "SUNSPEC_PLANT", none, solar(pv, 4, 10), List.of(image))));
    }

    /** Exact energy that a home took from the grid between two quarter-hours, in milli-Wh. */
    BigDecimal importMilliWattHours(int home, Instant from, Instant to) {
        return sum(home, from, to, 1);
    }

    /** Exact energy that a home gave to the grid between two quarter-hours, in milli-Wh. */
    BigDecimal exportMilliWattHours(int home, Instant from, Instant to) {
        return sum(home, from, to, -1);
    }

    private BigDecimal sum(int home, Instant from, Instant to, int sign) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int quarter = quarter(from); quarter < quarter(to); quarter++) {
            BigDecimal net = homes.get(home).net(Math.floorMod(quarter, QUARTERS));
            if (net.signum() == sign) {
                sum = sum.add(net.abs().multiply(MILLI_WATT_HOURS_PER_WATT));
            }
        }
        return sum;
    }

    private int quarter(Instant instant) {
        return Math.toIntExact(Duration.between(start, instant).dividedBy(Duration.ofMinutes(15)));
    }

    void writeScenario(Path file) throws IOException {
        ObjectNode scenario = JSON.createObjectNode().put("start", start.toString());
        ArrayNode list = scenario.putArray("homes");
        for (Home home : homes) {
            ObjectNode node = list.addObject().put("name", home.name()).put("meter", home.meter());
            home.load().forEach(node.withArray("loadW")::add);
            home.solar().forEach(node.withArray("solarW")::add);
            home.registerImage().forEach(path -> node.put("registerImage", path.toString()));
        }
        JSON.writeValue(file.toFile(), scenario);
    }

    private static List<List<BigDecimal>> loads(Path csv) throws IOException {
        try (Stream<String> lines = Files.lines(csv)) {
            return lines.filter(line -> !line.startsWith("#"))
                    .limit(5)
                    .map(line -> Arrays.stream(line.split(",", -1)).map(BigDecimal::new).toList())
                    .toList();
        }
    }

    /** The second day of the file, each hour four times. */
    private static List<BigDecimal> solar(Path csv, int building, int kilowatts)
            throws IOException {
        List<String> lines = Files.readAllLines(csv);
        int column = List.of(lines.getFirst().split(",", -1)).indexOf("pv_w_per_kwp_b" + building);
        List<BigDecimal> watts = new ArrayList<>();
        for (String line : lines.subList(25, 49)) {
            BigDecimal perKilowatt = new BigDecimal(List.of(line.split(",", -1)).get(column));
            for (int quarter = 0; quarter < 4; quarter++) {
                // Whole watts, as an inverter reports them.
                watts.add(
                        perKilowatt
                                .multiply(BigDecimal.valueOf(kilowatts))
                                .setScale(0, RoundingMode.HALF_UP));
            }
        }
        return watts;
    }

    private static List<BigDecimal> repeated(BigDecimal value) {
        return Stream.generate(() -> value).limit(QUARTERS).toList();
    }
}
