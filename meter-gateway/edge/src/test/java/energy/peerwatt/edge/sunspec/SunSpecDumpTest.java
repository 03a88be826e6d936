package energy.peerwatt.edge.sunspec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import energy.peerwatt.edge.testkit.Fixtures;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Recorded devices decode as the reference implementation of the SunSpec Alliance decodes them. */
class SunSpecDumpTest {

    private static final String DUMPS = "sunspec/dumps";
    private static final List<Integer> BASES = List.of(40_000, 0, 50_000, 1_000, 4_096);
    private static final Offset<Double> ROUNDING = within(1e-9);

    @Test
    void chainsAreWalkedAsRecorded() throws IOException {
        for (Path file : Fixtures.list(DUMPS, ".expected.json")) {
            JsonNode expected = Fixtures.json(file).path("decoded");
            SunSpecChain chain = chain(file);

            List<ModelHeader> models = new ArrayList<>();
            for (JsonNode model : expected.path("models")) {
                int length = model.path("points").path("L").path("raw").asInt();
                models.add(
                        new ModelHeader(
                                model.path("id").asInt(), model.path("addr").asInt(), length));
            }
            assertThat(chain.base()).as(file.toString()).isEqualTo(expected.path("base").asInt());
            assertThat(chain.models())
                    .as(file.toString())
                    .startsWith(models.toArray(new ModelHeader[0]));
        }
    }

    @Test
    void modelsDecodeAsRecorded() throws IOException {
        List<Path> files = Fixtures.list(DUMPS, ".expected.json");
        int models = 0;
        Tally tally = new Tally();
        for (Path file : files) {
            for (JsonNode model : Fixtures.json(file).path("decoded").path("models")) {
                compare(file, model, tally);
                models++;
            }
        }
        System.out.printf(
                "SunSpec dumps: %d devices, %d models, %d points decoded, %d not implemented%n",
                files.size(), models, tally.decoded, tally.absent);
        assertThat(tally.decoded).isGreaterThan(1_300);
    }

    /** Counts points. */
    private static final class Tally {

        private int decoded;
        private int absent;
    }

    private static void compare(Path file, JsonNode expected, Tally tally) throws IOException {
        int id = expected.path("id").asInt();
        ModelHeader header =
                new ModelHeader(
                        id,
                        expected.path("addr").asInt(),
                        expected.path("points").path("L").path("raw").asInt());
        SunSpecModel model = SunSpecModel.read(source(file), header);
        String where = file.getFileName() + " model " + id;
        compare(where, withoutHeader(expected.path("points")), model.content(), tally);
        assertThat(model.lengthMismatch()).as(where).isEqualTo(!expected.path("error").isNull());
    }

    private static JsonNode withoutHeader(JsonNode points) {
        return ((ObjectNode) points.deepCopy()).without(List.of("ID", "L"));
    }

    private static void compare(String where, JsonNode expected, SunSpecGroup actual, Tally tally) {
        for (Map.Entry<String, JsonNode> point : expected.properties()) {
            String name = point.getKey();
            String here = where + " " + name;
            if (point.getValue().isArray()) {
                assertThat(actual.group(name)).as(here).hasSize(point.getValue().size());
                for (int i = 0; i < point.getValue().size(); i++) {
                    compare(here + i, point.getValue().get(i), actual.group(name).get(i), tally);
                }
            } else if (!point.getValue().has("raw")) {
                compare(here, point.getValue(), actual.group(name).getFirst(), tally);
            } else if (!name.startsWith("Pad")) {
                compare(here, point.getValue(), actual.points().get(name), tally);
            }
        }
    }

    private static void compare(
            String where, JsonNode expected, @Nullable PointValue value, Tally tally) {
        JsonNode raw = expected.path("raw");
        if (raw.isNull() || expected.path("scaled").isNull()) {
            assertThat(value instanceof PointValue.ZeroOrAbsent ? null : value).as(where).isNull();
            tally.absent++;
            return;
        }
        tally.decoded++;
        if (raw.isTextual()) {
            assertThat(value).as(where).isEqualTo(new PointValue.Text(raw.asText()));
            return;
        }
        JsonNode scaled = expected.has("scaled") ? expected.get("scaled") : raw;
        if (value instanceof PointValue.Beyond(var number, int exponent)) {
            assertThat(exponent).as(where).isZero();
            assertThat(number).as(where).isEqualTo(scaled.bigIntegerValue());
            return;
        }
        assertThat(number(value)).as(where).isCloseTo(scaled.doubleValue(), ROUNDING);
    }

    private static double number(@Nullable PointValue value) {
        return switch (value) {
            case PointValue.Scaled(long raw, int exponent) ->
                    BigDecimal.valueOf(raw, -exponent).doubleValue();
            case PointValue.Real real -> real.value().doubleValue();
            case null, default -> throw new AssertionError("no number but " + value);
        };
    }

    private static SunSpecChain chain(Path expected) throws IOException {
        return SunSpecChain.find(source(expected), BASES).orElseThrow();
    }

    private static DumpSource source(Path expected) throws IOException {
        String name = expected.getFileName().toString().replace(".expected.", ".registers.");
        return DumpSource.of(Fixtures.json(expected.resolveSibling(name)));
    }
}
