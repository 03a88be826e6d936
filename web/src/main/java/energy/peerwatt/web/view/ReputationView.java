package energy.peerwatt.web.view;

import energy.peerwatt.web.reputation.Reputation;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a metering point's reputation is made of.
 *
 * @param deliveryPermille delivered of what was sold; null if nothing was
 * @param actualPermille measured of all values; null if there are none
 * @param anomalyScore 0 is best, 100 worst: the sum of the reasons' points
 */
public record ReputationView(
        Instant from,
        Instant to,
        long soldWh,
        long deliveredWh,
        @Nullable Integer deliveryPermille,
        long values,
        long actualValues,
        long substitutedValues,
        long estimatedValues,
        @Nullable Integer actualPermille,
        int anomalyScore,
        List<Reason> reasons) {

    /**
     * Findings of one check.
     *
     * @param severity of the worst
     * @param points what they add to the score
     * @param last start of the interval of the newest
     */
    public record Reason(String check, String severity, int count, int points, Instant last) {}

    public static ReputationView of(Reputation reputation) {
        return new ReputationView(
                reputation.from(),
                reputation.to(),
                reputation.delivery().soldWh(),
                reputation.delivery().deliveredWh(),
                boxed(reputation.delivery().permille()),
                reputation.quality().values(),
                reputation.quality().actual(),
                reputation.quality().substituted(),
                reputation.quality().estimated(),
                boxed(reputation.quality().permille()),
                reputation.anomalies().score(),
                reputation.anomalies().reasons().stream().map(ReputationView::reason).toList());
    }

    private static Reason reason(Reputation.Reason reason) {
        return new Reason(
                reason.check().name(),
                reason.severity().name(),
                reason.count(),
                reason.points(),
                reason.last());
    }

    private static @Nullable Integer boxed(OptionalInt value) {
        return value.isEmpty() ? null : value.getAsInt();
    }
}
