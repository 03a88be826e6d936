package energy.peerwatt.settlement.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever fails whenever, each batch takes effect once and each member's wish is paid once. Each
 * build runs a share with a fresh seed; {@code -Dpeerwatt.faults=1000} runs the whole.
 */
class OutboxFaultTest {

    private static final int SHARE = 40;

    @TempDir Path home;

    private final long seed = Long.getLong("peerwatt.seed", System.nanoTime());
    private final int wanted = Integer.getInteger("peerwatt.faults", SHARE);
    private final Random random = new Random(seed);
    private final FaultTally tally = new FaultTally();
    private OutboxProcessLauncher launcher;

    @Test
    void nothingIsLostAndNothingDoubled() throws Exception {
        System.out.println("OutboxFaultTest -Dpeerwatt.seed=" + seed);
        long start = System.nanoTime();
        launcher = new OutboxProcessLauncher(home);
        try {
            for (int round = 0; tally.faults() < wanted || round < 2; round++) {
                try (FaultWorld world = world(round)) {
                    world.dieAtEachStep();
                    world.settleAndCompare();
                }
                long seconds = (System.nanoTime() - start) / 1_000_000_000;
                System.out.println("After " + seconds + " s: " + tally);
            }
        } finally {
            System.out.println("OutboxFaultTest: " + tally);
        }

        for (String kind : SETTLED) {
            assertThat(tally.of(kind)).as(kind).isPositive();
            assertThat(tally.of(kind + " lost")).as(kind).isZero();
            assertThat(tally.of(kind + " doubled")).as(kind).isZero();
        }
        assertThat(tally.faults()).isGreaterThanOrEqualTo(wanted);
        for (String kind : KINDS) {
            assertThat(tally.of(kind)).as(kind).isPositive();
        }
        for (String step : FaultWorld.ofKinds()) {
            assertThat(tally.of("halt before " + step)).as(step).isPositive();
            assertThat(tally.of("halt after " + step)).as(step).isPositive();
        }
        for (FaultKind kind : FaultKind.values()) {
            String underWay = "faults with a " + kind + " under way";
            assertThat(tally.of(underWay)).as(underWay).isPositive();
        }
    }

    /** What is on the chain in the end, each exactly once. */
    private static final List<String> SETTLED =
            List.of(
                    "first versions",
                    "corrections",
                    "parts of first versions",
                    "parts of corrections",
                    "payments");

    private static final String[] KINDS = {
        "halt before add",
        "halt after add",
        "halt before send",
        "halt after send",
        "halt before seal",
        "halt after seal",
        "halt before markSent",
        "halt after markSent",
        "halt before markMined",
        "halt after markMined",
        "halt before raise",
        "halt after raise",
        "halt before markFinal",
        "halt after markFinal",
        "halt before keep",
        "halt after keep",
        "halt before seat",
        "halt after seat",
        "node killed",
        "reorganisation of two blocks",
        "transactions that one took",
        "fee spike",
        "raised fees",
        "duplicate send"
    };

    private FaultWorld world(int round) throws Exception {
        Path directory = Files.createDirectory(home.resolve("world" + round));
        return round % 2 == 0
                ? new FaultWorld.Wild(directory, random, tally, launcher)
                : new FaultWorld.Embedded(directory, random, tally, launcher);
    }
}
