package energy.peerwatt.edge.sunspec;

import energy.peerwatt.edge.modbus.RegisterBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Walks the registers of one model along its layout, and never beyond its reported end. */
final class ModelDecoder {

    private static final int MAX_EXPONENT = 10;
    private static final int MAX_REPETITIONS = 1_000;

    private final RegisterBlock block;
    private final int end;
    private int at;
    private boolean isCut;

    /**
     * At the first point of a model.
     *
     * @param end first address that is not the model's any more
     */
    ModelDecoder(RegisterBlock block, int start, int end) {
        this.block = block;
        this.end = end;
        at = start;
    }

    /** Whether the layout and the model did not end together. */
    boolean isMismatch() {
        return isCut || at != end;
    }

    /** Registers that the layout leaves at the end. */
    int left() {
        return end - at;
    }

    /**
     * Decodes what stands here.
     *
     * @param outer scale factors and counts of the groups around this one, not scaled
     */
    SunSpecGroup decode(ModelLayout layout, Map<String, PointValue> outer) {
        Map<String, PointValue> raw = new HashMap<>(outer);
        for (ModelLayout.Point point : layout.points()) {
            raw.remove(point.name());
            if (at + point.registers() <= end) {
                point.type()
                        .decode(block, at, point.registers())
                        .ifPresent(value -> raw.put(point.name(), value));
            } else {
                isCut = true;
            }
            at += point.registers();
        }
        Map<String, List<SunSpecGroup>> groups = new HashMap<>();
        for (ModelLayout.Group group : layout.groups()) {
            groups.put(group.name(), repetitions(group, raw));
        }
        return new SunSpecGroup(scaled(layout, raw), groups);
    }

    private List<SunSpecGroup> repetitions(ModelLayout.Group group, Map<String, PointValue> raw) {
        int wanted = wanted(group, raw);
        boolean fills = group.count().equals(ModelLayout.AS_MANY_AS_FIT);
        List<SunSpecGroup> repetitions = new ArrayList<>();
        while (repetitions.size() < wanted) {
            int before = at;
            if (left() < Math.max(1, group.layout().fixedRegisters())) {
                isCut = isCut || !fills;
                break;
            }
            repetitions.add(decode(group.layout(), raw));
            if (at == before) {
                break;
            }
        }
        return repetitions;
    }

    private static int wanted(ModelLayout.Group group, Map<String, PointValue> raw) {
        return switch (group.count()) {
            case "" -> 1;
            case ModelLayout.AS_MANY_AS_FIT -> MAX_REPETITIONS;
            default ->
                    raw.get(group.count()) instanceof PointValue.Scaled(long count, _)
                            ? Math.clamp(count, 0, MAX_REPETITIONS)
                            : 0;
        };
    }

    private static Map<String, PointValue> scaled(ModelLayout layout, Map<String, PointValue> raw) {
        Map<String, PointValue> scaled = new HashMap<>();
        for (ModelLayout.Point point : layout.points()) {
            PointValue value = raw.get(point.name());
            if (value != null && point.scaleFactor().isEmpty()) {
                scaled.put(point.name(), value);
            } else if (value != null) {
                scale(value, point.scaleFactor(), raw, scaled, point.name());
            }
        }
        return scaled;
    }

    /** Without its scale factor a value is unusable, not unscaled. */
    private static void scale(
            PointValue value,
            String scaleFactor,
            Map<String, PointValue> raw,
            Map<String, PointValue> scaled,
            String name) {
        int exponent = exponent(scaleFactor, raw);
        if (Math.abs(exponent) > MAX_EXPONENT) {
            return;
        }
        scaled.put(
                name,
                switch (value) {
                    case PointValue.Scaled(long number, _) ->
                            new PointValue.Scaled(number, exponent);
                    case PointValue.Beyond(var number, _) ->
                            new PointValue.Beyond(number, exponent);
                    case PointValue.Real _, PointValue.ZeroOrAbsent _, PointValue.Text _ -> value;
                });
    }

    private static int exponent(String scaleFactor, Map<String, PointValue> raw) {
        if (!Character.isLetter(scaleFactor.charAt(0))) {
            return Integer.parseInt(scaleFactor);
        }
        return raw.get(scaleFactor) instanceof PointValue.Scaled(long exponent, _)
                ? (int) exponent
                : Integer.MAX_VALUE;
    }
}
