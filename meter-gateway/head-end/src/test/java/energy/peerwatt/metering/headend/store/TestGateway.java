package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.BlockSigner;
import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.metering.protocol.DeviceContext;
import energy.peerwatt.metering.protocol.Ed25519SigningKey;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import energy.peerwatt.metering.protocol.Reading;
import energy.peerwatt.metering.protocol.ReadingBlock;
import energy.peerwatt.metering.protocol.ReadingChain;
import energy.peerwatt.metering.protocol.SaltKey;
import energy.peerwatt.metering.protocol.SigningKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Signs like a gateway; numbers readings from 1. */
final class TestGateway {

    static final MeteringPointId POINT = new MeteringPointId("AT-TEST-1");

    final GatewayIdentity identity;
    final SigningKey key;
    private final BlockSigner signer;
    private final List<Reading> pending = new ArrayList<>();
    private long epoch = 1;
    private long sequence;
    private ReadingChain chain;

    TestGateway(String gatewayId) {
        this(gatewayId, Ed25519SigningKey.generate(new SecureRandom()));
    }

    TestGateway(String gatewayId, SigningKey key) {
        this.key = key;
        signer = new BlockSigner(gatewayId, key);
        identity = signer.identity();
        chain = newChain();
    }

    private ReadingChain newChain() {
        SaltKey noSecret = SaltKey.of(new byte[SaltKey.BYTES]);
        return new ReadingChain(identity.gatewayId(), epoch, noSecret);
    }

    TestGateway epoch(long newEpoch) {
        epoch = newEpoch;
        sequence = 0;
        chain = newChain();
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
        Reading reading = new Reading(++sequence, point, channel, at, registerWh, 1_000, false);
        pending.add(reading.withClock(ClockState.MARKET));
        return this;
    }

    /** Adds a reading with what the device gave beside it. */
    TestGateway read(Channel channel, Instant at, long registerWh, DeviceContext context) {
        pending.add(
                new Reading(
                        ++sequence,
                        POINT,
                        channel,
                        at,
                        registerWh,
                        1_000,
                        true,
                        ClockState.MARKET,
                        context));
        return this;
    }

    /** Forgets how far the chains have got, as a restored copy of an old gateway does. */
    TestGateway forgetChains() {
        chain = newChain();
        return this;
    }

    /** Starts with sequence 1 again while the chains go on. */
    TestGateway renumber() {
        sequence = 0;
        return this;
    }

    /** What was read since the last block gets this clock. */
    TestGateway clock(ClockState clock) {
        pending.replaceAll(reading -> reading.withClock(clock));
        return this;
    }

    /** Signs what was read since the last block. */
    byte[] block() {
        byte[] bytes = signer.sign(new ReadingBlock(identity.gatewayId(), epoch, pending), chain);
        pending.clear();
        return bytes;
    }
}
