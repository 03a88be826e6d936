package energy.peerwatt.edge.modbus;

/** What a device said. A device that says nothing or nonsense is an exception instead. */
public sealed interface ModbusAnswer {

    /** The registers asked for. */
    record Registers(RegisterBlock block) implements ModbusAnswer {}

    /**
     * The device declined.
     *
     * @param exceptionCode 2 illegal address, 6 busy, and so on
     */
    record Declined(int exceptionCode) implements ModbusAnswer {}
}
