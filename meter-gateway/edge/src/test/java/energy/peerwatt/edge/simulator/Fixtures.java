package energy.peerwatt.edge.simulator;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Device recordings of others, read in place and never part of this repository. */
final class Fixtures {

    private Fixtures() {}

    /** The file, or the end of the test with a reason if the fixtures are not here. */
    static Path file(String name) {
        Path file = root().resolve(name);
        Assumptions.assumeTrue(Files.exists(file), "no fixture " + name);
        return file;
    }

    private static Path root() {
        String configured = System.getProperty("peerwatt.fixtures");
        if (configured != null) {
            return Path.of(configured);
        }
        for (Path folder = Path.of("").toAbsolutePath();
                folder != null;
                folder = folder.getParent()) {
            Path fixtures = folder.resolveSibling("shared").resolve("fixtures");
            if (Files.isDirectory(fixtures)) {
                return fixtures;
            }
        }
        return Path.of("no-fixtures");
    }
}
