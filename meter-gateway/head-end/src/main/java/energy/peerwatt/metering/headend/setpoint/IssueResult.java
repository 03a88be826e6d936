package energy.peerwatt.metering.headend.setpoint;

/** What became of an order to a device. */
public sealed interface IssueResult {

    /** It will be sent until it is answered or expires. */
    record Issued(SetpointCommand command) implements IssueResult {}

    /** Nothing was changed. */
    record Refused(Refusal reason) implements IssueResult {}

    /** Why an order is refused. */
    enum Refusal {
        /** The member does not let the market control devices. */
        NO_CONSENT,
        /** No gateway reports the metering point. */
        NO_GATEWAY,
        /** It has expired already, or would hold too long. */
        EXPIRY
    }
}
