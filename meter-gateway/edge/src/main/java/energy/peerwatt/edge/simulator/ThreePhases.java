package energy.peerwatt.edge.simulator;

/** Shares a total among three phases. */
final class ThreePhases {

    private ThreePhases() {}

    /**
     * Three parts whose sum is exactly {@code wattHours} and that never decrease while the total
     * grows.
     */
    static long[] split(long wattHours) {
        return new long[] {(wattHours + 2) / 3, (wattHours + 1) / 3, wattHours / 3};
    }
}
