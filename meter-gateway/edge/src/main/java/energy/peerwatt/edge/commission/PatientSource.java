package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.modbus.ModbusAnswer;
import energy.peerwatt.edge.modbus.RegisterSource;
import energy.peerwatt.market.MarketException;
import java.net.SocketTimeoutException;

/**
 * A unit while it is being found out what it is: some say nothing when asked for registers that
 * they do not have, so one silence is taken as "declined". Several in a row are not.
 */
final class PatientSource implements RegisterSource {

    /** As the standard says that a register does not exist. */
    private static final int ILLEGAL_ADDRESS = 2;

    private static final int MOST_SILENCES = 3;

    private final RegisterSource unit;
    private int silences;

    PatientSource(RegisterSource unit) {
        this.unit = unit;
    }

    @Override
    public ModbusAnswer read(int function, int address, int count) {
        try {
            ModbusAnswer answer = unit.read(function, address, count);
            silences = 0;
            return answer;
        } catch (MarketException e) {
            if (!isSilence(e) || ++silences >= MOST_SILENCES) {
                throw e;
            }
            return new ModbusAnswer.Declined(ILLEGAL_ADDRESS);
        }
    }

    /** Whether a unit was asked and said nothing, unlike a connection that failed. */
    static boolean isSilence(MarketException failure) {
        return failure.getCause() instanceof SocketTimeoutException;
    }
}
