package energy.peerwatt.edge.testkit;

import com.ghgande.j2mod.modbus.procimg.Register;
import com.ghgande.j2mod.modbus.procimg.SimpleInputRegister;
import com.ghgande.j2mod.modbus.procimg.SimpleProcessImage;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import com.ghgande.j2mod.modbus.slave.ModbusSlave;
import com.ghgande.j2mod.modbus.slave.ModbusSlaveFactory;
import java.net.InetAddress;

/** A real j2mod slave on loopback. */
public final class ModbusSlaveServer implements AutoCloseable {

    private static final int CONNECTIONS = 10;

    private final int port;
    private final ModbusSlave slave;

    private ModbusSlaveServer(int port, ModbusSlave slave) {
        this.port = port;
        this.slave = slave;
    }

    /** A slave that speaks Modbus TCP. */
    public static ModbusSlaveServer start(int port) throws Exception {
        return start(port, false);
    }

    /** A slave that speaks RTU over TCP. */
    public static ModbusSlaveServer startRtu(int port) throws Exception {
        return start(port, true);
    }

    private static ModbusSlaveServer start(int port, boolean rtu) throws Exception {
        ModbusSlave slave =
                ModbusSlaveFactory.createTCPSlave(
                        InetAddress.getLoopbackAddress(), port, CONNECTIONS, rtu);
        slave.open();
        return new ModbusSlaveServer(port, slave);
    }

    public int port() {
        return port;
    }

    /** Holding registers of a unit, from an address on. */
    public ModbusSlaveServer holding(int unit, int address, int... words) {
        for (int i = 0; i < words.length; i++) {
            image(unit).addRegister(address + i, new SimpleRegister(words[i]));
        }
        return this;
    }

    /** A holding register of a unit that does with writes what a test wants. */
    public ModbusSlaveServer holding(int unit, int address, Register register) {
        image(unit).addRegister(address, register);
        return this;
    }

    /** What a holding register of a unit holds. */
    public int held(int unit, int address) {
        return image(unit).getRegister(address).getValue();
    }

    /** Input registers of a unit, from an address on. */
    public ModbusSlaveServer input(int unit, int address, int... words) {
        for (int i = 0; i < words.length; i++) {
            image(unit).addInputRegister(address + i, new SimpleInputRegister(words[i]));
        }
        return this;
    }

    @Override
    public void close() {
        ModbusSlaveFactory.close(slave);
    }

    private SimpleProcessImage image(int unit) {
        SimpleProcessImage image = (SimpleProcessImage) slave.getProcessImage(unit);
        if (image == null) {
            image = new SimpleProcessImage(unit);
            slave.addProcessImage(unit, image);
        }
        return image;
    }
}
