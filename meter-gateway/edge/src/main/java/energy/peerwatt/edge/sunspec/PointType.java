package energy.peerwatt.edge.sunspec;

import energy.peerwatt.edge.modbus.RegisterBlock;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;

/** How a point is stored, and which raw value says that it is not implemented. */
enum PointType {
    INT16(1, 0x8000),
    UINT16(1, 0xFFFF),
    COUNT(1, 0xFFFF),
    ENUM16(1, 0xFFFF),
    BITFIELD16(1, 0xFFFF),
    SUNSSF(1, 0x8000),
    PAD(1, 0x8000),
    INT32(2, 0x8000_0000L),
    UINT32(2, 0xFFFF_FFFFL),
    BITFIELD32(2, 0xFFFF_FFFFL),
    /** Any NaN says that it is not implemented. */
    FLOAT32(2, 0),
    UINT64(4, -1L),
    ACC32(2, 0),
    ACC64(4, 0),
    EUI48(4, 0),
    STRING(0, 0);

    private static final String NO_MAC = "FF:FF:FF:FF:FF:FF";

    private final int registers;
    private final long notImplemented;

    PointType(int registers, long notImplemented) {
        this.registers = registers;
        this.notImplemented = notImplemented;
    }

    static PointType of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Registers one value takes; 0 if the layout says. */
    int registers() {
        return registers;
    }

    /**
     * The value, not yet scaled; empty if not implemented.
     *
     * @param length registers of a string
     */
    Optional<PointValue> decode(RegisterBlock block, int at, int length) {
        return switch (this) {
            case PAD -> Optional.empty();
            case STRING -> text(block.text(at, length));
            case EUI48 -> mac(block, at);
            case FLOAT32 -> real(Float.intBitsToFloat(block.signed32(at)));
            case ACC32 -> accumulator(block.unsigned32(at));
            case ACC64, UINT64 -> wide(block.bits64(at));
            default -> integer(block, at);
        };
    }

    private Optional<PointValue> integer(RegisterBlock block, int at) {
        long unsigned = registers == 2 ? block.unsigned32(at) : block.unsigned16(at);
        if (unsigned == notImplemented) {
            return Optional.empty();
        }
        long raw =
                switch (this) {
                    case INT16, SUNSSF -> block.signed16(at);
                    case INT32 -> block.signed32(at);
                    default -> unsigned;
                };
        return Optional.of(new PointValue.Scaled(raw, 0));
    }

    private static Optional<PointValue> accumulator(long raw) {
        return Optional.of(
                raw == 0 ? new PointValue.ZeroOrAbsent() : new PointValue.Scaled(raw, 0));
    }

    private Optional<PointValue> wide(long bits) {
        if (this == ACC64 && bits == 0) {
            return accumulator(0);
        }
        if (this == UINT64 && bits == notImplemented) {
            return Optional.empty();
        }
        return Optional.of(
                bits < 0
                        ? new PointValue.Beyond(new BigInteger(Long.toUnsignedString(bits)), 0)
                        : new PointValue.Scaled(bits, 0));
    }

    private static Optional<PointValue> real(float value) {
        return Float.isFinite(value)
                ? Optional.of(new PointValue.Real(Double.doubleToRawLongBits(value)))
                : Optional.empty();
    }

    private static Optional<PointValue> text(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(new PointValue.Text(text));
    }

    /** The last six of eight bytes. */
    private static Optional<PointValue> mac(RegisterBlock block, int at) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < 4; i++) {
            int word = block.unsigned16(at + i);
            text.append("%s%02X:%02X".formatted(i > 1 ? ":" : "", word >>> 8, word & 0xFF));
        }
        return text.toString().equals(NO_MAC) ? Optional.empty() : text(text.toString());
    }
}
