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
    void signedBlocksVerifyToThemselves() {
        for (int i = 0; i < 200; i++) {
            ReadingBlock block = BlockSamples.random(random);
            BlockSigner signer = BlockSamples.newSigner(block.gatewayId());

            BlockResult result =
                    BlockSamples.trusting(signer.identity()).verify(signer.sign(block));

            assertThat(result)
                    .as("-Dseed=%d", seed)
                    .isEqualTo(new Verified(block, signer.identity().keyId()));
        }
    }

    /** Payload bytes are mutated below the signature, so the decoder itself is reached. */
    @Test
    void everyPayloadIsRefusedOrIsTheOnlyEncodingOfItsBlock() {
        byte[] original = BlockCodec.encode(BlockSamples.random(random));
        int decoded = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutant = mutate(original);
            try {
                ReadingBlock block = BlockCodec.decode(mutant);
                assertThat(BlockCodec.encode(block)).as("-Dseed=%d", seed).isEqualTo(mutant);
                decoded++;
            } catch (MalformedBlockException e) {
                assertThat(e.refused().reason()).isNotNull();
            }
        }
        System.out.printf(
                "fuzz CBOR block: %d decoded, %d refused, seed %d%n",
                decoded, MUTATIONS - decoded, seed);
        assertThat(decoded).as("-Dseed=%d: some mutants are valid blocks", seed).isPositive();
    }

    @Test
    void envelopesOfRandomBytesAreRefused() {
        BlockSigner signer = BlockSamples.newSigner("gw-1");
        BlockVerifier verifier = BlockSamples.trusting(signer.identity());
        byte[] signed = signer.sign(BlockSamples.small("gw-1"));
        for (int i = 0; i < 5_000; i++) {
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
