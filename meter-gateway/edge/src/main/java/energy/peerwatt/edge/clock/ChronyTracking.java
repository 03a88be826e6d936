package energy.peerwatt.edge.clock;

import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.metering.protocol.ClockState.Deviation;
import energy.peerwatt.metering.protocol.ClockState.Source;
import energy.peerwatt.metering.protocol.ClockState.Sync;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the chrony daemon says: one line of {@code chronyc -c tracking}. The clock is wrong by at
 * most |system time| + root dispersion + root delay / 2 (chronyc manual, command tracking).
 */
final class ChronyTracking {

    private static final int FIELDS = 14;
    private static final int SYSTEM_TIME = 4;
    private static final int ROOT_DELAY = 10;
    private static final int ROOT_DISPERSION = 11;
    private static final int LEAP_STATUS = 13;
    private static final int TIMEOUT_SECONDS = 2;

    private ChronyTracking() {}

    /** Asks the daemon; empty if there is none or it does not answer. */
    static Optional<ClockState> ask() throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder("chronyc", "-n", "-c", "tracking")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            byte[] answer = process.getInputStream().readAllBytes();
            return process.exitValue() == 0
                    ? parse(new String(answer, StandardCharsets.US_ASCII))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Reads the line; empty if it is no such line. */
    static Optional<ClockState> parse(String line) {
        String[] fields = line.strip().split(",", -1);
        if (fields.length != FIELDS) {
            return Optional.empty();
        }
        if (fields[LEAP_STATUS].equals("Not synchronised")) {
            return Optional.of(new ClockState(Source.CHRONY, Sync.NEVER, Optional.empty()));
        }
        try {
            // Positive is slow: the clock shows less than true time.
            BigDecimal offset = new BigDecimal(fields[SYSTEM_TIME]).negate();
            BigDecimal uncertainty =
                    new BigDecimal(fields[ROOT_DELAY])
                            .divide(BigDecimal.TWO)
                            .add(new BigDecimal(fields[ROOT_DISPERSION]));
            Deviation deviation =
                    new Deviation(
                            millis(offset, RoundingMode.HALF_UP),
                            millis(uncertainty, RoundingMode.CEILING) + 1);
            return Optional.of(
                    new ClockState(Source.CHRONY, Sync.SYNCHRONISED, Optional.of(deviation)));
        } catch (ArithmeticException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static int millis(BigDecimal seconds, RoundingMode rounding) {
        return seconds.movePointRight(3).setScale(0, rounding).intValueExact();
    }
}
