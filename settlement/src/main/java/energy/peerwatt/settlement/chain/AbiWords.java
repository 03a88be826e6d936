package energy.peerwatt.settlement.chain;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Writes and reads the 32-byte words of the contract ABI. Not for sharing between threads.
 *
 * <p>What is dynamic stands behind all static words; whoever writes it also writes where (Solidity
 * ABI specification, "Formal Specification of the Encoding").
 */
final class AbiWords {

    static final int WORD = 32;
    private static final int SELECTOR = 4;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Starts the data of a call with the function's selector. */
    static AbiWords call(String signature) {
        AbiWords words = new AbiWords();
        byte[] hash = Digest.keccak(signature.getBytes(StandardCharsets.US_ASCII)).bytes();
        words.out.write(hash, 0, SELECTOR);
        return words;
    }

    /** Adds a signed or unsigned integer of up to 64 bits, sign-extended. */
    AbiWords add(long value) {
        byte[] word = new byte[WORD];
        Arrays.fill(word, (byte) (value < 0 ? 0xff : 0));
        for (int i = 0; i < Long.BYTES; i++) {
            word[WORD - 1 - i] = (byte) (value >>> (8 * i));
        }
        out.writeBytes(word);
        return this;
    }

    /** Adds an integer of 64 bits, all of them digits. */
    AbiWords addUnsigned(long value) {
        return add(new BigInteger(Long.toUnsignedString(value)));
    }

    /** Adds the length of some bytes, and them, filled up to whole words. */
    AbiWords addBytes(byte[] value) {
        add(value.length);
        out.writeBytes(value);
        out.writeBytes(new byte[padded(value.length) - value.length]);
        return this;
    }

    /** Length in bytes of the whole words that so many bytes fill. */
    static int padded(int length) {
        return Math.ceilDiv(length, WORD) * WORD;
    }

    AbiWords add(Digest value) {
        out.writeBytes(value.bytes());
        return this;
    }

    AbiWords add(ChainAddress value) {
        out.writeBytes(new byte[WORD - 20]);
        out.writeBytes(value.bytes());
        return this;
    }

    /** Adds a non-negative integer of up to 256 bits. */
    AbiWords add(BigInteger value) {
        byte[] magnitude = value.toByteArray();
        int from = magnitude[0] == 0 ? 1 : 0;
        out.writeBytes(new byte[WORD - (magnitude.length - from)]);
        out.write(magnitude, from, magnitude.length - from);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    String hex() {
        return "0x" + HexFormat.of().formatHex(out.toByteArray());
    }

    /** The single word a call returned, as a signed integer. */
    static BigInteger signed(byte[] returned) {
        if (returned.length != WORD) {
            throw new IllegalArgumentException("expected one word, got " + returned.length);
        }
        return new BigInteger(returned);
    }
}
