package energy.peerwatt.edge.sunspec;

import energy.peerwatt.metering.protocol.Hash256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the points of a model, or of a group in it, lie: from {@code models.txt}.
 *
 * @param points in order, after the model's header
 * @param groups in order, after the points
 */
record ModelLayout(List<Point> points, List<Group> groups) {

    static final String AS_MANY_AS_FIT = "*";

    /** SHA-256 of the file. */
    static final Hash256 HASH = Hash256.sha256(file());

    private static final Map<Integer, ModelLayout> ALL = load();

    /**
     * One point.
     *
     * @param registers how many it takes
     * @param scaleFactor name of its scale factor, or the factor itself; empty if none
     */
    record Point(String name, PointType type, int registers, String scaleFactor) {}

    /**
     * Points that may repeat.
     *
     * @param count name of the point that tells how often; {@link #AS_MANY_AS_FIT}; empty for once
     */
    record Group(String name, String count, ModelLayout layout) {}

    ModelLayout {
        points = List.copyOf(points);
        groups = List.copyOf(groups);
    }

    /** The layout of a model this gateway understands. */
    static Optional<ModelLayout> of(int modelId) {
        return Optional.ofNullable(ALL.get(modelId));
    }

    /** Registers of the points, without the groups. */
    int fixedRegisters() {
        return points.stream().mapToInt(Point::registers).sum();
    }

    private static Map<Integer, ModelLayout> load() {
        Map<Integer, ModelLayout> layouts = new TreeMap<>();
        List<String> open = new ArrayList<>();
        List<Integer> ids = List.of();
        for (String line : lines()) {
            if (line.startsWith("model ")) {
                put(layouts, ids, open);
                ids = List.of(words(line)).stream().skip(1).map(Integer::valueOf).toList();
                open.clear();
            } else {
                open.add(line);
            }
        }
        put(layouts, ids, open);
        return Map.copyOf(layouts);
    }

    private static void put(
            Map<Integer, ModelLayout> layouts, List<Integer> ids, List<String> lines) {
        ModelLayout layout = parse(lines.iterator());
        ids.forEach(id -> layouts.put(id, layout));
    }

    /** Up to the end of the group, or of the lines. */
    private static ModelLayout parse(Iterator<String> lines) {
        List<Point> points = new ArrayList<>();
        List<Group> groups = new ArrayList<>();
        while (lines.hasNext()) {
            String[] words = words(lines.next());
            switch (words[0]) {
                case "end" -> {
                    return new ModelLayout(points, groups);
                }
                case "group" ->
                        groups.add(
                                new Group(
                                        words[1], words.length > 2 ? words[2] : "", parse(lines)));
                default -> addPoints(points, words);
            }
        }
        return new ModelLayout(points, groups);
    }

    /** {@code type[:registers][*scale factor] name…}. */
    private static void addPoints(List<Point> points, String[] words) {
        String[] typed = words[0].split("\\*", 2);
        String[] sized = typed[0].split(":", 2);
        PointType type = PointType.of(sized[0]);
        int registers = sized.length > 1 ? Integer.parseInt(sized[1]) : type.registers();
        String scaleFactor = typed.length > 1 ? typed[1] : "";
        for (String name : List.of(words).subList(1, words.length)) {
            points.add(new Point(name, type, registers, scaleFactor));
        }
    }

    private static String[] words(String line) {
        return line.split("\\s+", -1);
    }

    private static List<String> lines() {
        return new String(file(), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    private static byte[] file() {
        try (InputStream in = ModelLayout.class.getResourceAsStream("models.txt")) {
            if (in == null) {
                throw new IllegalStateException("models.txt is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
