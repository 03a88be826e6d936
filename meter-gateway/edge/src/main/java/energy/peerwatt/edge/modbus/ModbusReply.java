package energy.peerwatt.edge.modbus;

/** What came back for a {@link ModbusQuestion}. */
sealed interface ModbusReply permits ModbusAnswer, WriteAnswer {}
