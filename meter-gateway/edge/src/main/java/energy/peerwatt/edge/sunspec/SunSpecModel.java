package energy.peerwatt.edge.sunspec;

import energy.peerwatt.edge.modbus.ModbusAnswer;
import energy.peerwatt.edge.modbus.ModbusRead;
import energy.peerwatt.edge.modbus.RegisterBlock;
import energy.peerwatt.edge.modbus.RegisterSource;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One decoded model.
 *
 * @param header where it was read
 * @param points implemented points by name; one that is not implemented, or whose scale factor is
 *     not, is absent
 * @param groups the same for each repetition, in order
 * @param lengthMismatch true if the reported length does not fit the layout; points beyond the
 *     reported length are absent
 */
public record SunSpecModel(
        ModelHeader header,
        Map<String, PointValue> points,
        List<Map<String, PointValue>> groups,
        boolean lengthMismatch) {

    private static final int HOLDING_REGISTERS = 3;
    private static final int MAX_EXPONENT = 10;

    public SunSpecModel {
        points = Map.copyOf(points);
        groups = List.copyOf(groups);
    }

    /**
     * Reads a model, header included.
     *
     * @throws MarketException if the device fails, declines, or has another model there by now
     */
    public static SunSpecModel read(RegisterSource source, ModelHeader header) {
        RegisterBlock block = readWhole(source, header);
        if (block.unsigned16(header.address()) != header.id()
                || block.unsigned16(header.address() + 1) != header.length()) {
            throw refused(header, "another model is there now");
        }
        return decode(header, block);
    }

    /** The number of a point, if implemented. */
    public Optional<PointValue.Scaled> number(String name) {
        return points.get(name) instanceof PointValue.Scaled number
                ? Optional.of(number)
                : Optional.empty();
    }

    static SunSpecModel decode(ModelHeader header, RegisterBlock block) {
        ModelLayout layout =
                ModelLayout.of(header.id())
                        .orElseThrow(() -> new IllegalArgumentException("model " + header.id()));
        Map<String, PointValue> fixed =
                decode(layout.fixed(), header.firstPoint(), header.next(), block, Map.of());
        List<Map<String, PointValue>> groups = new ArrayList<>();
        int rest = header.length() - layout.fixedRegisters();
        int size = layout.groupRegisters();
        for (int i = 0; size > 0 && i < rest / size; i++) {
            int at = header.firstPoint() + layout.fixedRegisters() + i * size;
            groups.add(decode(layout.group(), at, header.next(), block, fixed));
        }
        return new SunSpecModel(header, fixed, groups, isMismatch(header, rest, size));
    }

    private static boolean isMismatch(ModelHeader header, int rest, int groupSize) {
        // The common model ends with an optional pad: 65 and 66 registers are both right.
        if (header.id() == 1 && rest == -1) {
            return false;
        }
        return rest < 0 || (groupSize == 0 ? rest != 0 : rest % groupSize != 0);
    }

    private static Map<String, PointValue> decode(
            List<ModelLayout.Point> points,
            int start,
            int end,
            RegisterBlock block,
            Map<String, PointValue> outer) {
        Map<String, PointValue> raw = new HashMap<>(outer);
        int at = start;
        for (ModelLayout.Point point : points) {
            raw.remove(point.name());
            if (at + point.registers() <= end) {
                int here = at;
                decode(point, here, block).ifPresent(value -> raw.put(point.name(), value));
            }
            at += point.registers();
        }
        Map<String, PointValue> scaled = new HashMap<>();
        for (ModelLayout.Point point : points) {
            scaled(point, raw).ifPresent(value -> scaled.put(point.name(), value));
        }
        return scaled;
    }

    private static Optional<PointValue> decode(
            ModelLayout.Point point, int at, RegisterBlock block) {
        if (point.type() == PointType.STRING) {
            String text = block.text(at, point.registers());
            return text.isEmpty() ? Optional.empty() : Optional.of(new PointValue.Text(text));
        }
        OptionalLong raw = point.type().decode(block, at);
        return raw.isEmpty()
                ? Optional.empty()
                : Optional.of(new PointValue.Scaled(raw.getAsLong(), 0));
    }

    private static Optional<PointValue> scaled(
            ModelLayout.Point point, Map<String, PointValue> raw) {
        Optional<PointValue> value = Optional.ofNullable(raw.get(point.name()));
        if (point.scaleFactor().isEmpty()) {
            return value;
        }
        // Without its scale factor a value is unusable, not unscaled.
        return value.flatMap(unscaled ->
                unscaled instanceof PointValue.Scaled(long number, _)
                                && raw.get(point.scaleFactor())
                                        instanceof PointValue.Scaled(long exponent, _)
                                && Math.abs(exponent) <= MAX_EXPONENT
                        ? Optional.of(new PointValue.Scaled(number, (int) exponent))
                        : Optional.empty());
    }

    /**
     * Models longer than one request are read in pieces; the fixed part, with the scale factors, is
     * then read again and must be the same.
     */
    private static RegisterBlock readWhole(RegisterSource source, ModelHeader header) {
        int total = ModelHeader.REGISTERS + header.length();
        RegisterBlock first = piece(source, header, 0, Math.min(total, ModbusRead.MAX_COUNT));
        RegisterBlock whole = first;
        while (whole.count() < total) {
            int count = Math.min(total - whole.count(), ModbusRead.MAX_COUNT);
            whole = whole.append(piece(source, header, whole.count(), count));
        }
        if (whole.count() > first.count()
                && !scaleFactors(header, first)
                        .equals(scaleFactors(header, piece(source, header, 0, first.count())))) {
            throw refused(header, "scale factors changed while reading");
        }
        return whole;
    }

    private static Map<String, PointValue> scaleFactors(ModelHeader header, RegisterBlock block) {
        Map<String, PointValue> factors = new HashMap<>();
        int at = header.firstPoint();
        for (ModelLayout.Point point :
                ModelLayout.of(header.id()).map(ModelLayout::fixed).orElse(List.of())) {
            if (point.type() == PointType.SUNSSF && block.holds(at, 1)) {
                factors.put(point.name(), new PointValue.Scaled(block.signed16(at), 0));
            }
            at += point.registers();
        }
        return factors;
    }

    private static RegisterBlock piece(
            RegisterSource source, ModelHeader header, int offset, int count) {
        return switch (source.read(HOLDING_REGISTERS, header.address() + offset, count)) {
            case ModbusAnswer.Registers(RegisterBlock block) -> block;
            case ModbusAnswer.Declined(int code) ->
                    throw refused(header, "declined with exception " + code);
        };
    }

    private static MarketException refused(ModelHeader header, String why) {
        return new MarketException(
                ErrorCode.DEVICE_ANSWER_REFUSED,
                "SunSpec model " + header.id() + " at " + header.address() + ": " + why);
    }
}
