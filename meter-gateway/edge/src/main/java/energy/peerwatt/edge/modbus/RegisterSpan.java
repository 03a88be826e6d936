package energy.peerwatt.edge.modbus;

/**
 * Registers that belong together, such as the two words of a 32-bit value: always read in one
 * request.
 *
 * @param function 3 or 4
 * @param address of the first register, zero-based as on the wire
 * @param count 1 to {@link ModbusRead#MAX_COUNT}
 */
public record RegisterSpan(int function, int address, int count) {

    public RegisterSpan {
        ModbusRead _ = new ModbusRead(0, function, address, count);
    }

    int end() {
        return address + count;
    }

    /** Whether a register is in both. */
    public boolean overlaps(RegisterSpan other) {
        return function == other.function && address < other.end() && other.address < end();
    }
}
