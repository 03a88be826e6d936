package energy.peerwatt.edge.simulator.model;

/**
 * Randomness without state: the same seed and keys always give the same value.
 *
 * <p>Mixing function: SplitMix64, Steele, Lea, Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014.
 */
record Chance(long seed) {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    /** Independent randomness for {@code key}. */
    Chance at(long key) {
        return new Chance(mix(seed + GOLDEN_GAMMA * (key + 1)));
    }

    /** Uniform in [0, 1). */
    double unit() {
        return (mix(seed + GOLDEN_GAMMA) >>> 11) * 0x1.0p-53;
    }

    /** Uniform in [low, high). */
    double between(double low, double high) {
        return low + (high - low) * unit();
    }

    /** Uniform whole number, both ends included. */
    int whole(int low, int high) {
        return low + (int) (unit() * (high - low + 1));
    }

    boolean happens(double probability) {
        return unit() < probability;
    }

    /** Smooth noise in [0, 1) that takes a new independent value each time {@code x} grows by 1. */
    double noise(double x) {
        double cell = Math.floor(x);
        double share = x - cell;
        double smooth = share * share * (3 - 2 * share);
        double from = at((long) cell).unit();
        double to = at((long) cell + 1).unit();
        return from + (to - from) * smooth;
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
