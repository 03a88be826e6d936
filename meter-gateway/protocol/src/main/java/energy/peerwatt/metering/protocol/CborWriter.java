package energy.peerwatt.metering.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

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

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);

    CborWriter integer(long value) {
        return value >= 0 ? head(UNSIGNED, value) : head(NEGATIVE, ~value);
    }

    CborWriter bytes(byte[] value) {
        head(BYTES, value.length);
        out.writeBytes(value);
        return this;
    }

    CborWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        head(TEXT, utf8.length);
        out.writeBytes(utf8);
        return this;
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
        out.write(value ? TRUE : FALSE);
        return this;
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }

    private CborWriter head(int major, long argument) {
        int type = major << 5;
        if (argument < 24) {
            out.write(type | (int) argument);
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

    private void tail(int initial, long argument, int length) {
        out.write(initial);
        for (int shift = (length - 1) * 8; shift >= 0; shift -= 8) {
            out.write((int) (argument >>> shift));
        }
    }
}
