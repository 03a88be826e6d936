package energy.peerwatt.settlement.json;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON object whose fields are what they should be, or an {@link IllegalArgumentException} names
 * the way to the one that is not, and why.
 *
 * @param node the object
 * @param place the way to it, put before its fields' names
 * @param then between a field's name and what is wrong with it
 */
public record JsonFields(JsonNode node, String place, String then) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Those of a whole file. */
    public static JsonFields parse(String text, String then) {
        try {
            return new JsonFields(JSON.readTree(text), "", then);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the file is not JSON", e);
        }
    }

    /** Those of another object, reached by {@code other}. */
    public JsonFields at(JsonNode object, String other) {
        return new JsonFields(object, other, then);
    }

    /** Those of an object in this one. */
    public JsonFields object(String name) {
        JsonNode field = field(name);
        if (!field.isObject()) {
            throw fault(name, "is not an object", null);
        }
        return at(field, place + name + ".");
    }

    /** The elements of a list. */
    public JsonNode array(String name) {
        JsonNode field = field(name);
        if (!field.isArray()) {
            throw fault(name, "is not a list", null);
        }
        return field;
    }

    /** What a list of texts says. */
    public <T> List<T> texts(String name, Function<String, T> reader) {
        List<T> all = new ArrayList<>();
        for (JsonNode one : array(name)) {
            all.add(read(name, one, reader));
        }
        return all;
    }

    /** A whole number. */
    public long number(String name) {
        JsonNode field = field(name);
        if (!field.isIntegralNumber() || !field.canConvertToLong()) {
            throw fault(name, "is not a whole number", null);
        }
        return field.longValue();
    }

    /** What a whole number says, if there is one and it is not null. */
    public <T> Optional<T> optionalNumber(String name, LongFunction<T> reader) {
        if (!node.hasNonNull(name)) {
            return Optional.empty();
        }
        long number = number(name);
        try {
            return Optional.of(reader.apply(number));
        } catch (IllegalArgumentException e) {
            throw fault(name, "is " + number, e);
        }
    }

    /** What a text says. */
    public <T> T text(String name, Function<String, T> reader) {
        return read(name, field(name), reader);
    }

    /** What a text says, if there is one. */
    public <T> Optional<T> optional(String name, Function<String, T> reader) {
        return node.has(name) ? Optional.of(text(name, reader)) : Optional.empty();
    }

    /** What to throw because of a field. */
    public IllegalArgumentException fault(String name, String what, @Nullable Throwable cause) {
        return new IllegalArgumentException(place + name + then + what, cause);
    }

    private <T> T read(String name, JsonNode field, Function<String, T> reader) {
        if (!field.isString()) {
            throw fault(name, "is not text", null);
        }
        try {
            return reader.apply(field.stringValue());
        } catch (IllegalArgumentException | DateTimeException e) {
            throw fault(name, "is " + field.stringValue(), e);
        }
    }

    private JsonNode field(String name) {
        JsonNode field = node.get(name);
        if (field == null) {
            throw fault(name, "is missing", null);
        }
        return field;
    }
}
