package energy.peerwatt.edge.control;

import energy.peerwatt.edge.sunspec.Nameplate;
import energy.peerwatt.edge.sunspec.PointValue;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A power as percent of a reference, as devices want it. Exact; always rounded to the smaller
 * power.
 *
 * @param reference 100 %, in W, above 0
 * @param exponent one step of the register is {@code 10^exponent} percent
 */
record Share(PointValue.Scaled reference, int exponent) {

    Share {
        if (reference.raw() <= 0) {
            throw new IllegalArgumentException("reference " + reference);
        }
    }

    /** The largest register value that is not more than {@code watts}, at least 0. */
    long notAbove(long watts) {
        return BigDecimal.valueOf(watts)
                .movePointRight(2)
                .scaleByPowerOfTen(-exponent)
                .divide(Nameplate.amount(reference), 0, RoundingMode.DOWN)
                .longValueExact();
    }

    /** What a register value means in W, rounded towards 0. */
    long toWatts(long raw) {
        return Nameplate.amount(reference)
                .multiply(BigDecimal.valueOf(raw))
                .scaleByPowerOfTen(exponent)
                .movePointLeft(2)
                .setScale(0, RoundingMode.DOWN)
                .longValueExact();
    }

    /** Steps of one percent, at least one: what a device may round away. */
    long tolerance() {
        return exponent >= 0 ? 1 : BigDecimal.ONE.scaleByPowerOfTen(-exponent).longValueExact();
    }
}
