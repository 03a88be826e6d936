package energy.peerwatt.matching.cluster;

import energy.peerwatt.matching.cluster.EngineAddress.Member;
import energy.peerwatt.matching.cluster.EngineNodeConfig.Durability;
import energy.peerwatt.matching.cluster.EngineNodeConfig.Replicated;
import energy.peerwatt.matching.cluster.EngineNodeConfig.Snapshots;
import energy.peerwatt.matching.cluster.EngineNodeConfig.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The engine program's settings by name. One node and three have the same. */
final class EngineSettings {

    static final String DATA_DIR = "peerwatt.data-dir";
    static final String MEMBERS = "peerwatt.engine.members";
    static final String MEMBER_ID = "peerwatt.engine.member-id";
    static final String DURABILITY = "peerwatt.engine.durability";
    static final String SEGMENT_BYTES = "peerwatt.engine.segment-bytes";
    static final String SNAPSHOT_COMMANDS = "peerwatt.engine.snapshot-commands";
    static final String SNAPSHOT_PERIOD = "peerwatt.engine.snapshot-period";
    static final String RETAINED_EVENTS = "peerwatt.engine.retained-events";
    static final String CHECK_COMMANDS = "peerwatt.engine.check-commands";

    private final Function<String, Optional<String>> values;

    /** Reads values by name. */
    EngineSettings(Function<String, Optional<String>> values) {
        this.values = values;
    }

    /** System properties, else environment variables such as {@code PEERWATT_DATA_DIR}. */
    static EngineSettings ofProcess() {
        return new EngineSettings(name ->
                Optional.ofNullable(System.getProperty(name))
                        .or(() -> Optional.ofNullable(System.getenv(variable(name)))));
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Where the node keeps its state. */
    Path directory() {
        return Path.of(
                value(DATA_DIR, Function.identity())
                        .orElseThrow(() -> new IllegalArgumentException(DATA_DIR + " is not set")),
                "engine");
    }

    EngineNodeConfig config() {
        EngineNodeConfig config = EngineNodeConfig.single(directory());
        Optional<List<Member>> members = value(MEMBERS, EngineSettings::members);
        int memberId = value(MEMBER_ID, Integer::valueOf).orElse(0);
        return members.map(all -> config.withMembers(memberId, all))
                .orElse(config)
                .withStorage(storage(config.storage()))
                .withSnapshots(snapshots(config.snapshots()))
                .withReplicated(replicated(config.replicated()));
    }

    private Storage storage(Storage otherwise) {
        return new Storage(
                value(DURABILITY, name -> Durability.valueOf(name.toUpperCase(Locale.ROOT)))
                        .orElse(otherwise.durability()),
                value(SEGMENT_BYTES, Integer::valueOf).orElse(otherwise.segmentBytes()));
    }

    private Snapshots snapshots(Snapshots otherwise) {
        return new Snapshots(
                value(SNAPSHOT_COMMANDS, Long::valueOf).orElse(otherwise.commands()),
                value(SNAPSHOT_PERIOD, Duration::parse).orElse(otherwise.period()));
    }

    private Replicated replicated(Replicated otherwise) {
        return new Replicated(
                value(RETAINED_EVENTS, Integer::valueOf).orElse(otherwise.retainedEvents()),
                value(CHECK_COMMANDS, Long::valueOf).orElse(otherwise.commandsPerCheck()));
    }

    private <T> Optional<T> value(String name, Function<String, T> parse) {
        try {
            return values.apply(name).map(parse);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    private static List<Member> members(String text) {
        return Arrays.stream(text.split(",", -1)).map(EngineSettings::member).toList();
    }

    private static Member member(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("not host:port: " + text);
        }
        return new Member(
                text.substring(0, colon).strip(),
                Integer.parseInt(text.substring(colon + 1).strip()));
    }
}
