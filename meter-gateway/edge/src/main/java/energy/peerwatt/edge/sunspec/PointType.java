package energy.peerwatt.edge.sunspec;

import energy.peerwatt.edge.modbus.RegisterBlock;
import java.util.Locale;
import java.util.OptionalLong;

/** How a point is stored, and which raw value says that it is not implemented. */
enum PointType {
    INT16(1, 0x8000),
    UINT16(1, 0xFFFF),
    COUNT(1, 0xFFFF),
    ENUM16(1, 0xFFFF),
    BITFIELD16(1, 0xFFFF),
    SUNSSF(1, 0x8000),
    PAD(1, 0x8000),
    UINT32(2, 0xFFFF_FFFFL),
    BITFIELD32(2, 0xFFFF_FFFFL),
    /** An accumulator; a fresh one that counted nothing yet cannot be told from an absent one. */
    ACC32(2, 0),
    STRING(0, 0);

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

    boolean isSigned() {
        return this == INT16 || this == SUNSSF;
    }

    /** The raw integer; empty if not implemented or not a number. */
    OptionalLong decode(RegisterBlock block, int at) {
        if (this == STRING || this == PAD) {
            return OptionalLong.empty();
        }
        long unsigned = registers == 2 ? block.unsigned32(at) : block.unsigned16(at);
        if (unsigned == notImplemented) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(isSigned() ? block.signed16(at) : unsigned);
    }
}
