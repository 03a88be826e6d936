package energy.peerwatt.edge.format.sparkplug;

import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Fields of a protobuf message one after the other. Used by one thread. */
final class ProtobufReader {

    static final int VARINT = 0;
    static final int FIXED_64 = 1;
    static final int LENGTH = 2;
    static final int FIXED_32 = 5;

    private static final int MAX_VARINT_BITS = 63;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int wireType;

    ProtobufReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private ProtobufReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.end = end;
        at = from;
    }

    boolean hasNext() {
        return at < end;
    }

    /** Number of the next field; its value must be read or skipped. */
    int nextField() throws RefusedException {
        long tag = rawVarint();
        wireType = (int) (tag & 7);
        long field = tag >>> 3;
        if (field == 0 || field > Integer.MAX_VALUE >> 3) {
            throw malformed();
        }
        return (int) field;
    }

    long varint() throws RefusedException {
        expect(VARINT);
        return rawVarint();
    }

    long fixed64() throws RefusedException {
        expect(FIXED_64);
        return little(8);
    }

    int fixed32() throws RefusedException {
        expect(FIXED_32);
        return (int) little(4);
    }

    /** The fields of a message inside. */
    ProtobufReader message() throws RefusedException {
        int length = length();
        at += length;
        return new ProtobufReader(bytes, at - length, at);
    }

    /** A text of valid UTF-8. */
    String text() throws RefusedException {
        int length = length();
        at += length;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, at - length, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    /** Passes over a field of any kind. */
    void skip() throws RefusedException {
        switch (wireType) {
            case VARINT -> rawVarint();
            case FIXED_64 -> little(8);
            case FIXED_32 -> little(4);
            case LENGTH -> at += length();
            default -> throw malformed();
        }
    }

    private int length() throws RefusedException {
        expect(LENGTH);
        long length = rawVarint();
        if (length < 0 || length > end - at) {
            throw malformed();
        }
        return (int) length;
    }

    private long rawVarint() throws RefusedException {
        long value = 0;
        for (int shift = 0; shift <= MAX_VARINT_BITS; shift += 7) {
            byte next = take();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed();
    }

    private long little(int length) throws RefusedException {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (take() & 0xFFL) << (8 * i);
        }
        return value;
    }

    private byte take() throws RefusedException {
        if (at == end) {
            throw malformed();
        }
        return bytes[at++];
    }

    private void expect(int expected) throws RefusedException {
        if (wireType != expected) {
            throw malformed();
        }
    }

    private static RefusedException malformed() {
        return new RefusedException(Refusal.MALFORMED);
    }
}
