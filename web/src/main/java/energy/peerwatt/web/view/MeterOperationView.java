package energy.peerwatt.web.view;

import energy.peerwatt.metering.headend.store.OperationRecord;
import java.time.Instant;

/**
 * What an operator told of a meter.
 *
 * @param outcome DONE, or why nothing changed
 */
public record MeterOperationView(
        Instant at,
        String login,
        String channel,
        String operation,
        String detail,
        String reason,
        String outcome) {

    public static MeterOperationView of(OperationRecord told) {
        return new MeterOperationView(
                told.actor().at(),
                told.actor().login(),
                told.register().channel().name(),
                told.operation(),
                told.detail(),
                told.actor().reason(),
                told.outcome());
    }
}
