package energy.peerwatt.edge.modbus;

/** One question to one unit. */
public sealed interface ModbusQuestion permits ModbusRead, ModbusWrite {

    /** 0 to 255. */
    int unit();

    /** 3, 4, 6 or 16. */
    int function();

    /** Of the first register, zero-based as on the wire. */
    int address();
}
