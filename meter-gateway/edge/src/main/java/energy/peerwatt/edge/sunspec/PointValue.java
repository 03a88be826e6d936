package energy.peerwatt.edge.sunspec;

import java.math.BigDecimal;
import java.math.BigInteger;

/** The value of an implemented point. */
public sealed interface PointValue {

    /**
     * {@code raw × 10^exponent} in the unit of the point.
     *
     * @param exponent the scale factor, -10 to 10; 0 if the point has none
     */
    record Scaled(long raw, int exponent) implements PointValue {}

    /**
     * A floating point number, neither NaN nor infinite.
     *
     * @param bits of a {@code double}; widening a {@code float} changes nothing
     */
    record Real(long bits) implements PointValue {

        /** Exactly, in the unit of the point. */
        public BigDecimal value() {
            return new BigDecimal(Double.longBitsToDouble(bits));
        }
    }

    /** {@code raw × 10^exponent} of more than 63 bits; no energy that exists. */
    record Beyond(BigInteger raw, int exponent) implements PointValue {}

    /**
     * An accumulator that shows 0: it counted nothing yet, or the device does not have it. The
     * standard cannot tell; only that it later shows more does.
     */
    record ZeroOrAbsent() implements PointValue {}

    /** Characters without the trailing NUL. */
    record Text(String value) implements PointValue {}
}
