package energy.peerwatt.edge.modbus;

/** The registers of one unit. */
@FunctionalInterface
public interface RegisterSource {

    /**
     * Reads registers in one request, so that they are of one moment.
     *
     * @param function 3 or 4
     * @param address zero-based
     * @param count 1 to {@link ModbusRead#MAX_COUNT}
     * @throws energy.peerwatt.market.MarketException if the device does not answer or the answer
     *     fails a check
     */
    ModbusAnswer read(int function, int address, int count);
}
