package energy.peerwatt.edge.simulator;

import com.ghgande.j2mod.modbus.procimg.IllegalAddressException;
import com.ghgande.j2mod.modbus.procimg.InputRegister;
import com.ghgande.j2mod.modbus.procimg.Register;
import com.ghgande.j2mod.modbus.procimg.SimpleInputRegister;
import com.ghgande.j2mod.modbus.procimg.SimpleProcessImage;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import java.util.Optional;

/**
 * One Modbus unit that answers every request from one complete image.
 *
 * <p>The image is replaced as a whole by the simulator's thread while connection threads read, so
 * an answer never mixes two refreshes. Registers that take no writes decline them.
 */
final class ModbusUnit extends SimpleProcessImage {

    /** The function code a unit answers. */
    enum Table {
        /** Function code 3. */
        HOLDING,
        /** Function code 4. */
        INPUT
    }

    /** Takes what a client writes. */
    @FunctionalInterface
    interface Writes {

        /** Declines every write. */
        Writes NONE = (_, _, _) -> Optional.empty();

        /** One register: what the unit shows then; empty if it takes no writes. */
        Optional<RegisterImage> write(RegisterImage image, int address, int word);
    }

    private final Table table;
    private final Writes writes;
    private volatile RegisterImage image;

    ModbusUnit(int unit, Table table, RegisterImage image, Writes writes) {
        super(unit);
        this.table = table;
        this.image = image;
        this.writes = writes;
    }

    synchronized void show(RegisterImage next) {
        image = next;
    }

    /** What is written is read back at once, and in every image to come. */
    private synchronized void write(int address, int word) {
        image =
                writes.write(image, address, word)
                        .orElseThrow(() ->
                                new IllegalAddressException(
                                        "register %d does not take %d".formatted(address, word)));
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
            registers[i] = new Written(offset + i, values[i]);
        }
        return registers;
    }

    @Override
    public Register getRegister(int address) {
        return getRegisterRange(address, 1)[0];
    }

    /** A register through which j2mod writes. */
    private final class Written extends SimpleRegister {

        private final int address;

        /** The constructor above sets the value before there is anything to write to. */
        private final boolean isMade;

        Written(int address, short value) {
            super(Short.toUnsignedInt(value));
            this.address = address;
            isMade = true;
        }

        @Override
        public synchronized void setValue(int word) {
            if (isMade) {
                write(address, word & 0xFFFF);
            }
            super.setValue(word);
        }

        @Override
        public synchronized void setValue(byte[] bytes) {
            setValue((bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF));
        }
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
