package energy.peerwatt.edge.modbus;

import java.io.IOException;

/** The device answered that it cannot do what it was asked. */
public final class DeclinedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * It declined.
     *
     * @param code Modbus exception code
     */
    public DeclinedException(int code) {
        super("declined with exception " + code);
        this.code = code;
    }

    int code() {
        return code;
    }
}
