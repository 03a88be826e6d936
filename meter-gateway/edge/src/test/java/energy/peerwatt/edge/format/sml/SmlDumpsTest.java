package energy.peerwatt.edge.format.sml;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.edge.format.sml.SmlFrames.Result;
import energy.peerwatt.edge.testkit.Fixtures;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Dumps of real meters against what libsml reads from them. */
class SmlDumpsTest {

    private static final Map<Integer, String> UNITS =
            Map.of(8, "°", 27, "W", 30, "Wh", 33, "A", 35, "V", 44, "Hz");

    private static final List<String> LIBSML_STOPS =
            List.of("EasyMeter_Q3A_A1064V1009.bin", "dzg_dwsb20_2th_3byte.bin");

    @Test
    void everyDumpSaysWhatLibsmlReads() throws IOException {
        int decoded = 0;
        int refused = 0;
        List<Path> dumps = Fixtures.list("sml/libsml-testing", ".bin");
        for (Path dump : dumps) {
            List<List<String>> files = new ArrayList<>();
            for (Result result : SmlFrames.decode(Files.readAllBytes(dump))) {
                switch (result) {
                    case Result.Decoded(SmlFile file) -> files.add(lines(file));
                    case Result.Refused _ -> refused++;
                }
            }
            decoded += files.size();
            List<List<String>> expected = expected(dump);
            String name = dump.getFileName().toString();
            if (LIBSML_STOPS.contains(name)) {
                // After a damaged frame it reads no further; we go on with the next one.
                assertThat(files).as(name).containsSubsequence(expected);
            } else {
                assertThat(files).as(name).isEqualTo(expected);
            }
        }
        System.out.printf(
                "sml: %d dumps, %d frames decoded, %d refused, %d in all%n",
                dumps.size(), decoded, refused, decoded + refused);
        assertThat(dumps).hasSize(37);
    }

    private static List<List<String>> expected(Path dump) throws IOException {
        String name = dump.getFileName().toString().replace(".bin", ".txt");
        List<List<String>> files = new ArrayList<>();
        for (String line : Files.readAllLines(Fixtures.path("sml/expected-libsml/" + name))) {
            if (line.startsWith("SML file")) {
                files.add(new ArrayList<>());
            } else if (line.contains("#")) {
                files.getLast().add(line);
            }
        }
        files.removeIf(List::isEmpty);
        return files;
    }

    private static List<String> lines(SmlFile file) {
        return file.values().stream().map(SmlDumpsTest::line).toList();
    }

    private static String line(SmlValue value) {
        String unit = unit(value.unit());
        return switch (value.content()) {
            case SmlValue.Content.Scaled(long digits, int scaler) ->
                    value.code() + "#" + decimal(digits, scaler) + "#" + unit;
            case SmlValue.Content.Octets(List<Byte> bytes) ->
                    value.code() + "#" + text(bytes) + "#";
            case SmlValue.Content.Flag(boolean flag) -> value.code() + "#" + flag + "#";
        };
    }

    private static String unit(OptionalInt unit) {
        return unit.isPresent() ? UNITS.getOrDefault(unit.getAsInt(), "?") : "";
    }

    private static String decimal(long digits, int scaler) {
        BigDecimal value = BigDecimal.valueOf(digits).scaleByPowerOfTen(scaler);
        return value.setScale(Math.max(0, -scaler)).toPlainString();
    }

    /** libsml shows bytes as text up to the first that cannot be printed. */
    private static String text(List<Byte> bytes) {
        boolean printable = true;
        StringBuilder text = new StringBuilder();
        for (byte octet : bytes) {
            printable &= octet >= 0x20 && octet < 0x7f;
            text.append(printable ? String.valueOf((char) octet) : "%02x ".formatted(octet));
        }
        return text.toString();
    }
}
