package energy.peerwatt.metering.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.BlockResult.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadingProofTest {

    private static final String GATEWAY = "gw-1";

    private final BlockSigner signer = BlockSamples.newSigner(GATEWAY);
    private final ReadingProofVerifier verifier = BlockSamples.proofsTrusting(signer.identity());

    @Test
    void provesEveryReadingOfBlocksOfEverySize() throws MalformedBlockException {
        for (int size : new int[] {1, 2, 3, 4, 5, 7, 8, 9, 100, 999, 1_000}) {
            ReadingBlock block = blockOf(size);
            SignedBlock signed = SignedBlock.decode(BlockSamples.sign(signer, block));
            for (int i = 0; i < size; i += Math.max(1, size / 11)) {
                Reading reading = block.readings().get(i);
                assertThat(verify(signed, reading.sequence()))
                        .as("%d of %d", i, size)
                        .isInstanceOfSatisfying(
                                ProofResult.Proven.class,
                                proven -> assertThat(proven.reading()).isEqualTo(reading));
            }
        }
    }

    @Test
    void saysNothingOfOtherReadings() throws MalformedBlockException {
        SignedBlock signed = signed();

        byte[] proof = signed.prove(9).orElseThrow().toByteArray();

        assertThat(hex(signed.body())).contains(hex(BlockSamples.OTHER));
        assertThat(hex(proof)).doesNotContain(hex(BlockSamples.OTHER));
    }

    @Test
    void isEmptyForSequencesOfOtherBlocks() throws MalformedBlockException {
        assertThat(signed().prove(6)).isEmpty();
        assertThat(signed().prove(11)).isEmpty();
    }

    @Test
    void doesNotProveAnotherReadingUnderTheSamePath() throws MalformedBlockException {
        ReadingProof right = signed().prove(8).orElseThrow();
        ReadingProof neighbour = signed().prove(9).orElseThrow();

        byte[] swapped =
                new ReadingProof(right.header(), neighbour.leaf(), right.path()).toByteArray();

        assertThat(verifier.verify(swapped))
                .isInstanceOfSatisfying(
                        ProofResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Refusal.WRONG_ROOT));
    }

    @Test
    void isRefusedWithoutTheGatewaysKey() throws MalformedBlockException {
        byte[] proof = signed().prove(8).orElseThrow().toByteArray();
        GatewayIdentity stranger = BlockSamples.newSigner(GATEWAY).identity();

        assertThat(BlockSamples.proofsTrusting(stranger).verify(proof))
                .isInstanceOfSatisfying(
                        ProofResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Refusal.UNKNOWN_KEY));
    }

    @Test
    void consecutiveReadingsOfRegisterAreProvenToFollowEachOther() throws MalformedBlockException {
        ProofResult.Proven before = (ProofResult.Proven) verify(signed(), 8);
        ProofResult.Proven after = (ProofResult.Proven) verify(signed(), 10);

        assertThat(after.previous()).isEqualTo(before.leaf());
    }

    @Test
    void erasedPointIsGoneAndTheOthersStayProvable() throws MalformedBlockException {
        SignedBlock erased = signed().without(Set.of(BlockSamples.POINT));

        assertThat(hex(erased.body())).doesNotContain(hex(BlockSamples.POINT));
        assertThat(verify(erased, 7)).isInstanceOf(ProofResult.Proven.class);
        assertThat(erased.prove(8)).isEmpty();
        assertThat(erased.without(Set.of(BlockSamples.POINT))).isEqualTo(erased);
    }

    private SignedBlock signed() throws MalformedBlockException {
        return SignedBlock.decode(BlockSamples.sign(signer, BlockSamples.small(GATEWAY)));
    }

    private ProofResult verify(SignedBlock block, long sequence) {
        return verifier.verify(block.prove(sequence).orElseThrow().toByteArray());
    }

    private static ReadingBlock blockOf(int size) {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Instant at = Instant.ofEpochSecond(1_780_000_000L + i);
            readings.add(
                    new Reading(500 + i, BlockSamples.POINT, Channel.IMPORT, at, 7L * i, 1, false));
        }
        return new ReadingBlock(GATEWAY, 3, readings);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String hex(MeteringPointId point) {
        return hex(point.value().getBytes(StandardCharsets.US_ASCII));
    }
}
