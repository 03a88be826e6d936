package energy.peerwatt.matching.bench;

import java.util.Arrays;

/** Counts durations by the nanosecond. */
final class LatencyHistogram {

    /** What takes longer is counted as this long. */
    private static final int LONGEST = 1 << 20;

    private final int[] counts = new int[LONGEST + 1];

    void add(long nanos) {
        counts[(int) Math.min(nanos, LONGEST)]++;
    }

    void clear() {
        Arrays.fill(counts, 0);
    }

    /**
     * The duration that this share of all does not exceed, in nanoseconds.
     *
     * @param perMille 1 to 1,000
     */
    int quantile(int perMille) {
        long total = Arrays.stream(counts).asLongStream().sum();
        long rank = Math.ceilDiv(total * perMille, 1_000);
        int nanos = 0;
        for (long seen = counts[0]; seen < rank; seen += counts[nanos]) {
            nanos++;
        }
        return nanos;
    }
}
