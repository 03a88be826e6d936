package energy.peerwatt.balancer.file;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import energy.peerwatt.balancer.model.Series;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Reads and writes JSON text strictly: no member twice, nothing after the end. */
final class Json {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Json() {}

    static Field read(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return new Field("", node);
        } catch (JacksonException broken) {
            String where =
                    broken.getLocation() == null
                            ? ""
                            : " in line " + broken.getLocation().getLineNr();
            throw new FileFault("", "is not JSON" + where + ": " + broken.getOriginalMessage());
        }
    }

    static Field requireFormat(String text, String format) {
        Field file = read(text);
        Field found = file.member("format");
        if (!found.text().equals(format)) {
            throw found.fault("must be " + format + ", not " + found.text());
        }
        return file;
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static void put(ObjectNode node, String name, Series series) {
        boolean constant = series.stream().distinct().count() == 1;
        if (constant) {
            node.put(name, series.at(0));
        } else {
            putAll(node, name, series);
        }
    }

    static void putAll(ObjectNode node, String name, Series series) {
        var list = node.putArray(name);
        series.stream().forEach(list::add);
    }

    /** Indented, but each list of numbers on one line. */
    static String write(ObjectNode node) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = MAPPER.createGenerator(text)) {
            generator.setPrettyPrinter(new DefaultPrettyPrinter());
            MAPPER.writeTree(generator, node);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.append('\n').toString();
    }
}
