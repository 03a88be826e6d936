package energy.peerwatt.matching.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Commands for order books, as every contender reads them: {@value #WORDS} words per command.
 *
 * <ul>
 *   <li>word 0: kind (bits 0-7), side (bits 8-15, 1 to buy), book (bits 16-47), participant (bits
 *       48-63)
 *   <li>word 1: order number, dense from 1 in the order of placing
 *   <li>word 2: limit in ticks, positive; of a move, the new one
 *   <li>word 3: Wh (bits 0-31): of a new order, all of it; of a reduction, how much less. Bits
 *       32-63: Wh the order has left after a reduction, or at a move or a cancellation
 * </ul>
 */
public final class Workload {

    public static final int WORDS = 4;

    /** Micro-currency per kWh; limits are in ticks. */
    public static final long TICK = 100;

    /** Rests if it does not trade. */
    public static final int PLACE = 0;

    /** Trades at once; the rest leaves. */
    public static final int IMMEDIATE = 1;

    /** Trades whole at once or not at all. */
    public static final int FILL_OR_KILL = 2;

    public static final int CANCEL = 3;

    /** Less of a resting order, which keeps its place, or leaves if nothing is left. */
    public static final int REDUCE = 4;

    /** Another limit for what is left of a resting order. */
    public static final int MOVE = 5;

    private static final long MAGIC = 0x70656572776b6c31L;
    private static final int HEADER_BYTES = 4 * Long.BYTES;

    private final int books;
    private final int prelude;
    private final long[] words;

    /** Keeps the words, all commands in order. */
    Workload(int books, int prelude, long[] words) {
        this.books = books;
        this.prelude = prelude;
        this.words = words;
    }

    /** Number of books; they are numbered from 0. */
    public int books() {
        return books;
    }

    /** So many commands fill the books first and are not measured. */
    public int prelude() {
        return prelude;
    }

    /** All commands; not copied. */
    long[] words() {
        return words;
    }

    public int commands() {
        return words.length / WORDS;
    }

    /** Number of orders that are ever placed. */
    public int orders() {
        int orders = 0;
        for (int at = 0; at < words.length; at += WORDS) {
            orders = Math.max(orders, (int) words[at + 1]);
        }
        return orders;
    }

    public static long head(int kind, boolean buys, int book, int participant) {
        return kind | (buys ? 1L << 8 : 0) | ((long) book << 16) | ((long) participant << 48);
    }

    public static int kind(long head) {
        return (int) head & 0xff;
    }

    public static boolean buys(long head) {
        return (head & 0x100) != 0;
    }

    /** All bits if the order buys, none if it sells. */
    public static long ifBuys(long head) {
        return -(head >>> 8 & 1);
    }

    public static int book(long head) {
        return (int) (head >>> 16);
    }

    public static int participant(long head) {
        return (int) (head >>> 48);
    }

    public static int quantity(long amounts) {
        return (int) amounts;
    }

    public static int left(long amounts) {
        return (int) (amounts >>> 32);
    }

    void write(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            long bytes = HEADER_BYTES + (long) words.length * Long.BYTES;
            MappedByteBuffer map = channel.map(MapMode.READ_WRITE, 0, bytes);
            map.order(ByteOrder.LITTLE_ENDIAN)
                    .asLongBuffer()
                    .put(MAGIC)
                    .put(books)
                    .put(prelude)
                    .put(words.length)
                    .put(words);
        }
    }

    static Workload read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer map = channel.map(MapMode.READ_ONLY, 0, channel.size());
            var longs = map.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
            if (longs.get() != MAGIC) {
                throw new IOException("not a workload: " + file);
            }
            int books = (int) longs.get();
            int prelude = (int) longs.get();
            long[] words = new long[(int) longs.get()];
            longs.get(words);
            return new Workload(books, prelude, words);
        }
    }
}
