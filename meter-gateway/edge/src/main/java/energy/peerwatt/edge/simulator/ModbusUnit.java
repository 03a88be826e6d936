package energy.peerwatt.edge.simulator;

import com.ghgande.j2mod.modbus.procimg.IllegalAddressException;
import com.ghgande.j2mod.modbus.procimg.InputRegister;
import com.ghgande.j2mod.modbus.procimg.Register;
import com.ghgande.j2mod.modbus.procimg.SimpleInputRegister;
import com.ghgande.j2mod.modbus.procimg.SimpleProcessImage;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;

/**
 * One Modbus unit that answers every request from one complete image.
 *
 * <p>The image is replaced as a whole by the simulator's thread while connection threads read, so
 * an answer never mixes two refreshes. Writes by a client are acknowledged and forgotten.
 */
final class ModbusUnit extends SimpleProcessImage {

    /** The function code a unit answers. */
    enum Table {
        /** Function code 3. */
        HOLDING,
        /** Function code 4. */
        INPUT
    }

    private final Table table;
    private volatile RegisterImage image;

    ModbusUnit(int unit, Table table, RegisterImage image) {
        super(unit);
        this.table = table;
        this.image = image;
    }

    void show(RegisterImage next) {
        image = next;
    }

    @Override
    public InputRegister[] getInputRegisterRange(int offset, int count) {
        short[] values = read(Table.INPUT, offset, count);
        InputRegister[] registers = new InputRegister[count];
        for (int i = 0; i < count; i++) {
            registers[i] = new SimpleInputRegister(Short.toUnsignedInt(values[i]));
        }
        return registers;
    }

    @Override
    public Register[] getRegisterRange(int offset, int count) {
        short[] values = read(Table.HOLDING, offset, count);
        Register[] registers = new Register[count];
        for (int i = 0; i < count; i++) {
            registers[i] = new SimpleRegister(Short.toUnsignedInt(values[i]));
        }
        return registers;
    }

    private short[] read(Table asked, int offset, int count) {
        if (asked != table) {
            throw new IllegalAddressException("unit answers " + table + " registers only");
        }
        return image.read(offset, count)
                .orElseThrow(() ->
                        new IllegalAddressException(
                                "no %d registers at %d".formatted(count, offset)));
    }
}
