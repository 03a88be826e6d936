package energy.peerwatt.metering.headend;

import energy.peerwatt.market.Quality;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The register at a boundary, from the last usable reading at or before it and the first at or
 * after it.
 *
 * <p>Equal registers give the exact value. Otherwise the value is interpolated by market time,
 * rounded once, half up. A bracket of at most {@link #ACTUAL_BRACKET} is a measurement, a longer
 * one an estimate. Later boundaries never get smaller values, so interval values are never negative
 * and their sum is always the difference of the registers. Readings count the energy so far: where
 * a register starts again, what it showed before is already added.
 */
public final class BoundaryRule {

    /** Longest bracket whose interpolated value still counts as measured, in market time. */
    public static final Duration ACTUAL_BRACKET = Duration.ofSeconds(60);

    private BoundaryRule() {}

    /**
     * The value at {@code boundary}.
     *
     * @param across where the register starts again between the two readings
     * @throws IllegalArgumentException if the readings do not enclose the boundary or descend
     */
    public static BoundaryValue at(
            Instant boundary,
            RegisterReading before,
            RegisterReading after,
            List<RegisterChange> across) {
        if (before.at().isAfter(boundary) || after.at().isBefore(boundary)) {
            throw new IllegalArgumentException(
                    before + " and " + after + " do not enclose " + boundary);
        }
        long difference = after.registerWh() - before.registerWh();
        if (difference < 0) {
            throw new IllegalArgumentException("register descends: " + before + ", " + after);
        }
        Set<ValueReason> reasons = EnumSet.noneOf(ValueReason.class);
        Duration bracket = Duration.between(before.at(), after.at());
        if (difference > 0 && bracket.compareTo(ACTUAL_BRACKET) > 0) {
            reasons.add(ValueReason.GAP);
        }
        Quality quality = reasons.isEmpty() ? Quality.ACTUAL : Quality.ESTIMATED;
        long uncertainty = difference;
        for (RegisterChange change : across) {
            reasons.add(change.reason());
            quality = quality.worst(change.quality());
            uncertainty = Math.max(uncertainty, change.uncertaintyWh());
        }
        long value = before.registerWh() + elapsedShare(boundary, before, difference, bracket);
        return new BoundaryValue(boundary, value, quality, uncertainty, reasons);
    }

    private static long elapsedShare(
            Instant boundary, RegisterReading before, long difference, Duration bracket) {
        return difference == 0
                ? 0
                : share(
                        difference,
                        Duration.between(before.at(), boundary).toMillis(),
                        bracket.toMillis());
    }

    /** {@code amount * part / whole}, rounded half up; 0 <= part <= whole, whole > 0. */
    static long share(long amount, long part, long whole) {
        long low = amount * part;
        if (Math.multiplyHigh(amount, part) != 0 || low < 0) {
            return wideShare(amount, part, whole);
        }
        long quotient = low / whole;
        long remainder = low % whole;
        return remainder >= whole - remainder ? quotient + 1 : quotient;
    }

    private static long wideShare(long amount, long part, long whole) {
        BigInteger twice =
                BigInteger.valueOf(amount).multiply(BigInteger.valueOf(part)).shiftLeft(1);
        BigInteger divisor = BigInteger.valueOf(whole);
        return twice.add(divisor).divide(divisor.shiftLeft(1)).longValueExact();
    }
}
