package energy.peerwatt.edge.modbus;

import static energy.peerwatt.edge.modbus.RefusedAnswerException.expect;

import com.ghgande.j2mod.modbus.util.ModbusUtil;
import energy.peerwatt.edge.modbus.RefusedAnswerException.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** How messages are wrapped on a TCP connection. Both sides must use the same. */
public enum Framing {
    /** Modbus TCP: a header with transaction id and length. */
    TCP("tcp") {
        @Override
        byte[] wrap(ModbusQuestion question, int transaction) {
            byte[] pdu = Pdu.encode(question);
            return ByteBuffer.allocate(TCP_HEADER_BYTES + pdu.length)
                    .putShort((short) transaction)
                    .putShort((short) 0)
                    .putShort((short) (1 + pdu.length))
                    .put((byte) question.unit())
                    .put(pdu)
                    .array();
        }

        @Override
        ModbusReply unwrap(ModbusQuestion question, int transaction, InputStream in)
                throws IOException {
            ByteBuffer header = ByteBuffer.wrap(take(in, TCP_HEADER_BYTES));
            expect(Reason.TRANSACTION, header.getShort() & 0xFFFF, transaction);
            expect(Reason.PROTOCOL, header.getShort() & 0xFFFF, 0);
            int length = header.getShort() & 0xFFFF;
            if (length < 3 || length > LONGEST_LENGTH) {
                throw new RefusedAnswerException(Reason.LENGTH, length, LONGEST_LENGTH);
            }
            expect(Reason.UNIT, header.get() & 0xFF, question.unit());
            return Pdu.decode(question, take(in, length - 1));
        }
    },
    /** The frames of a serial bus, CRC included, as a converter passes them on. */
    RTU_OVER_TCP("rtu-over-tcp") {
        @Override
        byte[] wrap(ModbusQuestion question, int transaction) {
            byte[] pdu = Pdu.encode(question);
            byte[] frame = new byte[1 + pdu.length + CRC_BYTES];
            frame[0] = (byte) question.unit();
            System.arraycopy(pdu, 0, frame, 1, pdu.length);
            int crc = crc(frame, frame.length - CRC_BYTES);
            frame[frame.length - 2] = (byte) crc;
            frame[frame.length - 1] = (byte) (crc >>> 8);
            return frame;
        }

        @Override
        ModbusReply unwrap(ModbusQuestion question, int transaction, InputStream in)
                throws IOException {
            byte[] head = take(in, RTU_HEAD_BYTES);
            expect(Reason.UNIT, head[0] & 0xFF, question.unit());
            int pduBytes = Pdu.length(question, head[1] & 0xFF, head[2] & 0xFF);
            byte[] rest = take(in, 1 + pduBytes + CRC_BYTES - RTU_HEAD_BYTES);
            byte[] frame = Arrays.copyOf(head, head.length + rest.length);
            System.arraycopy(rest, 0, frame, head.length, rest.length);
            int sent = (frame[frame.length - 2] & 0xFF) | (frame[frame.length - 1] & 0xFF) << 8;
            expect(Reason.CRC, sent, crc(frame, frame.length - CRC_BYTES));
            return Pdu.decode(question, Arrays.copyOfRange(frame, 1, 1 + pduBytes));
        }
    };

    private static final int TCP_HEADER_BYTES = 7;
    private static final int LONGEST_LENGTH = 3 + 2 * ModbusRead.MAX_COUNT;
    private static final int RTU_HEAD_BYTES = 3;
    private static final int CRC_BYTES = 2;

    private final String label;

    Framing(String label) {
        this.label = label;
    }

    /** Its name in {@code devices.json}: {@code tcp} or {@code rtu-over-tcp}. */
    public String label() {
        return label;
    }

    /**
     * The framing that {@code devices.json} calls so: {@code tcp} or {@code rtu-over-tcp}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Framing of(String label) {
        return Arrays.stream(values())
                .filter(framing -> framing.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no framing " + label));
    }

    /**
     * The bytes of a question.
     *
     * @param transaction 0 to 65,535; not sent in the framing of a serial bus
     */
    abstract byte[] wrap(ModbusQuestion question, int transaction);

    /**
     * Reads the answer to a question, and not a byte more.
     *
     * @throws RefusedAnswerException if something else is there; the rest of it is left unread
     * @throws IOException if the stream ends or fails
     */
    abstract ModbusReply unwrap(ModbusQuestion question, int transaction, InputStream in)
            throws IOException;

    private static byte[] take(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("connection closed by the device");
        }
        return bytes;
    }

    private static int crc(byte[] frame, int count) {
        int[] lowHigh = ModbusUtil.calculateCRC(frame, 0, count);
        return lowHigh[0] | lowHigh[1] << 8;
    }
}
