package energy.peerwatt.edge.modbus;

import java.util.List;

/** The registers of one unit behind an endpoint. Safe for use by several threads. */
public final class ModbusUnit implements RegisterSource {

    private final ModbusEndpoint endpoint;
    private final int unit;

    ModbusUnit(ModbusEndpoint endpoint, int unit) {
        this.endpoint = endpoint;
        this.unit = unit;
    }

    @Override
    public ModbusAnswer read(int function, int address, int count) {
        return endpoint.read(new ModbusRead(unit, function, address, count));
    }

    /** Another unit behind the same endpoint. */
    public ModbusUnit sibling(int number) {
        return new ModbusUnit(endpoint, number);
    }

    /**
     * Writes registers. That the device confirms does not mean that it obeys: read back.
     *
     * @param function 6 or 16
     * @param address zero-based
     * @throws energy.peerwatt.market.MarketException if the device does not answer or the answer
     *     fails a check; the registers may have been written all the same
     */
    public WriteAnswer write(int function, int address, Integer... words) {
        return endpoint.write(new ModbusWrite(unit, function, address, List.of(words)));
    }
}
