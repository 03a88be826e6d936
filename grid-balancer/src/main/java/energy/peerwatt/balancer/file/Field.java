package energy.peerwatt.balancer.file;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.balancer.model.Series;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A value in a file with its path, so that a fault can say where it is. */
final class Field {

    private final String path;
    private final JsonNode node;
    private final Set<String> read = new HashSet<>();

    Field(String path, JsonNode node) {
        this.path = path;
        this.node = node;
    }

    FileFault fault(String reason) {
        return new FileFault(path, reason);
    }

    /** The member {@code name}, which must be there. */
    Field member(String name) {
        return find(name).orElseThrow(() -> new FileFault(below(name), "is missing"));
    }

    Optional<Field> find(String name) {
        if (!node.isObject()) {
            throw fault("must be an object");
        }
        read.add(name);
        JsonNode found = node.get(name);
        return found == null ? Optional.empty() : Optional.of(new Field(below(name), found));
    }

    /** Refuses members nobody asked for: most are misspelt. */
    void requireNothingElse() {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!read.contains(entry.getKey())) {
                throw new FileFault(below(entry.getKey()), "is not known here");
            }
        }
    }

    List<Field> elements() {
        if (!node.isArray()) {
            throw fault("must be a list");
        }
        List<Field> elements = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            elements.add(new Field(path + "[" + i + "]", node.get(i)));
        }
        return elements;
    }

    /** The members of an object whose names are data. */
    List<Map.Entry<String, Field>> members() {
        if (!node.isObject()) {
            throw fault("must be an object");
        }
        return node.properties().stream()
                .map(entry ->
                        Map.entry(
                                entry.getKey(), new Field(below(entry.getKey()), entry.getValue())))
                .toList();
    }

    String text() {
        if (!node.isTextual()) {
            throw fault("must be a text");
        }
        return node.textValue();
    }

    boolean yes() {
        if (!node.isBoolean()) {
            throw fault("must be true or false");
        }
        return node.booleanValue();
    }

    int integer() {
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw fault("must be a whole number, not " + node);
        }
        return node.intValue();
    }

    /** A whole number beyond an int. */
    long wide() {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw fault("must be a whole number, not " + node);
        }
        return node.longValue();
    }

    int integer(String name) {
        return member(name).integer();
    }

    int integer(String name, int otherwise) {
        return find(name).map(Field::integer).orElse(otherwise);
    }

    OptionalInt optional(String name) {
        return find(name).map(field -> OptionalInt.of(field.integer())).orElse(OptionalInt.empty());
    }

    String text(String name) {
        return member(name).text();
    }

    /** A list with a value for each slot, or one number for all. */
    Series series(int slots) {
        if (node.isIntegralNumber()) {
            return Series.constant(slots, integer());
        }
        if (!node.isArray()) {
            throw fault("must be a whole number, or a list of one for each slot, not " + node);
        }
        Series series = list();
        if (series.slots() != slots) {
            throw fault("must have " + slots + " values, one for each slot, not " + series.slots());
        }
        return series;
    }

    Series list() {
        return Series.of(elements().stream().mapToInt(Field::integer).toArray());
    }

    <E extends Enum<E>> E oneOf(Class<E> type) {
        String text = text();
        for (E value : type.getEnumConstants()) {
            if (value.name().equals(text)) {
                return value;
            }
        }
        String names =
                String.join(", ", Stream.of(type.getEnumConstants()).map(Enum::name).toList());
        throw fault(String.format(Locale.ROOT, "must be one of %s, not %s", names, text));
    }

    /** Builds a value of this field; a bound it breaks becomes this field's fault. */
    <T> T build(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException broken) {
            throw fault(String.valueOf(broken.getMessage()));
        }
    }

    private String below(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
