package energy.peerwatt.edge.modbus;

import static energy.peerwatt.edge.modbus.RefusedAnswerException.expect;

import com.ghgande.j2mod.modbus.Modbus;
import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import com.ghgande.j2mod.modbus.msg.ReadInputRegistersRequest;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersRequest;
import com.ghgande.j2mod.modbus.msg.WriteMultipleRegistersRequest;
import com.ghgande.j2mod.modbus.msg.WriteSingleRegisterRequest;
import com.ghgande.j2mod.modbus.procimg.Register;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import energy.peerwatt.edge.modbus.RefusedAnswerException.Reason;
import java.nio.ByteBuffer;

/** The part of a message that does not depend on the framing: function code and what follows it. */
final class Pdu {

    private static final int DECLINED_BYTES = 2;
    private static final int ECHO_BYTES = 5;

    private Pdu() {}

    /** Function code and data of a request. */
    static byte[] encode(ModbusQuestion request) {
        byte[] data = message(request).getMessage();
        return ByteBuffer.allocate(1 + data.length)
                .put((byte) request.function())
                .put(data)
                .array();
    }

    /**
     * Length of an answer, from its first two bytes.
     *
     * @throws RefusedAnswerException if these cannot begin the answer to the request
     */
    static int length(ModbusQuestion request, int function, int next)
            throws RefusedAnswerException {
        if (function == (request.function() | Modbus.EXCEPTION_OFFSET)) {
            return DECLINED_BYTES;
        }
        expect(Reason.FUNCTION, function, request.function());
        return switch (request) {
            case ModbusRead read -> {
                expect(Reason.BYTE_COUNT, next, 2 * read.count());
                yield 2 + next;
            }
            case ModbusWrite _ -> ECHO_BYTES;
        };
    }

    /**
     * The answer to a request.
     *
     * @param pdu function code and data
     * @throws RefusedAnswerException if it is not the answer to this request
     */
    static ModbusReply decode(ModbusQuestion request, byte[] pdu) throws RefusedAnswerException {
        if (pdu.length < DECLINED_BYTES) {
            throw new RefusedAnswerException(Reason.LENGTH, pdu.length, DECLINED_BYTES);
        }
        int function = pdu[0] & 0xFF;
        expect(Reason.LENGTH, pdu.length, length(request, function, pdu[1] & 0xFF));
        if (function != request.function()) {
            return new ModbusAnswer.Declined(pdu[1] & 0xFF);
        }
        return switch (request) {
            case ModbusRead read -> registers(read, pdu);
            case ModbusWrite write -> confirmed(write, pdu);
        };
    }

    private static ModbusAnswer registers(ModbusRead read, byte[] pdu) {
        short[] words = new short[read.count()];
        ByteBuffer.wrap(pdu, 2, pdu.length - 2).asShortBuffer().get(words);
        return new ModbusAnswer.Registers(new RegisterBlock(read.address(), words));
    }

    /** The echo repeats the address, and the value or the number of registers. */
    private static WriteAnswer confirmed(ModbusWrite write, byte[] pdu)
            throws RefusedAnswerException {
        ByteBuffer echo = ByteBuffer.wrap(pdu, 1, ECHO_BYTES - 1);
        int second =
                write.function() == ModbusWrite.SINGLE
                        ? write.words().getFirst()
                        : write.words().size();
        expect(Reason.ECHO, echo.getShort() & 0xFFFF, write.address());
        expect(Reason.ECHO, echo.getShort() & 0xFFFF, second);
        return new WriteAnswer.Written();
    }

    private static ModbusRequest message(ModbusQuestion request) {
        return switch (request) {
            case ModbusRead read ->
                    read.function() == Modbus.READ_MULTIPLE_REGISTERS
                            ? new ReadMultipleRegistersRequest(read.address(), read.count())
                            : new ReadInputRegistersRequest(read.address(), read.count());
            case ModbusWrite write ->
                    write.function() == ModbusWrite.SINGLE
                            ? new WriteSingleRegisterRequest(
                                    write.address(), register(write.words().getFirst()))
                            : new WriteMultipleRegistersRequest(
                                    write.address(),
                                    write.words().stream()
                                            .map(Pdu::register)
                                            .toArray(Register[]::new));
        };
    }

    private static Register register(int word) {
        return new SimpleRegister(word);
    }
}
