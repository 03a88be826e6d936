package energy.peerwatt.balancer.testkit;

import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Feeder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The IEEE European low-voltage feeder with its 55 single-phase loads, from a prepared file.
 *
 * @param cables all of it
 * @param loads in the order of the file
 */
public record EuropeanFeeder(List<Feeder.Cable> cables, List<Load> loads) {

    /** 800 kVA, 4 % at 416 V. */
    private static final Feeder.Impedance TRANSFORMER = new Feeder.Impedance(0, 8_653, 0, 0);

    /**
     * A place for a home.
     *
     * @param phase the one it is on, 0 to 2
     */
    public record Load(String node, int phase) {

        public Connection connection() {
            return List.of(Connection.L1, Connection.L2, Connection.L3).get(phase);
        }
    }

    public static EuropeanFeeder read(Path folder) {
        List<Feeder.Cable> cables = new ArrayList<>();
        List<Load> loads = new ArrayList<>();
        for (String line : lines(folder.resolve("eulv_feeder_reduced.csv"))) {
            String[] parts = line.split(",", -1);
            if (line.startsWith("#")) {
                continue;
            }
            if (!parts[1].equals("-1")) {
                Feeder.Impedance impedance =
                        new Feeder.Impedance(
                                micro(parts[4]), micro(parts[5]), micro(parts[6]), micro(parts[7]));
                cables.add(
                        new Feeder.Cable(
                                parts[1],
                                parts[0],
                                Connection.THREE_PHASE,
                                impedance,
                                Feeder.Cable.UNRATED));
            }
            if (!parts[2].equals("-1")) {
                loads.add(new Load(parts[0], Integer.parseInt(parts[2])));
            }
        }
        return new EuropeanFeeder(cables, loads);
    }

    /**
     * The feeder with these homes, the first at the first load and so on.
     *
     * @param millivolts of the source without load
     */
    public Feeder feeder(int millivolts, Feeder.Band planning, List<String> homes) {
        Map<String, String> places = new TreeMap<>();
        for (int i = 0; i < homes.size(); i++) {
            places.put(homes.get(i), loads.get(i).node());
        }
        Feeder.Tap tap = new Feeder.Tap(0, 25, 2);
        Feeder.Source source = new Feeder.Source("0", millivolts, tap, TRANSFORMER);
        return new Feeder(source, planning, 950, cables, places);
    }

    private static int micro(String ohms) {
        return (int) Math.round(Double.parseDouble(ohms) * 1e6);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
