package energy.peerwatt.edge.modbus;

import java.util.List;

/**
 * New values of consecutive holding registers.
 *
 * @param unit 1 to 255; 0 would be a broadcast, which nobody confirms
 * @param function 6 (one register) or 16 (several)
 * @param address of the first register, zero-based as on the wire
 * @param words each 0 to 65,535; exactly one with function 6, at most {@value #MAX_COUNT} with 16
 */
public record ModbusWrite(int unit, int function, int address, List<Integer> words)
        implements ModbusQuestion {

    /** Most registers in one request, Modbus Application Protocol V1.1b3 section 6.12. */
    public static final int MAX_COUNT = 123;

    static final int SINGLE = 6;
    static final int MULTIPLE = 16;

    public ModbusWrite {
        words = List.copyOf(words);
        if (unit < 1 || unit > 255) {
            throw new IllegalArgumentException("unit " + unit);
        }
        if (function != SINGLE && function != MULTIPLE) {
            throw new IllegalArgumentException("function " + function);
        }
        int most = function == SINGLE ? 1 : MAX_COUNT;
        if (words.isEmpty() || words.size() > most) {
            throw new IllegalArgumentException("words " + words.size());
        }
        if (address < 0 || address + words.size() > 65_536) {
            throw new IllegalArgumentException("address " + address + ", count " + words.size());
        }
        for (int word : words) {
            if (word < 0 || word > 0xFFFF) {
                throw new IllegalArgumentException("word " + word);
            }
        }
    }
}
