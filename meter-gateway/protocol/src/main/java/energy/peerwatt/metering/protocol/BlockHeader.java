package energy.peerwatt.metering.protocol;

import static energy.peerwatt.metering.protocol.CborReader.require;

import energy.peerwatt.metering.protocol.BlockResult.Refusal;

/**
 * What a gateway signs: {@code [layout, gatewayId, epoch, firstSequence, count, root]}.
 *
 * @param layout {@value #PLAIN} or {@value #WITH_CONTEXT}, of which some readings may say more
 * @param count 1 to {@link ReadingBlock#MAX_READINGS}
 * @param root of the Merkle tree over the readings' leaves, by sequence
 */
record BlockHeader(
        int layout, String gatewayId, long epoch, long firstSequence, int count, Hash256 root) {

    static final int PLAIN = 2;
    static final int WITH_CONTEXT = 3;

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
                .integer(layout)
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
        int layout = layout(in);
        require(size == 6, "a header is an array of 6");
        String gatewayId = in.text();
        long epoch = in.unsigned();
        long firstSequence = in.unsigned();
        int count = in.small(Integer.MAX_VALUE);
        Hash256 root = in.hash();
        in.end();
        try {
            return new BlockHeader(layout, gatewayId, epoch, firstSequence, count, root);
        } catch (IllegalArgumentException e) {
            throw new MalformedBlockException(Refusal.INVALID_CONTENT, String.valueOf(e));
        }
    }

    /** The number that every layout starts with. */
    static int layout(CborReader in) throws MalformedBlockException {
        long layout = in.unsigned();
        if (layout != PLAIN && layout != WITH_CONTEXT) {
            throw new MalformedBlockException(Refusal.UNSUPPORTED_VERSION, "layout version");
        }
        return (int) layout;
    }
}
