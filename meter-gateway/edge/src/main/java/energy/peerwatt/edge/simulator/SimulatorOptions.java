package energy.peerwatt.edge.simulator;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Arguments of the simulator.
 *
 * @param data directory of its files, created if absent
 * @param homes of the made-up village, 2 to 500; ignored with a scenario
 * @param seed of the made-up village; ignored with a scenario
 * @param scenario measured series that replace the household model
 */
public record SimulatorOptions(Path data, int homes, long seed, Optional<Path> scenario) {

    public static final int DEFAULT_HOMES = 12;
    public static final long DEFAULT_SEED = 1;
    public static final String USAGE =
            "usage: SimulatorMain --data DIR [--homes N] [--seed S] [--scenario FILE]";

    /** Parses {@code --name value} pairs. */
    public static SimulatorOptions parse(String... args) {
        Path data = null;
        int homes = DEFAULT_HOMES;
        long seed = DEFAULT_SEED;
        Optional<Path> scenario = Optional.empty();
        if (args.length % 2 != 0) {
            throw new IllegalArgumentException(USAGE);
        }
        for (int i = 0; i < args.length; i += 2) {
            String value = args[i + 1];
            switch (args[i]) {
                case "--data" -> data = Path.of(value);
                case "--homes" -> homes = Integer.parseInt(value);
                case "--seed" -> seed = Long.parseLong(value);
                case "--scenario" -> scenario = Optional.of(Path.of(value));
                default -> throw new IllegalArgumentException(USAGE);
            }
        }
        if (data == null) {
            throw new IllegalArgumentException(USAGE);
        }
        return new SimulatorOptions(data, homes, seed, scenario);
    }
}
