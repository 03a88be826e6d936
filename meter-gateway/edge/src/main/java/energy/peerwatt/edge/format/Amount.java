package energy.peerwatt.edge.format;

import energy.peerwatt.edge.device.Decimal;
import energy.peerwatt.edge.device.RegisterValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A decimal as a device wrote it: {@code digits × 10^exponent} of the unit, exact.
 *
 * @param exponent 10^exponent of the unit is the step of what the device wrote
 */
public record Amount(long digits, int exponent, Unit unit) {

    /** The step of a register that shows no finer than the Wh that a reading carries, mWh. */
    public static final int FINEST_STEP = 1_000;

    /** 140 GWh or GW: a few of them still add up within a long. */
    private static final long LARGEST_MILLI = Long.MAX_VALUE >> 16;

    private static final int MAX_DIGITS = 18;
    private static final int MAX_TEXT = 40;
    private static final Pattern PLAIN = Pattern.compile("[+-]?\\d+(\\.\\d*)?");

    /**
     * A decimal with the digits it was written with, zeros at its end included.
     *
     * @throws RefusedException {@code NOT_A_NUMBER} beyond 18 digits
     */
    public static Amount of(BigDecimal value, Unit unit) throws RefusedException {
        if (value.signum() == 0 && value.scale() <= 0) {
            return new Amount(0, 0, unit);
        }
        if ((long) value.precision() - Math.min(0, value.scale()) > MAX_DIGITS) {
            return of(shortened(value), unit);
        }
        BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
        return new Amount(plain.unscaledValue().longValueExact(), -plain.scale(), unit);
    }

    /**
     * A plain decimal such as {@code 12.050}.
     *
     * @throws RefusedException {@code NOT_A_NUMBER}
     */
    public static Amount parse(String text, Unit unit) throws RefusedException {
        if (text.length() > MAX_TEXT || !PLAIN.matcher(text).matches()) {
            throw new RefusedException(Refusal.NOT_A_NUMBER);
        }
        return of(new BigDecimal(text.endsWith(".") ? text + "0" : text), unit);
    }

    /**
     * A register whose step is the last digit that was written.
     *
     * @throws RefusedException {@code NOT_A_NUMBER}, {@code NEGATIVE_REGISTER}, or {@code
     *     UNIT_UNKNOWN} if this is power
     */
    public RegisterValue register() throws RefusedException {
        return sum(List.of(this), stepMilliWh());
    }

    /** A register with a step that is known, mWh. */
    public RegisterValue register(int stepMilliWh) throws RefusedException {
        return sum(List.of(this), stepMilliWh);
    }

    /** The sum of partial registers: of phases, of tariffs. */
    public static RegisterValue sum(List<Amount> parts, int stepMilliWh) throws RefusedException {
        long sum = 0;
        for (Amount part : parts) {
            if (!part.unit.isEnergy()) {
                throw new RefusedException(Refusal.UNIT_UNKNOWN);
            }
            long milliWh = part.milli();
            // A negative phase or tariff must not hide in the sum.
            if (milliWh < 0) {
                throw new RefusedException(Refusal.NEGATIVE_REGISTER);
            }
            sum += milliWh;
        }
        return new RegisterValue(sum, Math.max(FINEST_STEP, stepMilliWh), 0);
    }

    /** The sum of partial registers whose step is the coarsest that was written. */
    public static RegisterValue sum(List<Amount> parts) throws RefusedException {
        int step = FINEST_STEP;
        for (Amount part : parts) {
            step = Math.max(step, part.stepMilliWh());
        }
        return sum(parts, step);
    }

    /**
     * Power in mW, rounded down.
     *
     * @throws RefusedException {@code NOT_A_NUMBER}, or {@code UNIT_UNKNOWN} if this is energy
     */
    public long milliwatts() throws RefusedException {
        if (unit.isEnergy()) {
            throw new RefusedException(Refusal.UNIT_UNKNOWN);
        }
        return milli();
    }

    private long milli() throws RefusedException {
        OptionalLong milli = Decimal.floor(digits, Math.addExact(exponent, unit.milliExponent()));
        if (milli.isEmpty() || Math.abs(milli.getAsLong()) > LARGEST_MILLI) {
            throw new RefusedException(Refusal.NOT_A_NUMBER);
        }
        return Math.floorDiv(milli.getAsLong(), unit.divisor());
    }

    private int stepMilliWh() {
        OptionalLong step = Decimal.floor(1, exponent + unit.milliExponent());
        long bounded = Math.min(step.orElse(Integer.MAX_VALUE), Integer.MAX_VALUE);
        return (int) Math.max(FINEST_STEP, bounded / unit.divisor());
    }

    /** A double written out has digits that mean nothing; what is beyond any meter stays so. */
    private static BigDecimal shortened(BigDecimal value) throws RefusedException {
        OptionalLong micro = Decimal.floor(value, 6);
        if (micro.isEmpty()) {
            throw new RefusedException(Refusal.NOT_A_NUMBER);
        }
        return BigDecimal.valueOf(micro.getAsLong(), 6);
    }
}
