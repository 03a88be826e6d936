package energy.peerwatt.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What the simulated meters truly counted, as the simulator wrote it at each quarter-hour. */
final class Truth {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final NavigableMap<Instant, JsonNode> registers = new TreeMap<>();

    Truth(Path home) throws IOException {
        for (String line : Files.readAllLines(home.resolve("simulator/truth.jsonl"))) {
            JsonNode boundary = JSON.readTree(line);
            registers.put(Instant.parse(boundary.path("at").asText()), boundary.path("registers"));
        }
    }

    /**
     * Energy a register truly counted between two quarter-hours.
     *
     * @param register {@code importWh}, {@code exportWh} or {@code generationWh}
     */
    long wattHours(String meteringPoint, String register, Instant from, Instant to) {
        return register(meteringPoint, register, to) - register(meteringPoint, register, from);
    }

    /** The last quarter-hour of which the truth is known. */
    Instant end() {
        return registers.lastKey();
    }

    /** What a register truly showed at a quarter-hour, in Wh. */
    long register(String meteringPoint, String register, Instant boundary) {
        JsonNode value =
                registers
                        .getOrDefault(boundary, JSON.nullNode())
                        .path(meteringPoint)
                        .path(register);
        if (!value.isIntegralNumber()) {
            throw new AssertionError(
                    "the simulator has no "
                            + register
                            + " of "
                            + meteringPoint
                            + " at "
                            + boundary);
        }
        return value.asLong();
    }
}
