package energy.peerwatt.metering.protocol;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The canonical leaves of one gateway's epoch and their hashes; one thread.
 *
 * <pre>
 * leaf = [2, gatewayId, epoch, sequence, meteringPoint, channel, atMillis, registerWh,
 *         resolutionMilliWh, boundary, clock, evidence, previous, salt]
 *      | [3, the same up to evidence, power, record, previous, salt]     where 2 is not enough
 * hash = SHA-256(0x00 || leaf)
 * </pre>
 */
final class LeafHasher {

    static final int FIELDS = 14;
    static final int FIELDS_WITH_CONTEXT = 16;

    private static final int GENESIS = 2;

    private final MessageDigest digest = Hash256.newDigest();
    private final CborWriter leaf = new CborWriter();
    private final CborWriter plain;
    private final CborWriter withContext;

    LeafHasher(String gatewayId, long epoch) {
        plain = start(FIELDS, BlockHeader.PLAIN).text(gatewayId).integer(epoch);
        withContext = start(FIELDS_WITH_CONTEXT, BlockHeader.WITH_CONTEXT);
        withContext.text(gatewayId).integer(epoch);
    }

    private static CborWriter start(int fields, int layout) {
        return new CborWriter().octet(MerkleTree.LEAF).array(fields).integer(layout);
    }

    /** A register's constant part of its leaves. */
    static byte[] name(MeteringPointId point, Channel channel) {
        return new CborWriter().text(point.value()).integer(Channels.code(channel)).toByteArray();
    }

    /**
     * Hashes a reading's leaf.
     *
     * @param name of the reading's register, see {@link #name}
     * @param previous 32 bytes: hash of the register's leaf before
     * @param salt its first 16 bytes
     * @param hash receives 32 bytes
     * @param at index of the first of them
     */
    void hash(Reading reading, byte[] name, byte[] previous, byte[] salt, byte[] hash, int at) {
        leaf.clear().raw(reading.context().needsLayout3() ? withContext : plain);
        leaf.integer(reading.sequence()).raw(name);
        leaf.integer(reading.at().toEpochMilli())
                .integer(reading.registerWh())
                .integer(reading.resolutionMilliWh())
                .bool(reading.boundary());
        ClockCodec.write(reading.clock(), leaf);
        ContextCodec.write(reading.context(), leaf);
        leaf.bytes(previous).bytes(salt, 0, SaltKey.SALT_BYTES);
        leaf.addTo(digest);
        try {
            digest.digest(hash, at, Hash256.BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("no room for a hash", e);
        }
    }

    /** The leaf that was hashed last, without the byte in front. */
    byte[] lastLeaf() {
        byte[] withPrefix = leaf.toByteArray();
        return Arrays.copyOfRange(withPrefix, 1, withPrefix.length);
    }

    /** What stands for "previous" in the first leaf of a register in an epoch. */
    static Hash256 genesis(String gatewayId, long epoch, byte[] name) {
        byte[] content =
                new CborWriter()
                        .octet(GENESIS)
                        .array(5)
                        .text("peerwatt reading chain")
                        .text(gatewayId)
                        .integer(epoch)
                        .raw(name)
                        .toByteArray();
        return Hash256.sha256(content);
    }
}
