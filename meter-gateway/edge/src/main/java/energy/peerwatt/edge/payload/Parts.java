package energy.peerwatt.edge.payload;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Values that are one only together: registers of phases or tariffs. Complete when each part came
 * within two seconds; then all are used up, so that no part ever counts towards two sums.
 */
final class Parts<T> {

    private static final long WINDOW_NANOS = Duration.ofSeconds(2).toNanos();

    private record Part<T>(T value, long nanos) {}

    private final Set<String> names;
    private final Map<String, Part<T>> parts = new HashMap<>();

    Parts(Set<String> names) {
        this.names = Set.copyOf(names);
    }

    /** Adds a part; all of them once they are complete, in no order. */
    Optional<List<T>> put(String name, T value, long nanos) {
        if (!names.contains(name)) {
            throw new IllegalArgumentException(name + " is none of " + names);
        }
        parts.put(name, new Part<>(value, nanos));
        parts.values().removeIf(part -> nanos - part.nanos() > WINDOW_NANOS);
        if (parts.size() < names.size()) {
            return Optional.empty();
        }
        List<T> values = parts.values().stream().map(Part::value).toList();
        parts.clear();
        return Optional.of(values);
    }
}
