package energy.peerwatt.matching;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A case of {@code validation-cases.txt}, which describes the format. */
record ValidationCase(String id, String kind, List<String> lines) {

    static List<ValidationCase> all() throws IOException {
        List<ValidationCase> cases = new ArrayList<>();
        try (InputStream in = ValidationCase.class.getResourceAsStream("/validation-cases.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                if (line.isEmpty() || line.startsWith("#")) {
                    continue;
                }
                if (line.startsWith("case ")) {
                    String[] words = line.split(" ", 4);
                    cases.add(new ValidationCase(words[1], words[2], new ArrayList<>()));
                } else {
                    cases.getLast().lines.add(line);
                }
            }
        }
        return cases;
    }

    boolean isReproduced() {
        return lines.contains("ours same");
    }

    boolean hasRule() {
        return lines.stream().anyMatch(line -> line.startsWith("ours ")) && !isReproduced();
    }

    /** Where it is run if it is not about the engine. */
    Optional<String> elsewhere() {
        return lines.stream().filter(line -> line.startsWith("elsewhere ")).findFirst();
    }

    /** Whether anything is done and its answer compared. */
    boolean isRun() {
        return lines.stream().anyMatch(line -> line.contains(" -> "));
    }

    @Override
    public String toString() {
        return id;
    }
}
