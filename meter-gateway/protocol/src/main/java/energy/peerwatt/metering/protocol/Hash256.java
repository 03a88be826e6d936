package energy.peerwatt.metering.protocol;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** 32 bytes of SHA-256, a value. */
public final class Hash256 {

    /** Length of every hash. */
    public static final int BYTES = 32;

    private final byte[] value;

    private Hash256(byte[] value) {
        this.value = value;
    }

    /**
     * A hash with this value.
     *
     * @throws IllegalArgumentException if it is not 32 bytes
     */
    public static Hash256 of(byte[] value) {
        if (value.length != BYTES) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + value.length);
        }
        return new Hash256(value.clone());
    }

    /** The SHA-256 of a content. */
    public static Hash256 sha256(byte[] content) {
        return new Hash256(newDigest().digest(content));
    }

    /** Reads 64 hex digits. */
    public static Hash256 parse(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    static Hash256 copyOf(byte[] source, int offset) {
        return new Hash256(Arrays.copyOfRange(source, offset, offset + BYTES));
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public byte[] toByteArray() {
        return value.clone();
    }

    /** The bytes themselves, not a copy: for reading only. */
    byte[] bytes() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash256 hash && Arrays.equals(value, hash.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    /** 64 lower-case hex digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(value);
    }
}
