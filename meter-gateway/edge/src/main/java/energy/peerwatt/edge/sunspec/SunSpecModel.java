package energy.peerwatt.edge.sunspec;

import energy.peerwatt.edge.modbus.DeclinedException;
import energy.peerwatt.edge.modbus.ModbusAnswer;
import energy.peerwatt.edge.modbus.ModbusRead;
import energy.peerwatt.edge.modbus.RegisterBlock;
import energy.peerwatt.edge.modbus.RegisterSource;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.Hash256;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One decoded model.
 *
 * @param header where it was read
 * @param content its points and groups
 * @param lengthMismatch true if the reported length does not fit the layout; points beyond the
 *     reported length are absent
 */
public record SunSpecModel(ModelHeader header, SunSpecGroup content, boolean lengthMismatch) {

    private static final int COMMON = 1;
    private static final int LONGEST_VALUE = 4;

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

    /**
     * Reads a model and lists all its points, also those that are not implemented.
     *
     * @throws MarketException if the device fails, declines, or has another model there by now
     * @throws IllegalArgumentException if the model is none of those understood
     */
    public static List<SunSpecPoint> readPoints(RegisterSource source, ModelHeader header) {
        RegisterBlock block = readWhole(source, header);
        return SunSpecPoint.list(header, block, decode(header, block).content());
    }

    /** SHA-256 of the file that says where the points of all models lie. */
    public static Hash256 layoutHash() {
        return ModelLayout.HASH;
    }

    /** Whether models with this id are understood. */
    public static boolean isKnown(int id) {
        return ModelLayout.of(id).isPresent();
    }

    static SunSpecModel decode(ModelHeader header, RegisterBlock block) {
        ModelLayout layout =
                ModelLayout.of(header.id())
                        .orElseThrow(() -> new IllegalArgumentException("model " + header.id()));
        ModelDecoder decoder = new ModelDecoder(block, header.firstPoint(), header.next());
        SunSpecGroup content = decoder.decode(layout, Map.of());
        // The common model ends with an optional pad: 65 and 66 registers are both right.
        boolean withoutPad = header.id() == COMMON && decoder.left() == -1;
        return new SunSpecModel(header, content, !withoutPad && decoder.isMismatch());
    }

    /**
     * Models longer than one request are read in pieces that overlap by the longest value; the
     * overlap must be the same, so that no value is half old and half new. The first piece, with
     * the scale factors, is then read again and these must be the same.
     */
    private static RegisterBlock readWhole(RegisterSource source, ModelHeader header) {
        int total = ModelHeader.REGISTERS + header.length();
        RegisterBlock first = piece(source, header, 0, Math.min(total, ModbusRead.MAX_COUNT));
        RegisterBlock whole = first;
        while (whole.count() < total) {
            int from = whole.count() - LONGEST_VALUE;
            int count = Math.min(total - from, ModbusRead.MAX_COUNT);
            RegisterBlock next = piece(source, header, from, count);
            if (!whole.last(LONGEST_VALUE).equals(next.first(LONGEST_VALUE))) {
                throw refused(header, "changed while reading");
            }
            whole = whole.append(next.last(count - LONGEST_VALUE));
        }
        if (whole.count() > first.count()
                && !scaleFactors(header, first)
                        .equals(scaleFactors(header, piece(source, header, 0, first.count())))) {
            throw refused(header, "scale factors changed while reading");
        }
        return whole;
    }

    private static Map<String, Integer> scaleFactors(ModelHeader header, RegisterBlock block) {
        Map<String, Integer> factors = new HashMap<>();
        int at = header.firstPoint();
        for (ModelLayout.Point point :
                ModelLayout.of(header.id()).map(ModelLayout::points).orElse(List.of())) {
            if (point.type() == PointType.SUNSSF && block.holds(at, 1)) {
                factors.put(point.name(), block.signed16(at));
            }
            at += point.registers();
        }
        return factors;
    }

    private static RegisterBlock piece(
            RegisterSource source, ModelHeader header, int offset, int count) {
        return switch (source.read(header.function(), header.address() + offset, count)) {
            case ModbusAnswer.Registers(RegisterBlock block) -> block;
            case ModbusAnswer.Declined(int code) ->
                    throw new MarketException(
                            ErrorCode.DEVICE_ANSWER_REFUSED,
                            where(header) + ": declined with exception " + code,
                            new DeclinedException(code));
        };
    }

    private static MarketException refused(ModelHeader header, String why) {
        return new MarketException(ErrorCode.DEVICE_ANSWER_REFUSED, where(header) + ": " + why);
    }

    private static String where(ModelHeader header) {
        return "SunSpec model " + header.id() + " at " + header.address();
    }
}
