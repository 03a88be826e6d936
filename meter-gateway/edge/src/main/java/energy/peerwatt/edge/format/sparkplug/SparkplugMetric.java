package energy.peerwatt.edge.format.sparkplug;

import energy.peerwatt.edge.format.Amount;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import energy.peerwatt.edge.format.Unit;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One metric.
 *
 * @param name only births must have it
 * @param alias stands for the name after the birth
 * @param timestamp ms since 1970
 * @param datatype see the specification, 6.4.16; only births must have it
 * @param historical true if it was measured earlier and does not say what is now
 * @param isNull true if the device says that there is no value
 */
public record SparkplugMetric(
        Optional<String> name,
        OptionalLong alias,
        OptionalLong timestamp,
        OptionalInt datatype,
        boolean historical,
        boolean isNull,
        MetricValue value) {

    private static final int INT8 = 1;
    private static final int INT16 = 2;
    private static final int INT32 = 3;
    private static final int INT64 = 4;
    private static final int UINT8 = 5;
    private static final int UINT16 = 6;
    private static final int UINT32 = 7;
    private static final int UINT64 = 8;
    private static final int FLOAT = 9;
    private static final int DOUBLE = 10;

    /**
     * The value as a number of a type, as the birth declared it.
     *
     * @throws RefusedException {@code ABSENT} or {@code NOT_A_NUMBER}
     */
    public Amount amount(int declaredType, Unit unit) throws RefusedException {
        if (isNull) {
            throw new RefusedException(Refusal.ABSENT);
        }
        return switch (value) {
            case MetricValue.Bits(long bits) ->
                    Amount.of(BigDecimal.valueOf(whole(declaredType, bits)), unit);
            case MetricValue.FloatBits(int bits) when declaredType == FLOAT ->
                    real(Float.intBitsToFloat(bits), unit);
            case MetricValue.DoubleBits(long bits) when declaredType == DOUBLE ->
                    real(Double.longBitsToDouble(bits), unit);
            default -> throw new RefusedException(Refusal.NOT_A_NUMBER);
        };
    }

    private static long whole(int type, long bits) throws RefusedException {
        long value =
                switch (type) {
                    case INT8 -> (byte) bits;
                    case INT16 -> (short) bits;
                    case INT32 -> (int) bits;
                    case UINT8 -> bits & 0xFFL;
                    case UINT16 -> bits & 0xFFFFL;
                    case UINT32 -> bits & 0xFFFF_FFFFL;
                    case INT64, UINT64 -> bits;
                    default -> throw new RefusedException(Refusal.NOT_A_NUMBER);
                };
        if (type == UINT64 && value < 0) {
            throw new RefusedException(Refusal.NOT_A_NUMBER);
        }
        return value;
    }

    /** NaN and infinities: the device says that it does not know. */
    private static Amount real(double value, Unit unit) throws RefusedException {
        if (!Double.isFinite(value)) {
            throw new RefusedException(Refusal.ABSENT);
        }
        return Amount.of(new BigDecimal(value), unit);
    }
}
