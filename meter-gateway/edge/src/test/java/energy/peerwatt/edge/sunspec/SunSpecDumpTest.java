package energy.peerwatt.edge.sunspec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.testkit.Fixtures;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
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
    void knownModelsDecodeAsRecorded() throws IOException {
        int points = 0;
        for (Path file : Fixtures.list(DUMPS, ".expected.json")) {
            for (JsonNode model : Fixtures.json(file).path("decoded").path("models")) {
                if (ModelLayout.of(model.path("id").asInt()).isPresent()) {
                    points += compare(file, model);
                }
            }
        }
        assertThat(points).isGreaterThan(400);
    }

    @Test
    void recordedSolarEdgeFrameDecodes() throws IOException {
        for (JsonNode frame : Fixtures.jsonLines("modbus-meters/frames.jsonl")) {
            JsonNode sunspec = frame.path("sunspec");
            if (sunspec.path("model").asInt() == 103) {
                int start = sunspec.path("dataStart").asInt();
                String hex = frame.path("response").asText();
                DumpSource source = DumpSource.of(dump(start, hex.substring(18)));
                source.put(start - 2, 103).put(start - 1, 50);

                SunSpecModel model = SunSpecModel.read(source, new ModelHeader(103, start - 2, 50));

                sunspec.path("expected")
                        .properties()
                        .forEach(point -> compare(point.getKey(), point.getValue(), model));
            }
        }
    }

    private static JsonNode dump(int start, String hex) {
        var nodes = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance;
        var dump = nodes.objectNode();
        dump.putArray("registers").addObject().put("start", start).put("hex", hex);
        return dump;
    }

    private static void compare(String name, JsonNode expected, SunSpecModel model) {
        if (expected.isNumber() && !name.endsWith("_SF") && model.points().containsKey(name)) {
            assertThat(value(model.points().get(name)))
                    .as(name)
                    .isCloseTo(expected.doubleValue(), ROUNDING);
        }
    }

    private static int compare(Path file, JsonNode expected) throws IOException {
        int id = expected.path("id").asInt();
        ModelHeader header =
                new ModelHeader(
                        id,
                        expected.path("addr").asInt(),
                        expected.path("points").path("L").path("raw").asInt());
        SunSpecModel model = SunSpecModel.read(source(file), header);
        String where = file.getFileName() + " model " + id;
        int points = compare(where, expected.path("points"), model.points());
        JsonNode modules = expected.path("points").path("module");
        for (int i = 0; i < modules.size(); i++) {
            points += compare(where + " module " + i, modules.get(i), model.groups().get(i));
        }
        assertThat(model.groups()).hasSize(modules.size());
        assertThat(model.lengthMismatch()).as(where).isFalse();
        return points;
    }

    private static int compare(String where, JsonNode expected, Map<String, PointValue> actual) {
        int points = 0;
        for (Map.Entry<String, JsonNode> point : expected.properties()) {
            String name = point.getKey();
            JsonNode raw = point.getValue().path("raw");
            boolean isHeader = name.equals("L") || (name.equals("ID") && !where.contains("module"));
            if (isHeader || name.equals("Pad") || point.getValue().isArray()) {
                continue;
            }
            PointValue value = actual.get(name);
            if (raw.isNull() || point.getValue().path("scaled").isNull()) {
                assertThat(value).as(where + " " + name).isNull();
            } else if (raw.isTextual()) {
                assertThat(value)
                        .as(where + " " + name)
                        .isEqualTo(new PointValue.Text(raw.asText()));
            } else {
                JsonNode scaled =
                        point.getValue().has("scaled") ? point.getValue().get("scaled") : raw;
                assertThat(value(value))
                        .as(where + " " + name)
                        .isCloseTo(scaled.doubleValue(), ROUNDING);
            }
            points++;
        }
        return points;
    }

    private static double value(PointValue value) {
        PointValue.Scaled scaled = (PointValue.Scaled) value;
        return BigDecimal.valueOf(scaled.raw(), -scaled.exponent()).doubleValue();
    }

    private static SunSpecChain chain(Path expected) throws IOException {
        return SunSpecChain.find(source(expected), BASES).orElseThrow();
    }

    private static DumpSource source(Path expected) throws IOException {
        String name = expected.getFileName().toString().replace(".expected.", ".registers.");
        return DumpSource.of(Fixtures.json(expected.resolveSibling(name)));
    }
}
