package energy.peerwatt.edge.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Device recordings of others, read in place and never part of this repository. */
public final class Fixtures {

    private static final JsonMapper JSON = new JsonMapper();

    private Fixtures() {}

    /** The file or folder, or the end of the test with a reason if the fixtures are not here. */
    public static Path path(String name) {
        Path path = root().resolve(name);
        boolean there = Files.exists(path);
        if (!there && "true".equals(System.getenv("PEERWATT_REQUIRE_SHARED"))) {
            throw new AssertionError("required here and missing: fixture " + path);
        }
        if (!there) {
            System.out.println("test skipped: no fixture " + path);
        }
        Assumptions.assumeTrue(there, "no fixture " + path);
        return path;
    }

    public static JsonNode json(Path file) throws IOException {
        return JSON.readTree(Files.readString(file));
    }

    /** The lines of a JSON-lines file. */
    public static List<JsonNode> jsonLines(String name) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(path(name))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    public static List<Path> list(String folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(path(folder))) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
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
