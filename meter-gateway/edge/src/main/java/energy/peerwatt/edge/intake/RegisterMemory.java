package energy.peerwatt.edge.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import energy.peerwatt.edge.spool.DurableFiles;
import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * The last plausible value of every register, so that a restart does not forget what "backwards"
 * means. Kept in {@code registers.json}; a value that is some seconds old serves as well. Guarded
 * by the intake.
 */
final class RegisterMemory {

    private static final Logger LOG = Logger.getLogger(RegisterMemory.class);
    private static final ObjectMapper JSON = new JsonMapper();

    private final Path file;
    private final Map<String, RegisterState> states = new TreeMap<>();
    private boolean changed;

    private RegisterMemory(Path file) {
        this.file = file;
    }

    /** Loads the file if there is one; a damaged one is reported and forgotten. */
    static RegisterMemory load(Path file) {
        RegisterMemory memory = new RegisterMemory(file);
        if (Files.exists(file)) {
            try {
                JSON.readTree(Files.readString(file))
                        .properties()
                        .forEach(entry ->
                                memory.states.put(entry.getKey(), state(entry.getValue())));
            } catch (IOException | DateTimeException e) {
                LOG.errorf(e, "%s cannot be read: registers start without memory", file);
            }
        }
        return memory;
    }

    Optional<RegisterState> last(MeteringPointId point, Channel channel) {
        return Optional.ofNullable(states.get(key(point, channel)));
    }

    void remember(MeteringPointId point, Channel channel, RegisterState state) {
        states.put(key(point, channel), state);
        changed = true;
    }

    /** Writes the file if anything changed. */
    void save() {
        if (!changed) {
            return;
        }
        try {
            DurableFiles.write(file, toJson());
            changed = false;
        } catch (IOException e) {
            LOG.warnf("%s not written: %s", file, e.getMessage());
        }
    }

    private String toJson() throws JsonProcessingException {
        ObjectNode root = JSON.createObjectNode();
        states.forEach((key, state) ->
                root.putObject(key)
                        .put("totalMilliWh", state.totalMilliWh())
                        .put("wrappedMilliWh", state.wrappedMilliWh())
                        .put("at", state.at().toString()));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private static RegisterState state(JsonNode node) {
        return new RegisterState(
                node.path("totalMilliWh").asLong(),
                node.path("wrappedMilliWh").asLong(),
                Instant.parse(node.path("at").asText()));
    }

    private static String key(MeteringPointId point, Channel channel) {
        return point.value() + "/" + channel;
    }
}
