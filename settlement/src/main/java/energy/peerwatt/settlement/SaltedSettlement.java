package energy.peerwatt.settlement;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A settlement with the salts of its statement leaves. Drawn once; what the store kept first is
 * what the chain's root is made of.
 *
 * @param salts one per line, in the order of the lines
 */
public record SaltedSettlement(IntervalSettlement settlement, List<Salt> salts) {

    public SaltedSettlement {
        salts = List.copyOf(salts);
        if (salts.size() != settlement.lines().size()) {
            throw new IllegalArgumentException(
                    salts.size() + " salts for " + settlement.lines().size() + " lines");
        }
    }

    /** Draws a salt for each line; outside tests from a cryptographically strong generator. */
    public static SaltedSettlement draw(IntervalSettlement settlement, RandomGenerator random) {
        int lines = settlement.lines().size();
        // At once: a strong generator takes long for many small draws.
        byte[] drawn = new byte[Math.multiplyExact(lines, Salt.BYTES)];
        random.nextBytes(drawn);
        List<Salt> salts =
                IntStream.range(0, lines)
                        .mapToObj(line -> Salt.of(drawn, line * Salt.BYTES))
                        .toList();
        return new SaltedSettlement(settlement, salts);
    }
}
