package energy.peerwatt.edge.modbus;

/** What a device said to a write. */
public sealed interface WriteAnswer extends ModbusReply
        permits WriteAnswer.Written, ModbusAnswer.Declined {

    /** The device confirmed; whether it obeys, only reading back tells. */
    record Written() implements WriteAnswer {}
}
