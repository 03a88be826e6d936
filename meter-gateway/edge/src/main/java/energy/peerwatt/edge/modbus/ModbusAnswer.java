package energy.peerwatt.edge.modbus;

/** What a device said to a read. One that says nothing or nonsense is an exception instead. */
public sealed interface ModbusAnswer extends ModbusReply {

    /** The registers asked for. */
    record Registers(RegisterBlock block) implements ModbusAnswer {}

    /**
     * The device declined.
     *
     * @param exceptionCode 2 illegal address, 6 busy, and so on
     */
    record Declined(int exceptionCode) implements ModbusAnswer, WriteAnswer {}
}
