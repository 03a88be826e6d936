package energy.peerwatt.matching.cluster;

import io.aeron.archive.checksum.Checksum;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * CRC-32C of a fragment of the log. Agrona's own needs {@code java.util.zip} opened, this one
 * copies instead. For one thread.
 */
final class LogChecksum implements Checksum {

    private final CRC32C sum = new CRC32C();
    private final UnsafeBuffer fragment = new UnsafeBuffer(0, 0);
    private byte[] copy = new byte[2048];

    @Override
    public int compute(long address, int offset, int length) {
        if (copy.length < length) {
            copy = new byte[length];
        }
        fragment.wrap(address + offset, length);
        fragment.getBytes(0, copy, 0, length);
        sum.reset();
        sum.update(copy, 0, length);
        return (int) sum.getValue();
    }
}
