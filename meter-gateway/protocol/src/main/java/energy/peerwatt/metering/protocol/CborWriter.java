package energy.peerwatt.metering.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The part of CBOR a block needs, in the deterministic encoding of RFC 8949 section 4.2.1: shortest
 * heads, definite lengths.
 */
final class CborWriter {

    static final int UNSIGNED = 0;
    static final int NEGATIVE = 1;
    static final int BYTES = 2;
    static final int TEXT = 3;
    static final int ARRAY = 4;
    static final int MAP = 5;
    static final int TAG = 6;
    static final int FALSE = 0xF4;
    static final int TRUE = 0xF5;

    private static final int LONGEST_HEAD = 9;

    private byte[] buffer = new byte[1024];
    private int length;

    CborWriter integer(long value) {
        return value >= 0 ? head(UNSIGNED, value) : head(NEGATIVE, ~value);
    }

    CborWriter bytes(byte[] value) {
        return bytes(value, 0, value.length);
    }

    CborWriter bytes(byte[] source, int offset, int count) {
        head(BYTES, count);
        return raw(source, offset, count);
    }

    CborWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        head(TEXT, utf8.length);
        return raw(utf8, 0, utf8.length);
    }

    CborWriter array(int size) {
        return head(ARRAY, size);
    }

    CborWriter map(int size) {
        return head(MAP, size);
    }

    CborWriter tag(int number) {
        return head(TAG, number);
    }

    CborWriter bool(boolean value) {
        return octet(value ? TRUE : FALSE);
    }

    /** A byte that is not CBOR. */
    CborWriter octet(int value) {
        reserve(1);
        buffer[length++] = (byte) value;
        return this;
    }

    /** Bytes that are encoded already, or are not CBOR. */
    CborWriter raw(byte[] encoded) {
        return raw(encoded, 0, encoded.length);
    }

    CborWriter raw(CborWriter encoded) {
        return raw(encoded.buffer, 0, encoded.length);
    }

    byte[] toByteArray() {
        return Arrays.copyOf(buffer, length);
    }

    /** Everything so far goes into the digest. */
    void addTo(MessageDigest digest) {
        digest.update(buffer, 0, length);
    }

    /** Starts again, with the buffer it has. */
    CborWriter clear() {
        length = 0;
        return this;
    }

    private CborWriter raw(byte[] source, int offset, int count) {
        reserve(count);
        System.arraycopy(source, offset, buffer, length, count);
        length += count;
        return this;
    }

    private CborWriter head(int major, long argument) {
        reserve(LONGEST_HEAD);
        int type = major << 5;
        if (argument < 24) {
            buffer[length++] = (byte) (type | (int) argument);
        } else if (argument < 1L << 8) {
            tail(type | 24, argument, 1);
        } else if (argument < 1L << 16) {
            tail(type | 25, argument, 2);
        } else if (argument < 1L << 32) {
            tail(type | 26, argument, 4);
        } else {
            tail(type | 27, argument, 8);
        }
        return this;
    }

    private void tail(int initial, long argument, int count) {
        buffer[length++] = (byte) initial;
        for (int shift = (count - 1) * 8; shift >= 0; shift -= 8) {
            buffer[length++] = (byte) (argument >>> shift);
        }
    }

    private void reserve(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
