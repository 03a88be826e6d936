package energy.peerwatt.edge.sunspec;

/**
 * Where a device says a model is.
 *
 * @param function 3 or 4, which the device answers there
 * @param id model number, such as 103
 * @param address of the register that holds the id
 * @param length registers after the header, as reported, which may be wrong
 */
public record ModelHeader(int function, int id, int address, int length) {

    static final int HOLDING_REGISTERS = 3;
    static final int REGISTERS = 2;

    /** A model in the holding registers. */
    public ModelHeader(int id, int address, int length) {
        this(HOLDING_REGISTERS, id, address, length);
    }

    int firstPoint() {
        return address + REGISTERS;
    }

    int next() {
        return address + REGISTERS + length;
    }
}
