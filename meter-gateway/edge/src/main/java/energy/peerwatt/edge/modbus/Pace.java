package energy.peerwatt.edge.modbus;

import java.time.Duration;

/**
 * How fast the devices behind one socket may be asked. Wall time.
 *
 * @param timeout for an answer until the unit's own is known
 * @param connectDelay between connecting and the first request
 * @param requestDelay between an answer and the next request
 */
public record Pace(Duration timeout, Duration connectDelay, Duration requestDelay) {

    public Pace {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout " + timeout);
        }
        if (connectDelay.isNegative() || requestDelay.isNegative()) {
            throw new IllegalArgumentException("delay " + connectDelay + ", " + requestDelay);
        }
    }

    /** Without pauses. */
    public static Pace of(Duration timeout) {
        return new Pace(timeout, Duration.ZERO, Duration.ZERO);
    }

    /** The more patient of the two in each respect: devices that share a socket. */
    public Pace and(Pace other) {
        return new Pace(
                longer(timeout, other.timeout),
                longer(connectDelay, other.connectDelay),
                longer(requestDelay, other.requestDelay));
    }

    /** The pauses of devices whose time passes faster than the wall's: a simulated market's. */
    public Pace at(int speed) {
        return new Pace(timeout, connectDelay.dividedBy(speed), requestDelay.dividedBy(speed));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
