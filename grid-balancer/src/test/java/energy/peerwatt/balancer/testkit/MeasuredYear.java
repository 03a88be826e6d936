package energy.peerwatt.balancer.testkit;

import energy.peerwatt.balancer.forecast.ClearSky;
import energy.peerwatt.balancer.forecast.EnergyHistory;
import energy.peerwatt.balancer.forecast.NetEnergy;
import energy.peerwatt.time.DeliveryInterval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A year of hourly values of measured homes, CityLearn 2022.
 *
 * @param loads of homes that measured throughout, Wh
 * @param solar of one roof, Wh for each 10 kWp
 */
public record MeasuredYear(List<EnergyHistory> loads, EnergyHistory solar) {

    public static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");

    /** Fontana, California. */
    public static final ClearSky SKY = new ClearSky(34.09, -117.43);

    private static final int HOMES = 17;
    private static final Duration HOUR = Duration.ofHours(1);

    /** The first row of the file; its day types say that this is a Monday. */
    private static final LocalDateTime START = LocalDateTime.parse("2016-08-01T00:00");

    /** The year, if its file is on this machine. */
    public static Optional<MeasuredYear> find() {
        return Profiles.folder().map(folder -> read(folder.resolve("citylearn2022_hourly.csv")));
    }

    private static MeasuredYear read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            List<String> names = List.of(lines.getFirst().split(",", -1));
            List<String[]> rows = lines.stream().skip(1).map(line -> line.split(",", -1)).toList();
            List<EnergyHistory> loads = new ArrayList<>();
            for (int home = 1; home <= HOMES; home++) {
                int column = names.indexOf("load_kw_b" + home);
                if (rows.stream().filter(row -> row[column].equals("0.0")).count() < 400) {
                    loads.add(history(rows, column, 1_000));
                }
            }
            return new MeasuredYear(loads, history(rows, names.indexOf("pv_w_per_kwp_b1"), 10));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Rows follow the wall clock: the hour that spring leaves out is left out. */
    private static EnergyHistory history(List<String[]> rows, int column, double scale) {
        List<NetEnergy> values = new ArrayList<>();
        Set<DeliveryInterval> seen = new HashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            DeliveryInterval hour =
                    new DeliveryInterval(START.plusHours(i).atZone(ZONE).toInstant(), HOUR);
            if (seen.add(hour)) {
                double value = Double.parseDouble(rows.get(i)[column]);
                values.add(new NetEnergy(hour, Math.round(value * scale)));
            }
        }
        return new EnergyHistory(values);
    }
}
