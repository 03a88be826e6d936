package energy.peerwatt.edge.modbus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Consecutive 16-bit registers, high word first. Immutable. */
public final class RegisterBlock {

    private final int address;
    private final short[] words;

    /**
     * Registers from {@code address} on.
     *
     * @param words copied
     */
    public RegisterBlock(int address, short[] words) {
        this.address = address;
        this.words = words.clone();
    }

    public int address() {
        return address;
    }

    public int count() {
        return words.length;
    }

    /** Whether all of {@code count} registers from {@code from} are in this block. */
    public boolean holds(int from, int count) {
        return from >= address && from + count <= address + words.length;
    }

    /** 0 to 65,535. */
    public int unsigned16(int at) {
        return words[Objects.checkIndex(at - address, words.length)] & 0xFFFF;
    }

    public int signed16(int at) {
        return (short) unsigned16(at);
    }

    /** 0 to 4,294,967,295. */
    public long unsigned32(int at) {
        return (long) unsigned16(at) << 16 | unsigned16(at + 1);
    }

    public int signed32(int at) {
        return (int) unsigned32(at);
    }

    /** All 64 bits; negative where the highest is set. */
    public long bits64(int at) {
        return unsigned32(at) << 32 | unsigned32(at + 2);
    }

    /** Characters up to the first NUL, two in each register. */
    public String text(int at, int count) {
        byte[] bytes = new byte[count * 2];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            int word = unsigned16(at + i / 2);
            bytes[i] = (byte) (i % 2 == 0 ? word >>> 8 : word);
            if (bytes[i] == 0) {
                break;
            }
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** The first registers of this block. */
    public RegisterBlock first(int count) {
        Objects.checkFromToIndex(0, count, words.length);
        return count == words.length
                ? this
                : new RegisterBlock(address, Arrays.copyOf(words, count));
    }

    /** The last registers of this block. */
    public RegisterBlock last(int count) {
        Objects.checkFromToIndex(0, count, words.length);
        int from = words.length - count;
        return new RegisterBlock(address + from, Arrays.copyOfRange(words, from, words.length));
    }

    /** This block and the one that starts where it ends, as one. */
    public RegisterBlock append(RegisterBlock next) {
        if (next.address != address + words.length) {
            throw new IllegalArgumentException("block at " + next.address + " does not follow");
        }
        short[] joined = Arrays.copyOf(words, words.length + next.words.length);
        System.arraycopy(next.words, 0, joined, words.length, next.words.length);
        return new RegisterBlock(address, joined);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RegisterBlock block
                && address == block.address
                && Arrays.equals(words, block.words);
    }

    @Override
    public int hashCode() {
        return 31 * address + Arrays.hashCode(words);
    }
}
