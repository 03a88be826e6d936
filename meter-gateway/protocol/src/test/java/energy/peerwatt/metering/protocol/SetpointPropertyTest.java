package energy.peerwatt.metering.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SetpointPropertyTest {

    private static final int MUTATIONS = 40_000;

    private final long seed = Long.getLong("seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @FunctionalInterface
    private interface Reencoder {
        byte[] reencode(byte[] payload) throws MalformedBlockException;
    }

    @Test
    void plansDecodeToThemselves() throws MalformedBlockException {
        for (int i = 0; i < 1_000; i++) {
            SetpointPlan plan = SetpointSamples.random(random);

            assertThat(SetpointCodec.decodePlan(SetpointCodec.encode(plan)))
                    .as("-Dseed=%d", seed)
                    .isEqualTo(plan);
        }
    }

    @Test
    void reportsDecodeToThemselves() throws MalformedBlockException {
        for (int i = 0; i < 1_000; i++) {
            SetpointReport report = SetpointSamples.randomReport(random);

            assertThat(SetpointCodec.decodeReport(SetpointCodec.encode(report)))
                    .as("-Dseed=%d", seed)
                    .isEqualTo(report);
        }
    }

    /** Payload bytes are mutated below the signature, so the decoder itself is reached. */
    @Test
    void everyPlanIsRefusedOrIsTheOnlyEncodingOfItself() {
        everyMutantIsRefusedOrTheOnlyEncoding(
                "plan",
                SetpointCodec.encode(SetpointSamples.small()),
                payload -> SetpointCodec.encode(SetpointCodec.decodePlan(payload)));
    }

    @Test
    void everyReportIsRefusedOrIsTheOnlyEncodingOfItself() {
        everyMutantIsRefusedOrTheOnlyEncoding(
                "report",
                SetpointCodec.encode(SetpointSamples.report()),
                payload -> SetpointCodec.encode(SetpointCodec.decodeReport(payload)));
    }

    private void everyMutantIsRefusedOrTheOnlyEncoding(
            String what, byte[] original, Reencoder reencoder) {
        int decoded = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutant = mutate(original);
            try {
                assertThat(reencoder.reencode(mutant)).as("-Dseed=%d", seed).isEqualTo(mutant);
                decoded++;
            } catch (MalformedBlockException e) {
                assertThat(e.refused().reason()).isNotNull();
            }
        }
        System.out.printf(
                "fuzz setpoint %s: %d decoded, %d refused, seed %d%n",
                what, decoded, MUTATIONS - decoded, seed);
        assertThat(decoded).as("-Dseed=%d: some mutants are valid", seed).isPositive();
    }

    private byte[] mutate(byte[] original) {
        byte[] mutant = original.clone();
        for (int edits = random.nextInt(1, 4); edits > 0; edits--) {
            int at = random.nextInt(mutant.length);
            switch (random.nextInt(4)) {
                case 0 -> mutant[at] = (byte) random.nextInt();
                case 1 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> mutant = Arrays.copyOf(mutant, Math.max(1, at));
                default -> mutant[at]++;
            }
        }
        return mutant;
    }
}
