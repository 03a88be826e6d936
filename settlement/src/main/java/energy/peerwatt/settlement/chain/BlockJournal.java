package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The embedded chain's blocks, append-only: what is in here happened. Owned by one chain, which
 * serialises all calls; the file is locked against other processes.
 *
 * <p>A record is length, CRC-32C of the length, CRC-32C of the payload, payload. A last record that
 * was torn by a crash was never acknowledged and is cut off; any other damage is refused.
 */
final class BlockJournal implements AutoCloseable {

    private static final int FRAME = 12;

    private final Path file;
    private final FileChannel channel;
    private final List<Entry> entries = new ArrayList<>();
    private long end;

    private BlockJournal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Opens the journal, creating it with its first entry, the genesis block, if absent. */
    static BlockJournal open(Path file) {
        try {
            Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
            Files.createDirectories(directory);
            FileChannel channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            try {
                lock(file, channel);
                BlockJournal journal = new BlockJournal(file, channel);
                journal.scan();
                DurableFile.syncDirectory(directory);
                return journal;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new MarketException(ErrorCode.CHAIN_UNAVAILABLE, "journal " + file, e);
        }
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Number of the newest block; -1 if not even the genesis block is known. */
    long height() {
        return entries.size() - 1L;
    }

    Digest hashOf(long number) {
        return entries.get(Math.toIntExact(number)).hash();
    }

    long timestampOf(long number) {
        return entries.get(Math.toIntExact(number)).timestamp();
    }

    /** Reads one block back. */
    Block read(long number) throws IOException {
        Entry entry = entries.get(Math.toIntExact(number));
        ByteBuffer payload = readFully(entry.offset() + FRAME, entry.length());
        return decode(payload);
    }

    /**
     * Adds a block; it is on disk when this returns.
     *
     * @throws IOException if it is not in the journal
     */
    void append(Block block) throws IOException {
        if (block.number() != height() + 1) {
            throw new IllegalArgumentException(
                    "block " + block.number() + " after block " + height());
        }
        ByteBuffer payload = encode(block);
        int length = payload.remaining();
        ByteBuffer record = ByteBuffer.allocate(FRAME + length);
        record.putInt(length).putInt(crcOfLength(length)).putInt(crc(payload)).put(payload).flip();
        try {
            long at = end;
            while (record.hasRemaining()) {
                at += channel.write(record, at);
            }
            channel.force(true);
        } catch (IOException e) {
            // What is there now is torn; the next record must not follow it.
            channel.truncate(end);
            throw e;
        }
        entries.add(new Entry(end, length, block.timestamp(), block.hash()));
        end += FRAME + length;
    }

    /** Frees the file. Everything in it is on disk already. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new MarketException(ErrorCode.CHAIN_UNAVAILABLE, "closing " + file, e);
        }
    }

    private static void lock(Path file, FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            throw inUse(file, e);
        }
        throw inUse(file, null);
    }

    private static MarketException inUse(Path file, @Nullable Throwable cause) {
        return new MarketException(
                ErrorCode.CHAIN_UNAVAILABLE, file + " is in use by another process", cause);
    }

    private void scan() throws IOException {
        long size = Files.size(file);
        while (end < size) {
            if (size - end < FRAME || isBlank(size)) {
                break;
            }
            ByteBuffer frame = readFully(end, FRAME);
            int length = frame.getInt();
            if (frame.getInt() != crcOfLength(length)) {
                throw damaged("length of block " + entries.size());
            }
            if (size - end - FRAME < length) {
                break;
            }
            ByteBuffer payload = readFully(end + FRAME, length);
            if (frame.getInt() != crc(payload)) {
                if (end + FRAME + length == size) {
                    break;
                }
                throw damaged("block " + entries.size());
            }
            take(decode(payload), length);
        }
        channel.truncate(end);
        channel.force(true);
    }

    private void take(Block block, int length) {
        if (block.number() != entries.size()) {
            throw damaged("block " + block.number() + " where " + entries.size() + " should be");
        }
        entries.add(new Entry(end, length, block.timestamp(), block.hash()));
        end += FRAME + length;
    }

    /** Whether only zeros follow: a file that grew before its data arrived. */
    private boolean isBlank(long size) throws IOException {
        ByteBuffer rest = readFully(end, (int) Math.min(size - end, 1 << 16));
        while (rest.hasRemaining()) {
            if (rest.get() != 0) {
                return false;
            }
        }
        return true;
    }

    private ByteBuffer readFully(long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw new IOException(file + " ends at " + (from + buffer.position()));
            }
        }
        return buffer.flip();
    }

    private MarketException damaged(String what) {
        return new MarketException(
                ErrorCode.CHAIN_STATE_MISMATCH, "journal " + file + " is damaged: " + what);
    }

    private static ByteBuffer encode(Block block) {
        int length = 8 + 8 + 32 + 4;
        for (byte[] transaction : block.transactions()) {
            length += 4 + transaction.length;
        }
        ByteBuffer payload = ByteBuffer.allocate(length);
        payload.putLong(block.number()).putLong(block.timestamp()).put(block.hash().bytes());
        payload.putInt(block.transactions().size());
        for (byte[] transaction : block.transactions()) {
            payload.putInt(transaction.length).put(transaction);
        }
        return payload.flip();
    }

    private Block decode(ByteBuffer payload) {
        try {
            long number = payload.getLong();
            long timestamp = payload.getLong();
            byte[] hash = new byte[32];
            payload.get(hash);
            int count = payload.getInt();
            List<byte[]> transactions = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                byte[] transaction = new byte[payload.getInt()];
                payload.get(transaction);
                transactions.add(transaction);
            }
            return new Block(number, timestamp, Digest.of(hash), List.copyOf(transactions));
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            throw new MarketException(
                    ErrorCode.CHAIN_STATE_MISMATCH, "journal " + file + " is damaged", e);
        }
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }

    private static int crcOfLength(int length) {
        return crc(ByteBuffer.allocate(4).putInt(length).flip());
    }

    /**
     * One block.
     *
     * @param timestamp seconds since 1970
     * @param transactions signed bytes, in the block's order
     */
    record Block(long number, long timestamp, Digest hash, List<byte[]> transactions) {}

    private record Entry(long offset, int length, long timestamp, Digest hash) {}
}
