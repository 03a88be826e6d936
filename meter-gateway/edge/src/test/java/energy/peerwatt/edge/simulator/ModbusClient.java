package energy.peerwatt.edge.simulator;

import com.ghgande.j2mod.modbus.ModbusException;
import com.ghgande.j2mod.modbus.io.ModbusTCPTransaction;
import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import com.ghgande.j2mod.modbus.msg.ReadInputRegistersRequest;
import com.ghgande.j2mod.modbus.msg.ReadInputRegistersResponse;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersRequest;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersResponse;
import com.ghgande.j2mod.modbus.net.TCPMasterConnection;
import com.ghgande.j2mod.modbus.procimg.InputRegister;
import java.net.InetAddress;

/** A real Modbus TCP client. */
final class ModbusClient implements AutoCloseable {

    private final TCPMasterConnection connection;

    ModbusClient(int port) throws Exception {
        connection = new TCPMasterConnection(InetAddress.getLoopbackAddress());
        connection.setPort(port);
        connection.setTimeout(2_000);
        connection.connect();
    }

    /** Function code 3. */
    short[] holding(int unit, int address, int count) throws ModbusException {
        ModbusTCPTransaction transaction =
                execute(unit, new ReadMultipleRegistersRequest(address, count));
        return values(((ReadMultipleRegistersResponse) transaction.getResponse()).getRegisters());
    }

    /** Function code 4. */
    short[] input(int unit, int address, int count) throws ModbusException {
        ModbusTCPTransaction transaction =
                execute(unit, new ReadInputRegistersRequest(address, count));
        return values(((ReadInputRegistersResponse) transaction.getResponse()).getRegisters());
    }

    /** An SDM630 energy register in Wh. */
    long wattHours(int unit, int address) throws ModbusException {
        return wattHours(input(unit, address, 2), 0);
    }

    static long wattHours(short[] registers, int offset) {
        int bits = (registers[offset] & 0xFFFF) << 16 | (registers[offset + 1] & 0xFFFF);
        return Math.round(Float.intBitsToFloat(bits) * 1_000.0);
    }

    private ModbusTCPTransaction execute(int unit, ModbusRequest request) throws ModbusException {
        request.setUnitID(unit);
        ModbusTCPTransaction transaction = new ModbusTCPTransaction(connection);
        transaction.setRetries(1);
        transaction.setRequest(request);
        transaction.execute();
        return transaction;
    }

    private static short[] values(InputRegister[] registers) {
        short[] values = new short[registers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = registers[i].toShort();
        }
        return values;
    }

    @Override
    public void close() {
        connection.close();
    }
}
