package energy.peerwatt.edge.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a SunSpec device, one point after the other.
 *
 * <p>Not-implemented values and types: SunSpec Device Information Model Specification 1.1, section
 * on data types.
 */
final class SunSpecWriter {

    static final int BASE = 40_000;

    private static final int MAX_REGISTERS = 1_000;
    private static final int NOT_IMPLEMENTED_UNSIGNED = 0xFFFF;
    private static final int NOT_IMPLEMENTED_SIGNED = 0x8000;
    private static final int END_MODEL = 0xFFFF;

    private final short[] registers = new short[MAX_REGISTERS];
    private int next;
    private int modelEnd;

    SunSpecWriter() {
        u32(0x5375_6E53L);
        modelEnd = next;
    }

    /**
     * Begins a model.
     *
     * @param length registers after the header; the next model must begin exactly there
     */
    SunSpecWriter model(int id, int length) {
        requireModelEnd();
        u16(id).u16(length);
        modelEnd = next + length;
        return this;
    }

    RegisterImage image() {
        requireModelEnd();
        u16(END_MODEL).u16(0);
        return RegisterImage.EMPTY.and(BASE, Arrays.copyOf(registers, next));
    }

    SunSpecWriter u16(long value) {
        if (value < 0 || value > 0xFFFF) {
            throw new IllegalArgumentException("not a uint16: " + value);
        }
        registers[next++] = (short) value;
        return this;
    }

    SunSpecWriter i16(long value) {
        if (value < Short.MIN_VALUE || value > Short.MAX_VALUE) {
            throw new IllegalArgumentException("not an int16: " + value);
        }
        registers[next++] = (short) value;
        return this;
    }

    /** A uint32, acc32 or bitfield32; wraps as an accumulator does. */
    SunSpecWriter u32(long value) {
        registers[next++] = (short) (value >>> 16);
        registers[next++] = (short) value;
        return this;
    }

    /** A scale factor: the value is the integer times ten to this power. */
    SunSpecWriter scale(int exponent) {
        return i16(exponent);
    }

    SunSpecWriter text(int length, String value) {
        byte[] bytes =
                Arrays.copyOf(value.getBytes(StandardCharsets.US_ASCII), length * Short.BYTES);
        for (int i = 0; i < bytes.length; i += Short.BYTES) {
            registers[next++] = (short) ((bytes[i] & 0xFF) << 8 | (bytes[i + 1] & 0xFF));
        }
        return this;
    }

    /** {@code count} unsigned registers, enumerations or bit fields that the device lacks. */
    SunSpecWriter lacking(int count) {
        for (int i = 0; i < count; i++) {
            u16(NOT_IMPLEMENTED_UNSIGNED);
        }
        return this;
    }

    /** {@code count} signed registers or scale factors that the device lacks. */
    SunSpecWriter lackingSigned(int count) {
        for (int i = 0; i < count; i++) {
            u16(NOT_IMPLEMENTED_SIGNED);
        }
        return this;
    }

    private void requireModelEnd() {
        if (next != modelEnd) {
            throw new IllegalStateException(
                    "model ends at %d, not at %d".formatted(next, modelEnd));
        }
    }
}
