package energy.peerwatt.edge.sunspec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the points of a model lie, from {@code models.txt}.
 *
 * @param fixed points after the model's header, in order
 * @param group points of one repetition, in order; empty if nothing repeats
 */
record ModelLayout(List<Point> fixed, List<Point> group) {

    private static final Map<Integer, ModelLayout> ALL = load();

    /**
     * One point.
     *
     * @param registers how many it takes
     * @param scaleFactor name of its scale factor; empty if none
     */
    record Point(String name, PointType type, int registers, String scaleFactor) {}

    ModelLayout {
        fixed = List.copyOf(fixed);
        group = List.copyOf(group);
    }

    /** The layout of a model this gateway understands. */
    static Optional<ModelLayout> of(int modelId) {
        return Optional.ofNullable(ALL.get(modelId));
    }

    int fixedRegisters() {
        return fixed.stream().mapToInt(Point::registers).sum();
    }

    int groupRegisters() {
        return group.stream().mapToInt(Point::registers).sum();
    }

    private static Map<Integer, ModelLayout> load() {
        Map<Integer, ModelLayout> layouts = new TreeMap<>();
        List<Integer> ids = List.of();
        ModelLayout open = new ModelLayout(List.of(), List.of());
        for (String line : lines()) {
            String[] words = line.split("\\s+", -1);
            switch (words[0]) {
                case "model" -> {
                    ids =
                            List.of(words).subList(1, words.length).stream()
                                    .map(Integer::valueOf)
                                    .toList();
                    open = new ModelLayout(List.of(), List.of());
                }
                case "group" -> open = open.withGroupPoint(point(words));
                default -> open = open.withFixedPoint(point(words));
            }
            for (int id : ids) {
                layouts.put(id, open);
            }
        }
        return Map.copyOf(layouts);
    }

    private ModelLayout withFixedPoint(Point point) {
        return new ModelLayout(with(fixed, point), group);
    }

    private ModelLayout withGroupPoint(Point point) {
        return new ModelLayout(fixed, with(group, point));
    }

    private static List<Point> with(List<Point> points, Point point) {
        List<Point> longer = new ArrayList<>(points);
        longer.add(point);
        return longer;
    }

    /** {@code point|group NAME TYPE [scale factor | string registers]}. */
    private static Point point(String[] words) {
        PointType type = PointType.of(words[2]);
        String extra = words.length > 3 ? words[3] : "";
        return type == PointType.STRING
                ? new Point(words[1], type, Integer.parseInt(extra), "")
                : new Point(words[1], type, type.registers(), extra);
    }

    private static List<String> lines() {
        try (InputStream in = ModelLayout.class.getResourceAsStream("models.txt")) {
            if (in == null) {
                throw new IllegalStateException("models.txt is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
