package energy.peerwatt.edge.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import energy.peerwatt.edge.control.ControlMemory.Hold;
import energy.peerwatt.edge.control.ControlMemory.Kept;
import energy.peerwatt.edge.spool.DurableFiles;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.SetpointPlan;
import energy.peerwatt.metering.protocol.SetpointReport.Reason;
import energy.peerwatt.metering.protocol.SetpointReport.StepResult;
import energy.peerwatt.metering.protocol.SetpointReport.StepState;
import energy.peerwatt.metering.protocol.SetpointResult;
import energy.peerwatt.metering.protocol.SetpointTarget;
import energy.peerwatt.metering.protocol.SetpointVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/**
 * The memory of one device on disk, JSON. A plan is kept signed and verified again when loaded: a
 * file that somebody changed, or a key that is trusted no more, moves nothing. Where the newest
 * plan was lost in such a way, plans of before count no more: an older one that has not expired
 * must not come again in its place. Guarded by the controller.
 */
final class ControlFile {

    private static final Logger LOG = Logger.getLogger(ControlFile.class);
    private static final ObjectMapper JSON = new JsonMapper();

    private final Path file;
    private final SetpointTarget target;
    private final SetpointVerifier<SetpointPlan> verifier;
    private Instant notBefore = Instant.EPOCH;

    ControlFile(Path directory, SetpointTarget target, SetpointVerifier<SetpointPlan> verifier) {
        this.file =
                directory.resolve(
                        target.meteringPoint().value().replaceAll("[^A-Za-z0-9-]", "_")
                                + "-"
                                + target.device()
                                + ".json");
        this.target = target;
        this.verifier = verifier;
    }

    /**
     * Nothing if there is no file; a damaged one is reported and forgotten.
     *
     * @param now market time
     * @throws MarketException {@code SPOOL_UNWRITABLE} if that a plan was lost cannot be kept
     */
    ControlMemory load(Instant now) {
        if (!Files.exists(file)) {
            return ControlMemory.NONE;
        }
        try {
            return remembered(JSON.readTree(Files.readString(file)), now);
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            LOG.errorf(e, "%s cannot be read: %s starts without memory", file, target);
            return lost(ControlMemory.NONE, now);
        }
    }

    /** Plans that were issued earlier are not accepted any more. */
    Instant notBefore() {
        return notBefore;
    }

    private ControlMemory remembered(JsonNode root, Instant now) {
        ControlMemory memory = memory(root);
        if (root.has("notBefore")) {
            notBefore = Instant.parse(root.path("notBefore").asText());
        }
        boolean isWhole = root.isObject() && root.path("revision").asLong() >= 1;
        boolean hasLostPlan = root.has("plan") && memory.plan().isEmpty();
        if (isWhole && !hasLostPlan) {
            return memory;
        }
        return lost(isWhole ? memory : ControlMemory.NONE, now);
    }

    /** A plan of this very second may be older than what was lost. */
    private ControlMemory lost(ControlMemory memory, Instant now) {
        notBefore = now.plusSeconds(1);
        LOG.errorf("%s: plans issued before %s are not taken any more", target, notBefore);
        save(memory);
        return memory;
    }

    /**
     * Durable on return.
     *
     * @throws MarketException {@code SPOOL_UNWRITABLE}
     */
    void save(ControlMemory memory) {
        ObjectNode root = JSON.createObjectNode().put("revision", memory.revision());
        if (notBefore.isAfter(Instant.EPOCH)) {
            root.put("notBefore", notBefore.toString());
        }
        memory.plan().ifPresent(kept -> root.put("plan", kept.signed()));
        memory.ended().ifPresent(reason -> root.put("ended", reason.name()));
        memory.hold().ifPresent(hold -> hold.settings().forEach(root.putObject("hold")::put));
        ArrayNode results = root.putArray("results");
        memory.results()
                .forEach((step, result) -> {
                    ObjectNode node =
                            results.addObject()
                                    .put("step", step)
                                    .put("at", result.at().toString())
                                    .put("state", result.state().name())
                                    .put("reason", result.reason().name());
                    result.watts().ifPresent(watts -> node.put("watts", watts));
                });
        try {
            DurableFiles.write(file, JSON.writeValueAsString(root));
        } catch (IOException e) {
            throw new MarketException(ErrorCode.SPOOL_UNWRITABLE, file + " not written", e);
        }
    }

    private ControlMemory memory(JsonNode root) {
        Optional<Kept> plan = plan(root.path("plan").asText());
        Map<Integer, StepResult> results = new HashMap<>();
        root.path("results")
                .forEach(node -> {
                    StepResult result = result(node);
                    results.put(result.step(), result);
                });
        return new ControlMemory(
                root.path("revision").asLong(),
                plan,
                Optional.of(root.path("ended").asText())
                        .filter(reason -> !reason.isEmpty())
                        .map(Reason::valueOf),
                root.has("hold") ? Optional.of(hold(root.path("hold"))) : Optional.empty(),
                plan.isPresent() ? results : Map.of());
    }

    private Optional<Kept> plan(String signed) {
        if (signed.isEmpty()) {
            return Optional.empty();
        }
        return switch (verifier.verify(Base64.getDecoder().decode(signed))) {
            case SetpointResult.Verified<SetpointPlan>(SetpointPlan plan, _)
                    when plan.target().equals(target) ->
                    Optional.of(new Kept(plan, signed));
            case SetpointResult.Verified<SetpointPlan> other -> {
                LOG.errorf("%s holds a plan for %s: dropped", file, other.content().target());
                yield Optional.empty();
            }
            case SetpointResult.Refused<SetpointPlan>(var reason, String detail) -> {
                LOG.errorf("%s holds a plan that is refused, %s: %s", file, reason, detail);
                yield Optional.empty();
            }
        };
    }

    private static Hold hold(JsonNode node) {
        Map<String, Long> settings = new HashMap<>();
        node.properties().forEach(entry -> settings.put(entry.getKey(), entry.getValue().asLong()));
        return new Hold(settings);
    }

    private static StepResult result(JsonNode node) {
        return new StepResult(
                node.path("step").asInt(),
                Instant.parse(node.path("at").asText()),
                StepState.valueOf(node.path("state").asText()),
                Reason.valueOf(node.path("reason").asText()),
                node.has("watts")
                        ? OptionalLong.of(node.path("watts").asLong())
                        : OptionalLong.empty());
    }
}
