package energy.peerwatt.metering.protocol.ocmf;

/** A record that is not to be believed. */
public final class OcmfException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Not the JSON object that was expected. */
        NOT_JSON,
        /** The bytes do not follow the format. */
        MALFORMED,
        /** A register is no number. */
        NOT_A_NUMBER,
        /** The meter calls its own value invalid or reports an error. */
        DEVICE_ERROR,
        /** The signature does not fit the bytes. */
        SIGNATURE_WRONG,
        /** The way of signing is not known or not allowed. */
        SIGNATURE_UNKNOWN
    }

    private final Reason reason;

    OcmfException(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
