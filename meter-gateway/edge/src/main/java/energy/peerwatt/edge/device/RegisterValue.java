package energy.peerwatt.edge.device;

/**
 * A cumulative energy register as a device shows it.
 *
 * @param milliWh at least 0
 * @param resolutionMilliWh step of the register, at least 1
 * @param wrapMilliWh where the register starts again from 0; 0 if it never does
 */
public record RegisterValue(long milliWh, int resolutionMilliWh, long wrapMilliWh) {

    public RegisterValue {
        if (milliWh < 0 || resolutionMilliWh < 1 || wrapMilliWh < 0) {
            throw new IllegalArgumentException(
                    milliWh + " mWh, step " + resolutionMilliWh + ", wrap " + wrapMilliWh);
        }
    }

    /** A register in whole Wh that does not wrap. */
    public static RegisterValue ofWattHours(long wattHours) {
        return new RegisterValue(Math.multiplyExact(wattHours, 1_000L), 1_000, 0);
    }

    /** The sum of two registers, with the steps of both; a wrap of one is not followed. */
    RegisterValue plus(RegisterValue other) {
        return new RegisterValue(
                Math.addExact(milliWh, other.milliWh),
                Math.addExact(resolutionMilliWh, other.resolutionMilliWh),
                0);
    }
}
