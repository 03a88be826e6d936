package energy.peerwatt.edge.modbus;

import java.io.IOException;

/** An answer arrived that is not the answer to the request. */
final class RefusedAnswerException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What did not fit. */
    enum Reason {
        TRANSACTION,
        PROTOCOL,
        LENGTH,
        UNIT,
        FUNCTION,
        BYTE_COUNT,
        ECHO,
        CRC
    }

    private final Reason reason;

    RefusedAnswerException(Reason reason, int actual, int expected) {
        super(reason + " " + actual + ", not " + expected);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    static void expect(Reason reason, int actual, int expected) throws RefusedAnswerException {
        if (actual != expected) {
            throw new RefusedAnswerException(reason, actual, expected);
        }
    }
}
