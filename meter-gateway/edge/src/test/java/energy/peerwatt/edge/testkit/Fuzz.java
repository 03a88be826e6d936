package energy.peerwatt.edge.testkit;

import energy.peerwatt.edge.format.RefusedException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Changes good messages at random and gives them to a decoder for a second or 2,000 times, if that
 * takes longer. {@code -Dseed=…} repeats a run; its seed is printed.
 */
public final class Fuzz {

    private static final long NANOS = Duration.ofSeconds(1).toNanos();
    private static final int AT_LEAST = 2_000;
    private static final int MAX_EDITS = 4;
    private static final String TELLING = "0129.-eE{}[]()\",:/!|*+\r\n";

    /** What is to withstand. */
    @FunctionalInterface
    public interface Decoder {

        /** Decodes or refuses; anything else that it throws is a fault. */
        void decode(byte[] bytes) throws RefusedException;
    }

    private Fuzz() {}

    /** The seed of this run. */
    public static long seed() {
        return Long.getLong("seed", new Random().nextLong());
    }

    /** Fails with the bytes and the seed if the decoder throws anything but a refusal. */
    public static void run(String name, List<byte[]> good, Decoder decoder) {
        long seed = seed();
        Random random = new Random(seed);
        long start = System.nanoTime();
        int decoded = 0;
        int refused = 0;
        while (System.nanoTime() - start < NANOS || decoded + refused < AT_LEAST) {
            byte[] mutant = mutant(good.get(random.nextInt(good.size())), random);
            try {
                decoder.decode(mutant);
                decoded++;
            } catch (RefusedException e) {
                refused++;
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError(
                        name + ", -Dseed=" + seed + ": " + Arrays.toString(mutant), e);
            }
        }
        System.out.printf(
                "fuzz %s: %d decoded, %d refused, seed %d%n", name, decoded, refused, seed);
    }

    /** A message with a few random changes. */
    public static byte[] mutant(byte[] message, Random random) {
        byte[] mutant = message.clone();
        for (int edits = random.nextInt(1, MAX_EDITS + 1);
                edits > 0 && mutant.length > 0;
                edits--) {
            int at = random.nextInt(mutant.length);
            int to = random.nextInt(at, mutant.length);
            switch (random.nextInt(6)) {
                case 0 -> mutant[at] = (byte) random.nextInt();
                case 1 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> mutant = Arrays.copyOf(mutant, at);
                case 3 -> mutant = joined(mutant, at, mutant, to);
                case 4 -> mutant = joined(mutant, to, mutant, at);
                default -> mutant[at] = (byte) TELLING.charAt(random.nextInt(TELLING.length()));
            }
        }
        return mutant;
    }

    private static byte[] joined(byte[] head, int headEnd, byte[] tail, int tailStart) {
        byte[] joined = Arrays.copyOf(head, headEnd + tail.length - tailStart);
        System.arraycopy(tail, tailStart, joined, headEnd, tail.length - tailStart);
        return joined;
    }
}
