package energy.peerwatt.metering.headend.setpoint;

import energy.peerwatt.metering.protocol.SetpointPlan;
import energy.peerwatt.metering.protocol.SetpointReport;
import java.time.Instant;
import java.util.Optional;

/**
 * A plan on its way, and what became of it.
 *
 * @param id of this command
 * @param issuedBy login of who ordered it
 * @param sends how often it was sent
 * @param sentAt market time of the last time
 * @param report the gateway's newest; empty if it has not answered
 */
public record SetpointCommand(
        long id,
        SetpointPlan plan,
        String issuedBy,
        State state,
        int sends,
        Optional<Instant> sentAt,
        Optional<SetpointReport> report) {

    /** State of a command. */
    public enum State {
        /** Not sent yet. */
        ISSUED,
        /** Sent, not answered; it is sent again. */
        SENT,
        /** The gateway keeps it and carries it out; its report says how far. */
        ACCEPTED,
        /** The gateway refused it; its report says why. */
        REFUSED,
        /** It was accepted and holds no more; the report says why. */
        ENDED,
        /** Nobody answered before it expired. */
        EXPIRED,
        /** A newer plan was issued before anybody answered. */
        SUPERSEDED
    }
}
