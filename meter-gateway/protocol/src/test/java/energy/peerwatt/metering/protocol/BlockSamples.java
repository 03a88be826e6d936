package energy.peerwatt.metering.protocol;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.ClockState.Source;
import energy.peerwatt.metering.protocol.ClockState.Sync;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Blocks and keys for tests. */
final class BlockSamples {

    /** RFC 8032 section 7.1, test 1, as X.509 and PKCS 8. */
    static final GatewayIdentity RFC_8032 =
            GatewayIdentity.of(
                    "gw-vector", "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");

    private static final String RFC_8032_PRIVATE =
            "302e020100300506032b657004220420"
                    + "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

    private BlockSamples() {}

    static SigningKey rfc8032Key() {
        return Ed25519SigningKey.ofPkcs8(HexFormat.of().parseHex(RFC_8032_PRIVATE));
    }

    static BlockSigner newSigner(String gatewayId) {
        return new BlockSigner(gatewayId, Ed25519SigningKey.generate(new SecureRandom()));
    }

    static BlockVerifier trusting(GatewayIdentity identity) {
        return new BlockVerifier(
                keyId -> keyId.equals(identity.keyId()) ? Optional.of(identity) : Optional.empty());
    }

    static ReadingProofVerifier proofsTrusting(GatewayIdentity identity) {
        return new ReadingProofVerifier(
                keyId -> keyId.equals(identity.keyId()) ? Optional.of(identity) : Optional.empty());
    }

    /** A salt key that is no secret. */
    static final SaltKey SALT = SaltKey.of(new byte[SaltKey.BYTES]);

    static final MeteringPointId POINT = new MeteringPointId("AT-SIM-00000000000000000000000101");
    static final MeteringPointId OTHER = new MeteringPointId("AT-SIM-00000000000000000000000102");

    /** Signs as the first block of an epoch. */
    static byte[] sign(BlockSigner signer, ReadingBlock block) {
        return signer.sign(block, new ReadingChain(block.gatewayId(), block.epoch(), SALT));
    }

    static ReadingBlock small(String gatewayId) {
        Instant at = Instant.parse("2026-06-18T07:14:59.900Z");
        ClockState chrony =
                new ClockState(
                        Source.CHRONY,
                        Sync.SYNCHRONISED,
                        Optional.of(new ClockState.Deviation(-3, 12)));
        DeviceContext context =
                DeviceContext.of(
                        new DeviceEvidence(
                                "eastron-sdm630",
                                Hash256.sha256(new byte[] {1}),
                                Hash256.sha256(new byte[] {2})));
        return new ReadingBlock(
                gatewayId,
                1,
                List.of(
                        new Reading(7, OTHER, Channel.IMPORT, at, 16_647_947, 1_000, false),
                        new Reading(8, POINT, Channel.IMPORT, at, 0, 1_000, true, chrony, context),
                        new Reading(
                                9,
                                POINT,
                                Channel.EXPORT,
                                at,
                                5_134_482,
                                1_954,
                                true,
                                chrony,
                                DeviceContext.NONE),
                        new Reading(
                                10,
                                POINT,
                                Channel.IMPORT,
                                at.plusSeconds(1),
                                4,
                                1_000,
                                true,
                                chrony,
                                context)));
    }

    /** Readings of layout 3: with power, identity and a record of the meter, or some of these. */
    static ReadingBlock rich(String gatewayId) {
        Instant at = Instant.parse("2026-06-18T07:14:59.900Z");
        DeviceContext full =
                new DeviceContext(
                        Optional.of(-1_234),
                        Optional.of(evidence(Optional.of("Maker Type 1.0 4711"))),
                        Optional.of(ocmf("OCMF|{\"PG\":\"T1\"}|{}")));
        DeviceContext named = DeviceContext.of(evidence(Optional.of("Maker Type 1.0 4711")));
        DeviceContext power = DeviceContext.NONE.withWatts(Optional.of(230));
        ClockState clock = ClockState.MARKET;
        return new ReadingBlock(
                gatewayId,
                1,
                List.of(
                        new Reading(1, POINT, Channel.IMPORT, at, 10, 1_000, true, clock, full),
                        new Reading(2, POINT, Channel.EXPORT, at, 20, 1_000, true, clock, full),
                        new Reading(3, OTHER, Channel.IMPORT, at, 30, 1_000, true, clock, named),
                        new Reading(4, OTHER, Channel.EXPORT, at, 40, 1_000, false, clock, power),
                        new Reading(
                                5,
                                OTHER,
                                Channel.IMPORT,
                                at.plusSeconds(1),
                                31,
                                1_000,
                                false,
                                clock,
                                DeviceContext.NONE)));
    }

    static MeterRecord ocmf(String text) {
        return new MeterRecord(MeterRecord.Form.OCMF, text.getBytes(StandardCharsets.UTF_8));
    }

    private static DeviceEvidence evidence(Optional<String> identity) {
        return new DeviceEvidence(
                "eastron-sdm630",
                Hash256.sha256(new byte[] {1}),
                Hash256.sha256(new byte[] {2}),
                identity);
    }

    static ReadingBlock random(RandomGenerator random) {
        long first = random.nextLong(1, 1L << 40);
        int count = random.nextInt(1, 40);
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            readings.add(reading(first + i, random));
        }
        return new ReadingBlock("gw-" + random.nextInt(1000), random.nextLong(1, 99), readings);
    }

    private static Reading reading(long sequence, RandomGenerator random) {
        Channel[] channels = Channel.values();
        return new Reading(
                sequence,
                new MeteringPointId("MP-" + random.nextInt(12)),
                channels[random.nextInt(channels.length)],
                Instant.ofEpochMilli(random.nextLong(0, 253_402_300_799_999L)),
                random.nextLong() >>> random.nextInt(1, 60),
                random.nextInt(1, Integer.MAX_VALUE),
                random.nextBoolean(),
                clock(random),
                context(random));
    }

    private static ClockState clock(RandomGenerator random) {
        Source source = random.nextBoolean() ? Source.CHRONY : Source.KERNEL;
        int offset = random.nextInt(-4_000, 4_000);
        return random.nextBoolean()
                ? new ClockState(source, Sync.NEVER, Optional.empty())
                : new ClockState(
                        source,
                        Sync.SYNCHRONISED,
                        Optional.of(new ClockState.Deviation(offset, random.nextInt(3))));
    }

    private static DeviceContext context(RandomGenerator random) {
        return new DeviceContext(
                random.nextBoolean() ? Optional.of(random.nextInt()) : Optional.empty(),
                evidence(random),
                random.nextBoolean() ? Optional.empty() : Optional.of(record(random)));
    }

    private static MeterRecord record(RandomGenerator random) {
        return ocmf("OCMF|" + random.nextInt(4) + "|".repeat(random.nextInt(1, 300)));
    }

    private static Optional<DeviceEvidence> evidence(RandomGenerator random) {
        if (random.nextBoolean()) {
            return Optional.empty();
        }
        byte[] frame = new byte[8];
        random.nextBytes(frame);
        Hash256 profile = Hash256.sha256(new byte[] {(byte) random.nextInt(3)});
        Optional<String> identity =
                random.nextBoolean() ? Optional.empty() : Optional.of("SN " + random.nextInt(3));
        return Optional.of(
                new DeviceEvidence("meter.v1", profile, Hash256.sha256(frame), identity));
    }
}
