package energy.peerwatt.metering.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link CborWriter} writes and refuses everything else, also valid CBOR that is not in
 * deterministic form: two encodings of one block would be two contents under one signature scheme.
 */
final class CborReader {

    private final ByteBuffer in;

    CborReader(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    long unsigned() throws MalformedBlockException {
        return head(CborWriter.UNSIGNED);
    }

    long integer() throws MalformedBlockException {
        if (isMajor(CborWriter.NEGATIVE)) {
            return ~head(CborWriter.NEGATIVE);
        }
        return unsigned();
    }

    /** An unsigned integer no larger than {@code max}. */
    int small(int max) throws MalformedBlockException {
        long value = unsigned();
        if (value > max) {
            throw new MalformedBlockException(value + " where at most " + max + " is allowed");
        }
        return (int) value;
    }

    byte[] bytes() throws MalformedBlockException {
        return take(head(CborWriter.BYTES));
    }

    Hash256 hash() throws MalformedBlockException {
        byte[] bytes = bytes();
        require(bytes.length == Hash256.BYTES, "a hash is not 32 bytes");
        return Hash256.of(bytes);
    }

    /** Whether a byte string is next. */
    boolean isBytes() {
        return isMajor(CborWriter.BYTES);
    }

    /** Whether a tag is next. */
    boolean isTag() {
        return isMajor(CborWriter.TAG);
    }

    String text() throws MalformedBlockException {
        byte[] utf8 = take(head(CborWriter.TEXT));
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedBlockException("text is not UTF-8");
        }
    }

    int array(int maxSize) throws MalformedBlockException {
        return size(head(CborWriter.ARRAY), maxSize);
    }

    void array(int size, String what) throws MalformedBlockException {
        require(head(CborWriter.ARRAY) == size, what);
    }

    void map(int size, String what) throws MalformedBlockException {
        require(head(CborWriter.MAP) == size, what);
    }

    void tag(int number, String what) throws MalformedBlockException {
        require(head(CborWriter.TAG) == number, what);
    }

    boolean bool() throws MalformedBlockException {
        int value = next();
        require(value == CborWriter.TRUE || value == CborWriter.FALSE, "not a boolean");
        return value == CborWriter.TRUE;
    }

    void end() throws MalformedBlockException {
        require(!in.hasRemaining(), "bytes after the end");
    }

    static void require(boolean condition, String otherwise) throws MalformedBlockException {
        if (!condition) {
            throw new MalformedBlockException(otherwise);
        }
    }

    private static int size(long value, int max) throws MalformedBlockException {
        require(value <= max, "array too long");
        return (int) value;
    }

    private byte[] take(long length) throws MalformedBlockException {
        require(length <= in.remaining(), "string runs past the end");
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }

    private boolean isMajor(int major) {
        return in.hasRemaining() && (in.get(in.position()) & 0xFF) >>> 5 == major;
    }

    /** The argument of the next head, 0 to {@link Long#MAX_VALUE}. */
    private long head(int major) throws MalformedBlockException {
        int initial = next();
        require(initial >>> 5 == major, "major type " + (initial >>> 5) + ", not " + major);
        int info = initial & 0x1F;
        if (info < 24) {
            return info;
        }
        require(info <= 27, "indefinite or reserved length");
        int length = 1 << (info - 24);
        require(length <= in.remaining(), "head runs past the end");
        long argument = 0;
        for (int i = 0; i < length; i++) {
            argument = argument << 8 | next();
        }
        require(argument >= 0, "integer beyond 63 bits");
        require(argument >= shortestFor(length), "integer not in its shortest form");
        return argument;
    }

    private static long shortestFor(int length) {
        return length == 1 ? 24 : 1L << (length * 4);
    }

    private int next() throws MalformedBlockException {
        require(in.hasRemaining(), "ends early");
        return in.get() & 0xFF;
    }
}
