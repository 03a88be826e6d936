package energy.peerwatt.metering.headend.store;

/** A gateway's keys or points changed between looking at them and storing; look again. */
final class GatewayChangedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    GatewayChangedException() {
        // No stack trace: it is a question to ask again, not a failure.
        super("the gateway's keys or points changed meanwhile", null, false, false);
    }
}
