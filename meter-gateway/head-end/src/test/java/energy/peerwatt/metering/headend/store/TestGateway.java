package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.BlockSigner;
import energy.peerwatt.metering.protocol.Ed25519SigningKey;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import energy.peerwatt.metering.protocol.Reading;
import energy.peerwatt.metering.protocol.ReadingBlock;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Signs like a gateway; numbers readings from 1. */
final class TestGateway {

    static final MeteringPointId POINT = new MeteringPointId("AT-TEST-1");

    final GatewayIdentity identity;
    private final BlockSigner signer;
    private final List<Reading> pending = new ArrayList<>();
    private long epoch = 1;
    private long sequence;

    TestGateway(String gatewayId) {
        signer = new BlockSigner(gatewayId, Ed25519SigningKey.generate(new SecureRandom()));
        identity = signer.identity();
    }

    TestGateway epoch(long newEpoch) {
        epoch = newEpoch;
        sequence = 0;
        return this;
    }

    TestGateway skip(long readings) {
        sequence += readings;
        return this;
    }

    /** Adds an import reading of {@link #POINT}. */
    TestGateway read(String at, long registerWh) {
        return read(POINT, Channel.IMPORT, Instant.parse(at), registerWh);
    }

    TestGateway read(MeteringPointId point, Channel channel, Instant at, long registerWh) {
        pending.add(new Reading(++sequence, point, channel, at, registerWh, 1_000, false));
        return this;
    }

    /** Signs what was read since the last block. */
    byte[] block() {
        byte[] bytes = signer.sign(new ReadingBlock(identity.gatewayId(), epoch, pending));
        pending.clear();
        return bytes;
    }
}
