package energy.peerwatt.edge.device;

import energy.peerwatt.edge.modbus.RegisterBlock;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/**
 * How a plain register meter stores a number. Extremes mean that a value is not available: for
 * integers the lowest and highest that the type has (unsigned: the highest), for floating point
 * NaN, infinity and the largest finite number of either sign.
 */
enum RegisterType {
    INT16(1),
    UINT16(1),
    INT32(2),
    UINT32(2),
    INT64(4),
    UINT64(4),
    FLOAT32(2),
    FLOAT64(4);

    private final int registers;

    RegisterType(int registers) {
        this.registers = registers;
    }

    static RegisterType of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    int registers() {
        return registers;
    }

    boolean isFloatingPoint() {
        return this == FLOAT32 || this == FLOAT64;
    }

    /** Where a counter of this type starts again from 0; 0 if no meter lives to see it. */
    long range() {
        return switch (this) {
            case UINT16 -> 1L << 16;
            case UINT32 -> 1L << 32;
            default -> 0;
        };
    }

    /**
     * The number; empty if not available.
     *
     * @param lowFirst whether the word with the lowest bits comes first
     */
    Optional<BigDecimal> decode(RegisterBlock block, int at, boolean lowFirst) {
        long bits = bits(block, at, lowFirst);
        return switch (this) {
            case INT16 -> signed(bits << 48 >> 48, Short.MIN_VALUE, Short.MAX_VALUE);
            case UINT16 -> signed(bits, -1, 0xFFFF);
            case INT32 -> signed(bits << 32 >> 32, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case UINT32 -> signed(bits, -1, 0xFFFF_FFFFL);
            case INT64 -> signed(bits, Long.MIN_VALUE, Long.MAX_VALUE);
            // More than 63 bits are no energy that exists.
            case UINT64 -> bits < 0 ? Optional.empty() : signed(bits, -1, Long.MAX_VALUE);
            case FLOAT32 -> single(Float.intBitsToFloat((int) bits));
            case FLOAT64 -> number(Double.longBitsToDouble(bits));
        };
    }

    /** To the next number that the type can show. */
    BigDecimal step(BigDecimal value) {
        return switch (this) {
            case FLOAT32 -> new BigDecimal(Math.ulp(value.floatValue()));
            case FLOAT64 -> new BigDecimal(Math.ulp(value.doubleValue()));
            default -> BigDecimal.ONE;
        };
    }

    private long bits(RegisterBlock block, int at, boolean lowFirst) {
        long bits = 0;
        for (int i = 0; i < registers; i++) {
            bits = bits << 16 | block.unsigned16(lowFirst ? at + registers - 1 - i : at + i);
        }
        return bits;
    }

    private static Optional<BigDecimal> signed(long value, long lowest, long highest) {
        return value == lowest || value == highest
                ? Optional.empty()
                : Optional.of(BigDecimal.valueOf(value));
    }

    private static Optional<BigDecimal> single(float value) {
        return Math.abs(value) == Float.MAX_VALUE ? Optional.empty() : number(value);
    }

    private static Optional<BigDecimal> number(double value) {
        return Double.isFinite(value) && Math.abs(value) != Double.MAX_VALUE
                ? Optional.of(new BigDecimal(value))
                : Optional.empty();
    }
}
