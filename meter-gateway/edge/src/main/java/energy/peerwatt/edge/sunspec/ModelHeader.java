package energy.peerwatt.edge.sunspec;

/**
 * Where a device says a model is.
 *
 * @param id model number, such as 103
 * @param address of the register that holds the id
 * @param length registers after the header, as reported, which may be wrong
 */
public record ModelHeader(int id, int address, int length) {

    static final int REGISTERS = 2;

    int firstPoint() {
        return address + REGISTERS;
    }

    int next() {
        return address + REGISTERS + length;
    }
}
