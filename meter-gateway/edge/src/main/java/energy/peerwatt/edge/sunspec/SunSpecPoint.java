package energy.peerwatt.edge.sunspec;

import energy.peerwatt.edge.modbus.RegisterBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A point of a model and the registers it came from, for people.
 *
 * @param name with the groups around it and their numbers from 1: {@code module[2].DCW}
 * @param type as in the standard, such as {@code acc32}
 * @param address of its first register
 * @param words as they came; fewer than the type has if the model ends before
 * @param value empty if not implemented, or unusable for want of its scale factor
 */
public record SunSpecPoint(
        String name, String type, int address, List<Integer> words, Optional<PointValue> value) {

    public SunSpecPoint {
        words = List.copyOf(words);
    }

    /** Follows the layout along what was decoded with it. */
    static List<SunSpecPoint> list(ModelHeader header, RegisterBlock block, SunSpecGroup content) {
        ModelLayout layout =
                ModelLayout.of(header.id())
                        .orElseThrow(() -> new IllegalArgumentException("model " + header.id()));
        List<SunSpecPoint> points = new ArrayList<>();
        new Walk(header.next(), block, points).group("", layout, content, header.firstPoint());
        return points;
    }

    /** Where the next point is, is what each step returns. */
    private record Walk(int end, RegisterBlock block, List<SunSpecPoint> points) {

        int group(String prefix, ModelLayout layout, SunSpecGroup content, int start) {
            int at = start;
            for (ModelLayout.Point point : layout.points()) {
                points.add(
                        new SunSpecPoint(
                                prefix + point.name(),
                                point.type().name().toLowerCase(Locale.ROOT),
                                at,
                                words(at, point.registers()),
                                Optional.ofNullable(content.points().get(point.name()))));
                at += point.registers();
            }
            for (ModelLayout.Group group : layout.groups()) {
                int number = 1;
                for (SunSpecGroup repetition : content.group(group.name())) {
                    String name = prefix + group.name() + "[" + number++ + "].";
                    at = group(name, group.layout(), repetition, at);
                }
            }
            return at;
        }

        private List<Integer> words(int at, int count) {
            List<Integer> words = new ArrayList<>();
            for (int i = at; i < Math.min(at + count, end); i++) {
                words.add(block.unsigned16(i));
            }
            return words;
        }
    }
}
