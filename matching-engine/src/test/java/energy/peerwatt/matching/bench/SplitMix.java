package energy.peerwatt.matching.bench;

/** A small random number generator with a published sequence: SplitMix64 (Steele et al., 2014). */
final class SplitMix {

    private long state;

    SplitMix(long seed) {
        state = seed;
    }

    /** From 0 to less than {@code bound}, which is positive. */
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** From 0 to less than 1, in steps of 2^-53. */
    double unit() {
        return (next() >>> 11) * 0x1p-53;
    }

    private long next() {
        state += 0x9e3779b97f4a7c15L;
        long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
