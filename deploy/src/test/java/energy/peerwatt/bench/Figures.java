package energy.peerwatt.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a benchmark found out, written as one JSON object. */
final class Figures {

    private final Map<String, Number> values = new TreeMap<>();

    Figures with(String key, Number value) {
        values.put(key, value);
        return this;
    }

    void write(Path file) throws IOException {
        String pairs =
                values.entrySet().stream()
                        .map(one -> "\"" + one.getKey() + "\": " + one.getValue())
                        .collect(Collectors.joining(",\n  ", "{\n  ", "\n}\n"));
        Files.writeString(file, pairs);
    }

    /** Fails the benchmark: a figure without the promise kept is worth nothing. */
    static void require(boolean kept, String promise) {
        if (!kept) {
            throw new IllegalStateException("not kept: " + promise);
        }
    }
}
