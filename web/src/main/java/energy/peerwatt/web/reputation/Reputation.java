package energy.peerwatt.web.reputation;

import energy.peerwatt.metering.headend.check.Check;
import energy.peerwatt.metering.headend.check.Severity;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * What is on record of a metering point and its member over a span of time.
 *
 * @param from first interval start, inclusive
 * @param to last interval start, exclusive
 */
public record Reputation(
        Instant from, Instant to, Delivery delivery, Quality quality, Anomalies anomalies) {

    private static final int PERMILLE = 1_000;

    /**
     * How much of what was sold in settled intervals was delivered.
     *
     * @param soldWh by trades as seller
     * @param deliveredWh of these, as settled
     */
    public record Delivery(long soldWh, long deliveredWh) {

        /** Permille, rounded down; empty if nothing was sold. */
        public OptionalInt permille() {
            return soldWh == 0
                    ? OptionalInt.empty()
                    : OptionalInt.of(Math.toIntExact(deliveredWh * PERMILLE / soldWh));
        }
    }

    /**
     * How many import and export values were measured.
     *
     * @param values all
     */
    public record Quality(long actual, long substituted, long estimated, long values) {

        /** Permille of measured ones, rounded down; empty if there are no values. */
        public OptionalInt permille() {
            return values == 0
                    ? OptionalInt.empty()
                    : OptionalInt.of(Math.toIntExact(actual * PERMILLE / values));
        }
    }

    /**
     * What checks found and nobody has withdrawn.
     *
     * @param score 0 is best, 100 worst: the sum of the reasons' points, at most 100
     */
    public record Anomalies(int score, List<Reason> reasons) {}

    /**
     * Findings of one check.
     *
     * @param count how many
     * @param points what they add to the score
     * @param last start of the interval of the newest
     */
    public record Reason(Check check, Severity severity, int count, int points, Instant last) {}
}
