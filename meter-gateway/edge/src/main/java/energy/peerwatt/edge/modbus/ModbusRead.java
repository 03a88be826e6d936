package energy.peerwatt.edge.modbus;

/**
 * A request for consecutive registers.
 *
 * @param unit 0 to 255
 * @param function 3 (holding registers) or 4 (input registers)
 * @param address of the first register, zero-based as on the wire
 * @param count 1 to {@value #MAX_COUNT}
 */
public record ModbusRead(int unit, int function, int address, int count) implements ModbusQuestion {

    /** Most registers in one request, Modbus Application Protocol V1.1b3 section 6.3. */
    public static final int MAX_COUNT = 125;

    public ModbusRead {
        if (unit < 0 || unit > 255) {
            throw new IllegalArgumentException("unit " + unit);
        }
        if (function != 3 && function != 4) {
            throw new IllegalArgumentException("function " + function);
        }
        if (count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException("count " + count);
        }
        if (address < 0 || address + count > 65_536) {
            throw new IllegalArgumentException("address " + address + ", count " + count);
        }
    }
}
