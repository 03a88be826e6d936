package energy.peerwatt.matching.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of everything that happened, in order, in a form that does not depend on who tells
 * it: equal hashes mean the same trades, removals and final books. Per command, first its trades,
 * then what left without trading.
 */
public final class EventStream {

    private static final long TRADE = 1;
    private static final long REMOVED = 2;
    private static final long RESTS = 3;

    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    private final MessageDigest digest;
    private long command;
    private long trades;
    private long removals;
    private long resting;

    EventStream() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Events that follow are caused by this command. */
    public void command(long number) {
        command = number;
    }

    /** A resting order, the maker, and an incoming one traded; quantity in Wh, price in ticks. */
    public void traded(long maker, long taker, long quantity, long price) {
        trades++;
        put(TRADE, maker, taker, quantity, price);
    }

    /** Wh left an order without being traded. */
    public void removed(long order, long quantity) {
        removals++;
        put(REMOVED, order, quantity, 0, 0);
    }

    /** An order of the final book. */
    public void rests(long book, boolean buys, long order, long quantity, long limit) {
        resting++;
        put(RESTS, (book << 1) | (buys ? 1 : 0), order, quantity, limit);
    }

    String summary() {
        return "%d trades, %d removals, %d resting orders".formatted(trades, removals, resting);
    }

    /** The hash; the stream has ended. */
    String hash() {
        flush();
        return HexFormat.of().formatHex(digest.digest());
    }

    private void put(long kind, long a, long b, long c, long d) {
        if (buffer.remaining() < 6 * Long.BYTES) {
            flush();
        }
        buffer.putLong(kind).putLong(command).putLong(a).putLong(b).putLong(c).putLong(d);
    }

    private void flush() {
        digest.update(buffer.flip());
        buffer.clear();
    }
}
