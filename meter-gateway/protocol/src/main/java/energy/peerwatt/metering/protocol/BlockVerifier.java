package energy.peerwatt.metering.protocol;

import energy.peerwatt.metering.protocol.BlockResult.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Turns foreign bytes into a verified block or a named refusal. Never throws for any bytes.
 *
 * <p>Thread-safe if the lookup is.
 */
public final class BlockVerifier {

    /** No block of {@link ReadingBlock#MAX_READINGS} readings is larger. */
    public static final int MAX_BYTES = 640 * 1024;

    private final GatewayKeys keys;

    /**
     * Trusts what the lookup knows.
     *
     * @param registeredKeys key id (16 hex digits) to the gateway it was registered for
     */
    public BlockVerifier(Function<String, Optional<GatewayIdentity>> registeredKeys) {
        keys = new GatewayKeys(registeredKeys);
    }

    /** Checks size, form, key, signature, gateway and readings, in this order. */
    public BlockResult verify(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return new BlockResult.Refused(Refusal.TOO_LARGE, bytes.length + " bytes");
        }
        try {
            SignedBlock block = SignedBlock.decode(bytes);
            return verify(block, CoseSign1.decode(block.header()));
        } catch (MalformedBlockException e) {
            return e.refused();
        }
    }

    private BlockResult verify(SignedBlock signed, CoseSign1 message)
            throws MalformedBlockException {
        BlockHeader header = header(message);
        List<Reading> readings = new ArrayList<>(header.count());
        BodyReader body =
                BodyReader.read(
                        header,
                        signed.body(),
                        new BodyReader.Visitor() {
                            @Override
                            public void reading(Reading reading, BodyReader at) {
                                readings.add(reading);
                            }

                            @Override
                            public void withheld(BodyReader at) throws MalformedBlockException {
                                throw new MalformedBlockException("a reading is withheld");
                            }
                        });
        return new BlockResult.Verified(
                new ReadingBlock(header.gatewayId(), header.epoch(), readings),
                message.keyName(),
                body.links(),
                signed);
    }

    /** The header if a registered key of the gateway it names signed it. */
    BlockHeader header(CoseSign1 message) throws MalformedBlockException {
        GatewayIdentity signer = keys.signer(message, CoseSign1.BLOCK);
        BlockHeader header = BlockHeader.decode(message.payload());
        GatewayKeys.requireIs(signer, header.gatewayId());
        return header;
    }
}
