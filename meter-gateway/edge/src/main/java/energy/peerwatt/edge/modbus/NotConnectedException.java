package energy.peerwatt.edge.modbus;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** There is no connection to the device. */
final class NotConnectedException extends IOException {

    private static final long serialVersionUID = 1L;

    NotConnectedException(String why, @Nullable Throwable cause) {
        super(why, cause);
    }
}
