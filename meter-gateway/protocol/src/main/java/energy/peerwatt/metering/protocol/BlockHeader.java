package energy.peerwatt.metering.protocol;

import static energy.peerwatt.metering.protocol.CborReader.require;

import energy.peerwatt.metering.protocol.BlockResult.Refusal;

/**
 * What a gateway signs: {@code [2, gatewayId, epoch, firstSequence, count, root]}.
 *
 * @param count 1 to {@link ReadingBlock#MAX_READINGS}
 * @param root of the Merkle tree over the readings' leaves, by sequence
 */
record BlockHeader(String gatewayId, long epoch, long firstSequence, int count, Hash256 root) {

    static final int VERSION = 2;

    BlockHeader {
        ReadingBlock.requireGatewayId(gatewayId);
        if (epoch < 1 || firstSequence < 1 || firstSequence > Long.MAX_VALUE - count) {
            throw new IllegalArgumentException("epoch " + epoch + ", sequence " + firstSequence);
        }
        if (count < 1 || count > ReadingBlock.MAX_READINGS) {
            throw new IllegalArgumentException("1 to 1000 readings, not " + count);
        }
    }

    byte[] encode() {
        return new CborWriter()
                .array(6)
                .integer(VERSION)
                .text(gatewayId)
                .integer(epoch)
                .integer(firstSequence)
                .integer(count)
                .bytes(root.bytes())
                .toByteArray();
    }

    static BlockHeader decode(byte[] payload) throws MalformedBlockException {
        CborReader in = new CborReader(payload);
        int size = in.array(Integer.MAX_VALUE);
        if (in.unsigned() != VERSION) {
            throw new MalformedBlockException(Refusal.UNSUPPORTED_VERSION, "layout version");
        }
        require(size == 6, "a header is an array of 6");
        String gatewayId = in.text();
        long epoch = in.unsigned();
        long firstSequence = in.unsigned();
        int count = in.small(Integer.MAX_VALUE);
        Hash256 root = in.hash();
        in.end();
        try {
            return new BlockHeader(gatewayId, epoch, firstSequence, count, root);
        } catch (IllegalArgumentException e) {
            throw new MalformedBlockException(Refusal.INVALID_CONTENT, String.valueOf(e));
        }
    }
}
