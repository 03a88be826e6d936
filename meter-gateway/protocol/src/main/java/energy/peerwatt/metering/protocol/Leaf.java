package energy.peerwatt.metering.protocol;

import static energy.peerwatt.metering.protocol.CborReader.require;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.BlockResult.Refusal;
import java.time.Instant;

/** What {@link LeafHasher} hashes. */
record Leaf(String gatewayId, long epoch, Reading reading, Hash256 previous) {

    static Leaf decode(byte[] bytes) throws MalformedBlockException {
        CborReader in = new CborReader(bytes);
        int size = in.array(LeafHasher.FIELDS_WITH_CONTEXT);
        int layout = BlockHeader.layout(in);
        require(
                size
                        == (layout == BlockHeader.PLAIN
                                ? LeafHasher.FIELDS
                                : LeafHasher.FIELDS_WITH_CONTEXT),
                "a leaf is an array of 14 or 16");
        try {
            Leaf leaf = new Leaf(in.text(), in.unsigned(), reading(in, layout), in.hash());
            require(in.bytes().length == SaltKey.SALT_BYTES, "a salt is not 16 bytes");
            in.end();
            return leaf;
        } catch (IllegalArgumentException e) {
            throw new MalformedBlockException(Refusal.INVALID_CONTENT, String.valueOf(e));
        }
    }

    private static Reading reading(CborReader in, int layout) throws MalformedBlockException {
        return new Reading(
                in.unsigned(),
                new MeteringPointId(in.text()),
                Channels.of(in.small(Channels.MAX_CODE)),
                Instant.ofEpochMilli(in.unsigned()),
                in.unsigned(),
                in.small(Integer.MAX_VALUE),
                in.bool(),
                ClockCodec.read(in),
                ContextCodec.read(in, layout));
    }
}
