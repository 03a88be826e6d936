package energy.peerwatt.edge.modbus;

import energy.peerwatt.market.MarketException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Locale;

/**
 * Why a poll gave no value, as a label.
 *
 * @param kind {@code timeout}, {@code not-connected}, {@code connection-lost}, {@code refused-crc}
 *     and the like for answers that fail a check, {@code exception-2} and the like for what the
 *     device declines, {@code not-decoded} for the rest
 * @param hasAnswered whether the device said something
 */
public record ModbusFailure(String kind, boolean hasAnswered) {

    private static final ModbusFailure NOT_DECODED = new ModbusFailure("not-decoded", true);

    /** What a failure of a driver was. */
    public static ModbusFailure of(MarketException failure) {
        return switch (failure.getCause()) {
            case SocketTimeoutException _ -> new ModbusFailure("timeout", false);
            case NotConnectedException _ -> new ModbusFailure("not-connected", false);
            case RefusedAnswerException refused ->
                    new ModbusFailure("refused-" + label(refused.reason()), true);
            case DeclinedException declined ->
                    new ModbusFailure("exception-" + declined.code(), true);
            case IOException _ -> new ModbusFailure("connection-lost", false);
            case null, default -> NOT_DECODED;
        };
    }

    private static String label(RefusedAnswerException.Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
