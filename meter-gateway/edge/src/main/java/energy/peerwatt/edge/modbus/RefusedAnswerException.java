package energy.peerwatt.edge.modbus;

import java.io.IOException;

/** An answer arrived that is not the answer to the request. */
final class RefusedAnswerException extends IOException {

    private static final long serialVersionUID = 1L;

    RefusedAnswerException(String message) {
        super(message);
    }
}
