package energy.peerwatt.edge.modbus;

import com.ghgande.j2mod.modbus.Modbus;
import com.ghgande.j2mod.modbus.ModbusIOException;
import com.ghgande.j2mod.modbus.io.ModbusTCPTransport;
import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import com.ghgande.j2mod.modbus.msg.ReadInputRegistersRequest;
import com.ghgande.j2mod.modbus.msg.ReadInputRegistersResponse;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersRequest;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersResponse;
import com.ghgande.j2mod.modbus.procimg.InputRegister;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * One connected socket. Requests go out through j2mod; the header of each answer is checked before
 * j2mod parses its body. Not thread-safe; unusable after any exception.
 */
final class StrictTransport extends ModbusTCPTransport {

    private static final int HEADER_BYTES = 7;

    private final InputStream in;
    private final long timeoutNanos;
    private int transactionId;

    StrictTransport(Socket socket, Duration timeout) throws IOException {
        super(socket);
        in = socket.getInputStream();
        timeoutNanos = timeout.toNanos();
    }

    /** Sends a request and waits for its answer, for the whole answer at most the timeout. */
    ModbusAnswer exchange(ModbusRead read) throws IOException {
        transactionId = transactionId % 0xFFFF + 1;
        long deadline = System.nanoTime() + timeoutNanos;
        try {
            writeRequest(request(read));
        } catch (ModbusIOException e) {
            throw new IOException("request not written", e);
        }
        ByteBuffer header = ByteBuffer.wrap(receive(HEADER_BYTES, deadline));
        expect("transaction id", header.getShort() & 0xFFFF, transactionId);
        expect("protocol id", header.getShort(), 0);
        int length = header.getShort() & 0xFFFF;
        expect("unit", header.get() & 0xFF, read.unit());
        if (length < 3 || length > 3 + 2 * ModbusRead.MAX_COUNT) {
            throw new RefusedAnswerException("length " + length);
        }
        return answer(read, receive(length - 1, deadline));
    }

    private ModbusAnswer answer(ModbusRead read, byte[] body) throws IOException {
        int function = body[0] & 0xFF;
        if (function == (read.function() | Modbus.EXCEPTION_OFFSET)) {
            expect("length", body.length, 2);
            return new ModbusAnswer.Declined(body[1] & 0xFF);
        }
        expect("function", function, read.function());
        expect("byte count", body[1] & 0xFF, 2 * read.count());
        expect("length", body.length, 2 + 2 * read.count());
        return new ModbusAnswer.Registers(
                new RegisterBlock(read.address(), words(read.function(), body)));
    }

    private ModbusRequest request(ModbusRead read) {
        ModbusRequest request =
                read.function() == Modbus.READ_MULTIPLE_REGISTERS
                        ? new ReadMultipleRegistersRequest(read.address(), read.count())
                        : new ReadInputRegistersRequest(read.address(), read.count());
        request.setUnitID(read.unit());
        request.setTransactionID(transactionId);
        return request;
    }

    private static short[] words(int function, byte[] body) throws IOException {
        DataInputStream data =
                new DataInputStream(new ByteArrayInputStream(body, 1, body.length - 1));
        InputRegister[] registers;
        if (function == Modbus.READ_MULTIPLE_REGISTERS) {
            ReadMultipleRegistersResponse response = new ReadMultipleRegistersResponse();
            response.readData(data);
            registers = response.getRegisters();
        } else {
            ReadInputRegistersResponse response = new ReadInputRegistersResponse();
            response.readData(data);
            registers = response.getRegisters();
        }
        short[] words = new short[registers.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = registers[i].toShort();
        }
        return words;
    }

    /** A peer that sends one byte now and then must not stretch the timeout. */
    private byte[] receive(int count, long deadline) throws IOException {
        byte[] bytes = new byte[count];
        int have = 0;
        while (have < count) {
            long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMillis < 1) {
                throw new SocketTimeoutException("no complete answer");
            }
            socket.setSoTimeout((int) leftMillis);
            int got = in.read(bytes, have, count - have);
            if (got < 0) {
                throw new EOFException("connection closed by the device");
            }
            have += got;
        }
        return bytes;
    }

    private static void expect(String what, int actual, int expected)
            throws RefusedAnswerException {
        if (actual != expected) {
            throw new RefusedAnswerException(what + " " + actual + ", not " + expected);
        }
    }
}
