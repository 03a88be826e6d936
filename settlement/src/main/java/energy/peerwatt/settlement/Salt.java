package energy.peerwatt.settlement;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Random bytes that keep a published line hash from being guessed: {@value #BYTES}, as four
 * big-endian words, the most significant first.
 */
public record Salt(long first, long second, long third, long fourth) {

    public static final int BYTES = 32;

    /** Draws a salt; outside tests the generator must be cryptographically strong. */
    public static Salt draw(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return of(bytes);
    }

    /** The salt of {@value #BYTES} bytes. */
    public static Salt of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a salt is 32 bytes, not " + bytes.length);
        }
        return read(ByteBuffer.wrap(bytes));
    }

    /** The salt that the next {@value #BYTES} bytes are. */
    static Salt read(ByteBuffer bytes) {
        return new Salt(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    /** Appends the {@value #BYTES} bytes. */
    public void write(ByteBuffer bytes) {
        bytes.putLong(first).putLong(second).putLong(third).putLong(fourth);
    }

    /** A fresh copy. */
    public byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        write(bytes);
        return bytes.array();
    }

    /** As 64 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes());
    }
}
