package energy.peerwatt.metering.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.BlockResult.Refusal;
import energy.peerwatt.metering.protocol.BlockResult.Refused;
import energy.peerwatt.metering.protocol.BlockResult.Verified;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlockTest {

    /** As many as fit into one block. */
    private static final int LONGEST_RECORDS =
            ReadingBlock.MAX_RECORD_BYTES / MeterRecord.MAX_BYTES;

    private final BlockSigner signer = BlockSamples.newSigner("gw-1");
    private final BlockVerifier verifier = BlockSamples.trusting(signer.identity());
    private final ReadingBlock block = BlockSamples.small("gw-1");

    @Test
    void verifiesWhatWasSigned() {
        BlockResult result = verifier.verify(BlockSamples.sign(signer, block));

        assertThat(result).isInstanceOf(Verified.class);
        Verified verified = (Verified) result;
        assertThat(verified.block()).isEqualTo(block);
        assertThat(verified.keyId()).isEqualTo(signer.identity().keyId());
    }

    @Test
    void encodesTheKnownVectors() throws IOException {
        BlockSigner known = new BlockSigner("gw-vector", BlockSamples.rfc8032Key());

        byte[] plain = BlockSamples.sign(known, BlockSamples.small("gw-vector"));
        byte[] rich = BlockSamples.sign(known, BlockSamples.rich("gw-vector"));

        assertThat(HexFormat.of().formatHex(plain)).isEqualTo(vector(2));
        assertThat(HexFormat.of().formatHex(rich)).isEqualTo(vector(3));
    }

    @Test
    void readingsWithoutMoreToSayHaveTheSameLeafInBothLayouts() {
        byte[] rich = BlockSamples.sign(signer, BlockSamples.rich("gw-1"));
        Reading plain = BlockSamples.rich("gw-1").readings().getLast();
        ReadingChain chain = new ReadingChain("gw-1", 1, BlockSamples.SALT);
        BlockSamples.rich("gw-1").readings().subList(0, 4).forEach(chain::append);

        byte[] alone = signer.sign(new ReadingBlock("gw-1", 1, List.of(plain)), chain);

        assertThat(links(alone).getLast().head()).isEqualTo(headOf(rich, plain));
    }

    @Test
    void erasedReadingsOfLayout3LeaveTheOthersProvable() {
        byte[] rich = BlockSamples.sign(signer, BlockSamples.rich("gw-1"));
        Verified verified = (Verified) verifier.verify(rich);

        SignedBlock rest = verified.signed().without(Set.of(BlockSamples.POINT));

        assertThat(rest.prove(1)).isEmpty();
        byte[] proof = rest.prove(4).orElseThrow().toByteArray();
        assertThat(BlockSamples.proofsTrusting(signer.identity()).verify(proof))
                .isInstanceOf(ProofResult.Proven.class);
    }

    private List<ChainLink> links(byte[] signed) {
        return ((Verified) verifier.verify(signed)).links();
    }

    private Hash256 headOf(byte[] signed, Reading reading) {
        return links(signed).stream()
                .filter(link -> link.meteringPoint().equals(reading.meteringPoint()))
                .filter(link -> link.channel() == reading.channel())
                .findFirst()
                .orElseThrow()
                .head();
    }

    @Test
    void verifiesTheKnownVector() throws IOException {
        byte[] bytes = HexFormat.of().parseHex(vector(2));

        BlockResult result = BlockSamples.trusting(BlockSamples.RFC_8032).verify(bytes);

        assertThat(result)
                .isInstanceOfSatisfying(
                        Verified.class,
                        verified -> {
                            assertThat(verified.block()).isEqualTo(BlockSamples.small("gw-vector"));
                            assertThat(verified.keyId()).isEqualTo("06e3fd8fda29bb60");
                        });
    }

    @Test
    void refusesAnyFlippedBit() {
        refusesAnyFlippedBit(BlockSamples.sign(signer, block));
        refusesAnyFlippedBit(BlockSamples.sign(signer, BlockSamples.rich("gw-1")));
    }

    private void refusesAnyFlippedBit(byte[] signed) {
        for (int bit = 0; bit < signed.length * 8; bit++) {
            byte[] tampered = signed.clone();
            tampered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(verifier.verify(tampered)).as("bit %d", bit).isInstanceOf(Refused.class);
        }
    }

    @Test
    void refusesTruncatedAndExtendedBytes() {
        byte[] signed = BlockSamples.sign(signer, block);

        for (int length = 0; length < signed.length; length++) {
            byte[] cut = Arrays.copyOf(signed, length);
            assertRefused(Refusal.MALFORMED, verifier.verify(cut));
        }
        assertRefused(Refusal.MALFORMED, verifier.verify(Arrays.copyOf(signed, signed.length + 1)));
    }

    @Test
    void refusesUnregisteredKey() {
        byte[] foreign = BlockSamples.sign(BlockSamples.newSigner("gw-1"), block);

        assertRefused(Refusal.UNKNOWN_KEY, verifier.verify(foreign));
    }

    @Test
    void refusesSignatureOfAnotherKeyUnderRegisteredKeyId() throws MalformedBlockException {
        SignedBlock signed = SignedBlock.decode(BlockSamples.sign(signer, block));
        byte[] payload = CoseSign1.decode(signed.header()).payload();
        byte[] keyId = signer.identity().publicKey().idBytes();
        byte[] foreign =
                new CoseSign1(SignatureAlgorithm.ED25519, keyId, payload, new byte[64]).encode();

        BlockResult result = verifier.verify(new SignedBlock(foreign, signed.body()).toByteArray());

        assertRefused(Refusal.BAD_SIGNATURE, result);
    }

    @Test
    void refusesReadingsOfAnotherBlock() throws MalformedBlockException {
        SignedBlock signed = SignedBlock.decode(BlockSamples.sign(signer, block));
        List<Reading> others = new ArrayList<>(block.readings());
        Reading last = others.removeLast();
        others.add(last.withClock(ClockState.MARKET));
        SignedBlock other =
                SignedBlock.decode(BlockSamples.sign(signer, new ReadingBlock("gw-1", 1, others)));

        byte[] mixed = new SignedBlock(signed.header(), other.body()).toByteArray();

        assertRefused(Refusal.WRONG_ROOT, verifier.verify(mixed));
    }

    @Test
    void refusesWithheldReadingsFromGateways() throws MalformedBlockException {
        SignedBlock signed = SignedBlock.decode(BlockSamples.sign(signer, block));

        byte[] withheld = signed.without(Set.of(BlockSamples.OTHER)).toByteArray();

        assertRefused(Refusal.MALFORMED, verifier.verify(withheld));
    }

    @Test
    void refusesBlockOfAnotherGateway() {
        GatewayIdentity registered = new GatewayIdentity("gw-2", signer.identity().publicKey());

        BlockResult result =
                BlockSamples.trusting(registered).verify(BlockSamples.sign(signer, block));

        assertRefused(Refusal.WRONG_GATEWAY, result);
    }

    @Test
    void refusesTooManyBytes() {
        BlockResult result = verifier.verify(new byte[BlockVerifier.MAX_BYTES + 1]);

        assertRefused(Refusal.TOO_LARGE, result);
    }

    @Test
    void refusesUnknownLayoutVersionsAndOutOfRangeContent() throws MalformedBlockException {
        byte[] header =
                CoseSign1.decode(SignedBlock.decode(BlockSamples.sign(signer, block)).header())
                        .payload();
        byte[] version4 = header.clone();
        version4[1] = 4;
        byte[] epoch0 = header.clone();
        epoch0[7] = 0;

        assertThat(refusalOf(version4)).isEqualTo(Refusal.UNSUPPORTED_VERSION);
        assertThat(refusalOf(epoch0)).isEqualTo(Refusal.INVALID_CONTENT);
        assertRefused(Refusal.UNSUPPORTED_VERSION, verifier.verify(new byte[] {(byte) 0xD2}));
    }

    @Test
    void largestBlockFits() {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < ReadingBlock.MAX_READINGS; i++) {
            readings.add(largest(i));
        }
        ReadingBlock largest = new ReadingBlock("gw-1", Long.MAX_VALUE, readings);

        byte[] signed = BlockSamples.sign(signer, largest);

        assertThat(signed.length).isLessThan(BlockVerifier.MAX_BYTES);
        assertThat(verifier.verify(signed)).isInstanceOf(Verified.class);
    }

    @Test
    void whatGoesBesideARegisterCostsLittle() {
        DeviceEvidence evidence =
                new DeviceEvidence(
                        "eastron-sdm630",
                        Hash256.sha256(new byte[] {1}),
                        Hash256.sha256(new byte[] {2}),
                        Optional.of("1234567"));
        int plain = bytesOfEach(DeviceContext.NONE);
        int power = bytesOfEach(DeviceContext.NONE.withWatts(Optional.of(3_000)));
        int full = bytesOfEach(DeviceContext.of(evidence).withWatts(Optional.of(3_000)));

        System.out.printf(
                "bytes of a reading in a block: %d, with power %d, with evidence too %d%n",
                plain, power, full);
        assertThat(plain).isLessThan(40);
        assertThat(power - plain).isLessThan(8);
        assertThat(full - power).isLessThan(40);
    }

    private int bytesOfEach(DeviceContext context) {
        List<Reading> readings = new ArrayList<>();
        for (int i = 1; i <= ReadingBlock.MAX_READINGS; i++) {
            Instant at = Instant.parse("2026-06-18T07:14:59.900Z").plusSeconds(i);
            readings.add(
                    new Reading(
                            i,
                            BlockSamples.POINT,
                            Channel.IMPORT,
                            at,
                            16_647_947 + i,
                            1_000,
                            true,
                            ClockState.MARKET,
                            context));
        }
        byte[] signed = BlockSamples.sign(signer, new ReadingBlock("gw-1", 1, readings));
        return signed.length / ReadingBlock.MAX_READINGS;
    }

    @Test
    void refusesToBuildBlockWithTooManyRecords() {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < LONGEST_RECORDS; i++) {
            readings.add(largest(i));
        }
        Reading last = largest(LONGEST_RECORDS - 1);
        readings.add(
                new Reading(
                        last.sequence() + 1,
                        last.meteringPoint(),
                        last.channel(),
                        last.at(),
                        last.registerWh(),
                        1,
                        true,
                        last.clock(),
                        last.context()));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReadingBlock("gw-1", 1, readings));
        assertThat(ReadingBlock.fitting(readings)).hasSize(LONGEST_RECORDS);
    }

    @Test
    void refusesForeignBlockThatRepeatsARecord() throws MalformedBlockException {
        BodyWriter body = new BodyWriter();
        for (int i = 0; i < LONGEST_RECORDS + 1; i++) {
            Reading reading = largest(0);
            body.add(reading, new byte[32], new byte[32]);
        }
        BlockHeader header =
                new BlockHeader(
                        BlockHeader.WITH_CONTEXT,
                        "gw-1",
                        1,
                        1,
                        LONGEST_RECORDS + 1,
                        Hash256.sha256(new byte[0]));
        byte[] signed =
                CoseSign1.sign(BlockSamples.rfc8032Key(), CoseSign1.BLOCK, header.encode())
                        .encode();
        BlockVerifier trusting =
                BlockSamples.trusting(
                        new GatewayIdentity("gw-1", BlockSamples.rfc8032Key().verificationKey()));

        BlockResult result =
                trusting.verify(
                        new SignedBlock(signed, body.toByteArray(BlockHeader.WITH_CONTEXT))
                                .toByteArray());

        assertRefused(Refusal.MALFORMED, result);
    }

    @Test
    void refusesToBuildBlockWithGap() {
        List<Reading> gap = List.of(block.readings().get(0), block.readings().get(2));

        assertThatIllegalArgumentException().isThrownBy(() -> new ReadingBlock("gw-1", 1, gap));
    }

    @Test
    void acknowledgementSurvivesJson() {
        Acknowledgement sent = new Acknowledgement(3, 1_234_567);

        assertThat(sent.toJson()).isEqualTo("{\"epoch\":3,\"sequence\":1234567}");
        assertThat(parse(sent.toJson())).contains(sent);
        assertThat(parse(" { \"epoch\" : 3 , \"sequence\" : 0 } ")).isPresent();
        Acknowledgement conflict = new Acknowledgement(3, 7, true);
        assertThat(conflict.toJson()).isEqualTo("{\"epoch\":3,\"sequence\":7,\"conflict\":true}");
        assertThat(parse(conflict.toJson())).contains(conflict);
        assertThat(parse("{\"epoch\":3,\"sequence\":7,\"conflict\":false}")).isEmpty();
    }

    @Test
    void acknowledgementRefusesAnythingElse() {
        IntStream.range(0, 3).forEach(i -> assertThat(parse("{".repeat(i))).isEmpty());
        assertThat(parse("{\"epoch\":0,\"sequence\":1}")).isEmpty();
        assertThat(parse("{\"epoch\":1,\"sequence\":-1}")).isEmpty();
        assertThat(parse("{\"epoch\":1,\"sequence\":99999999999999999999}")).isEmpty();
        assertThat(parse("{\"epoch\":1}")).isEmpty();
    }

    @Test
    void topicsNameTheirGateway() {
        BlockTopics topics = new BlockTopics("gw-1");

        assertThat(topics.block()).isEqualTo("peerwatt/v1/gw-1/up/block");
        assertThat(topics.live()).isEqualTo("peerwatt/v1/gw-1/up/live");
        assertThat(topics.ack()).isEqualTo("peerwatt/v1/gw-1/down/ack");
        assertThatIllegalArgumentException().isThrownBy(() -> new BlockTopics("gw/1"));
    }

    @Test
    void identityIsReadBackFromItsBase64() {
        GatewayIdentity identity = signer.identity();

        assertThat(GatewayIdentity.of("gw-1", identity.publicKeyBase64())).isEqualTo(identity);
        assertThat(identity.keyId()).matches("[0-9a-f]{16}");
        assertThatIllegalArgumentException().isThrownBy(() -> GatewayIdentity.of("gw-1", "AAAA"));
    }

    private static Reading largest(int i) {
        return new Reading(
                (1L << 62) + i,
                new MeteringPointId("AT0000000000000000000000000000" + (100 + i % 900)),
                i < 900 ? Channel.GENERATION : Channel.IMPORT,
                Instant.parse("9999-12-31T23:59:59.999Z"),
                Long.MAX_VALUE,
                Integer.MAX_VALUE,
                true,
                new ClockState(
                        ClockState.Source.KERNEL,
                        ClockState.Sync.SYNCHRONISED,
                        Optional.of(new ClockState.Deviation(-Integer.MAX_VALUE + i, 1 << 30))),
                new DeviceContext(
                        Optional.of(Integer.MIN_VALUE),
                        Optional.of(
                                new DeviceEvidence(
                                        "x".repeat(60) + (1_000 + i),
                                        Hash256.sha256(new byte[] {1}),
                                        Hash256.sha256(new byte[] {2}),
                                        Optional.of("y".repeat(DeviceEvidence.MAX_IDENTITY)))),
                        i < LONGEST_RECORDS ? Optional.of(longestRecord(i)) : Optional.empty()));
    }

    private static MeterRecord longestRecord(int i) {
        byte[] bytes = new byte[MeterRecord.MAX_BYTES];
        bytes[0] = (byte) i;
        return new MeterRecord(MeterRecord.Form.OCMF, bytes);
    }

    private static Optional<Acknowledgement> parse(String json) {
        return Acknowledgement.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Refusal refusalOf(byte[] payload) {
        try {
            throw new AssertionError("decoded " + BlockHeader.decode(payload));
        } catch (MalformedBlockException e) {
            return e.refused().reason();
        }
    }

    private static void assertRefused(Refusal reason, BlockResult result) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private static String vector(int layout) throws IOException {
        try (InputStream in = BlockTest.class.getResourceAsStream("/block-v" + layout + ".hex")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII)
                    .strip();
        }
    }
}
