package energy.peerwatt.bench;

import energy.peerwatt.metering.protocol.BlockResult;
import energy.peerwatt.metering.protocol.BlockVerifier;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Bytes to verified readings on one thread; run it on one processor. */
public final class VerificationBenchmark {

    private static final int GATEWAYS = 20;
    private static final int BLOCKS = 20;
    private static final int ROUNDS = 20;

    private VerificationBenchmark() {}

    /**
     * Measures.
     *
     * @param args file for the figures, directory
     */
    public static void main(String... args) throws Exception {
        Path file = Path.of(args[1]).resolve("blocks");
        try (PreparedBlocks blocks = PreparedBlocks.prepare(file, GATEWAYS, BLOCKS)) {
            Map<String, GatewayIdentity> keys = new HashMap<>();
            for (int gateway = 0; gateway < GATEWAYS; gateway++) {
                keys.put(blocks.identity(gateway).keyId(), blocks.identity(gateway));
            }
            byte[][] bytes = new byte[GATEWAYS * BLOCKS][];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = blocks.block(i % GATEWAYS, i / GATEWAYS);
            }
            BlockVerifier verifier = new BlockVerifier(id -> Optional.ofNullable(keys.get(id)));
            double[] rates = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                rates[round] = readingsPerSecond(verifier, bytes);
            }
            double[] warm = Arrays.copyOfRange(rates, ROUNDS / 2, ROUNDS);
            Arrays.sort(warm);
            new Figures()
                    .with("verifiedReadingsPerSecond", warm[warm.length / 2])
                    .with("verifiedLowestRound", warm[0])
                    .with("verifiedBytesPerReading", bytes[0].length / 1_000.0)
                    .write(Path.of(args[0]));
        }
    }

    private static double readingsPerSecond(BlockVerifier verifier, byte[][] blocks) {
        long start = System.nanoTime();
        long readings = 0;
        for (byte[] block : blocks) {
            if (verifier.verify(block) instanceof BlockResult.Verified verified) {
                readings += verified.block().readings().size();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Figures.require(readings == blocks.length * 1_000L, "verified: " + readings);
        return readings / seconds;
    }
}
