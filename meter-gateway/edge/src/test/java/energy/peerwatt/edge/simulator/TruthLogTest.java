package energy.peerwatt.edge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.edge.simulator.model.Blueprint;
import energy.peerwatt.edge.simulator.model.HomeReading;
import energy.peerwatt.edge.simulator.model.Village;
import energy.peerwatt.market.MarketException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruthLogTest {

    private static final Instant START = Instant.parse("2026-06-18T10:00:00Z");

    @TempDir Path folder;

    private Path file() {
        return folder.resolve("truth.jsonl");
    }

    /** Three hundred homes make lines longer than one read of the tail. */
    private static List<HomeReading> homes() {
        Village village = Village.found(Blueprint.ofSeed(1, 300), START.getEpochSecond());
        return village.readings(START.getEpochSecond());
    }

    private void append(Instant... boundaries) throws IOException {
        try (TruthLog log = TruthLog.open(file())) {
            for (Instant boundary : boundaries) {
                log.append(boundary, homes());
            }
        }
    }

    @Test
    void writesOneLinePerBoundary() throws IOException {
        append(START, START.plusSeconds(900));

        List<String> lines = Files.readAllLines(file());
        assertThat(lines).hasSize(2);
        assertThat(Json.MAPPER.readTree(lines.getLast()).path("at").asText())
                .isEqualTo("2026-06-18T10:15:00Z");
        assertThat(Json.MAPPER.readTree(lines.getLast()).path("registers")).hasSize(300);
    }

    @Test
    void doesNotRepeatABoundaryAfterARestart() throws IOException {
        append(START, START.plusSeconds(900));
        append(START, START.plusSeconds(900), START.plusSeconds(1_800));

        assertThat(Files.readAllLines(file())).hasSize(3);
    }

    @Test
    void replacesALineThatACrashCutOff() throws IOException {
        append(START, START.plusSeconds(900));
        String whole = Files.readString(file());
        Files.writeString(file(), whole.substring(0, whole.length() - 40));
        append(START, START.plusSeconds(900));

        assertThat(Files.readString(file())).isEqualTo(whole);
    }

    @Test
    void startsOverIfNotEvenOneLineIsComplete() throws IOException {
        Files.writeString(file(), "{\"at\":\"20", StandardOpenOption.CREATE);
        append(START);

        assertThat(Files.readAllLines(file())).hasSize(1);
    }

    @Test
    void hasOneWriter() throws IOException {
        try (TruthLog first = TruthLog.open(file())) {
            first.append(START, homes());

            assertThatThrownBy(() -> TruthLog.open(file())).isInstanceOf(MarketException.class);
        }
    }
}
