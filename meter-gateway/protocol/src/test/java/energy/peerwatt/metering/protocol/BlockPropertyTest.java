package energy.peerwatt.metering.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.metering.protocol.BlockResult.Verified;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockPropertyTest {

    private static final int MUTATIONS = 40_000;

    private final long seed = Long.getLong("seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @Test
    void signedBlocksVerifyToThemselvesAndProveEachReading() throws MalformedBlockException {
        for (int i = 0; i < 40; i++) {
            ReadingBlock block = BlockSamples.random(random);
            BlockSigner signer = BlockSamples.newSigner(block.gatewayId());
            byte[] signed = BlockSamples.sign(signer, block);

            BlockResult result = BlockSamples.trusting(signer.identity()).verify(signed);

            assertThat(result)
                    .as("-Dseed=%d", seed)
                    .isInstanceOfSatisfying(
                            Verified.class,
                            verified -> {
                                assertThat(verified.block()).isEqualTo(block);
                                assertThat(verified.keyId()).isEqualTo(signer.identity().keyId());
                                assertThat(verified.signed().toByteArray()).isEqualTo(signed);
                            });
            assertEachIsProvable(block, SignedBlock.decode(signed), signer.identity());
        }
    }

    private void assertEachIsProvable(
            ReadingBlock block, SignedBlock signed, GatewayIdentity identity) {
        for (Reading reading : block.readings()) {
            byte[] proof = signed.prove(reading.sequence()).orElseThrow().toByteArray();
            assertThat(BlockSamples.proofsTrusting(identity).verify(proof))
                    .as("-Dseed=%d", seed)
                    .isInstanceOfSatisfying(
                            ProofResult.Proven.class,
                            proven -> assertThat(proven.reading()).isEqualTo(reading));
        }
    }

    /** Body bytes are mutated below root and signature, so the decoder itself is reached. */
    @Test
    void everyBodyIsRefusedOrIsTheOnlyEncodingOfItsReadings() throws MalformedBlockException {
        fuzzBodies(BlockSamples.random(random));
        fuzzBodies(BlockSamples.small("gw-1"));
        fuzzBodies(BlockSamples.rich("gw-1"));
    }

    private void fuzzBodies(ReadingBlock block) throws MalformedBlockException {
        BlockSigner signer = BlockSamples.newSigner(block.gatewayId());
        SignedBlock signed = SignedBlock.decode(BlockSamples.sign(signer, block));
        BlockHeader header = BlockHeader.decode(CoseSign1.decode(signed.header()).payload());
        int decoded = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutant = mutate(signed.body());
            BodyCopy copy = new BodyCopy();
            try {
                BodyReader.readUnderAnyRoot(header, mutant, copy);
                assertThat(copy.writer.toByteArray(header.layout()))
                        .as("-Dseed=%d", seed)
                        .isEqualTo(mutant);
                decoded++;
            } catch (MalformedBlockException e) {
                assertThat(e.refused().reason()).isNotNull();
            }
        }
        System.out.printf(
                "fuzz CBOR block: %d decoded, %d refused, seed %d%n",
                decoded, MUTATIONS - decoded, seed);
        assertThat(decoded).as("-Dseed=%d: some mutants are valid bodies", seed).isPositive();
    }

    @Test
    void mutatedProofsProveNothing() throws MalformedBlockException {
        BlockSigner signer = BlockSamples.newSigner("gw-1");
        SignedBlock signed =
                SignedBlock.decode(BlockSamples.sign(signer, BlockSamples.rich("gw-1")));
        byte[] proof = signed.prove(2).orElseThrow().toByteArray();
        ReadingProofVerifier verifier = BlockSamples.proofsTrusting(signer.identity());
        for (int i = 0; i < MUTATIONS / 20; i++) {
            byte[] mutant = mutate(proof);
            if (!Arrays.equals(mutant, proof)) {
                assertThat(verifier.verify(mutant))
                        .as("-Dseed=%d", seed)
                        .isInstanceOf(ProofResult.Refused.class);
            }
        }
    }

    private static final class BodyCopy implements BodyReader.Visitor {

        private final BodyWriter writer = new BodyWriter();

        @Override
        public void reading(Reading reading, BodyReader at) {
            writer.add(reading, at.firstPrevious(), at.salt());
        }

        @Override
        public void withheld(BodyReader at) {
            writer.withhold(at.leafHash());
        }
    }

    @Test
    void envelopesOfRandomBytesAreRefused() {
        BlockSigner signer = BlockSamples.newSigner("gw-1");
        BlockVerifier verifier = BlockSamples.trusting(signer.identity());
        byte[] signed = BlockSamples.sign(signer, BlockSamples.small("gw-1"));
        for (int i = 0; i < 2_000; i++) {
            byte[] mutant = mutate(signed);
            if (!Arrays.equals(mutant, signed)) {
                assertThat(verifier.verify(mutant))
                        .as("-Dseed=%d", seed)
                        .isInstanceOf(BlockResult.Refused.class);
            }
        }
    }

    private byte[] mutate(byte[] original) {
        byte[] mutant = original.clone();
        for (int edits = random.nextInt(1, 4); edits > 0; edits--) {
            int at = random.nextInt(mutant.length);
            switch (random.nextInt(4)) {
                case 0 -> mutant[at] = (byte) random.nextInt();
                case 1 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> mutant = Arrays.copyOf(mutant, Math.max(1, at));
                default -> mutant = without(mutant, at);
            }
        }
        return mutant;
    }

    private static byte[] without(byte[] bytes, int at) {
        if (bytes.length == 1) {
            return bytes;
        }
        byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
        System.arraycopy(bytes, at + 1, shorter, at, bytes.length - at - 1);
        return shorter;
    }
}
