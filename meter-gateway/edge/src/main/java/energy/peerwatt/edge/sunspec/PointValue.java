package energy.peerwatt.edge.sunspec;

/** The value of an implemented point. */
public sealed interface PointValue {

    /**
     * {@code raw × 10^exponent} in the unit of the point.
     *
     * @param exponent the scale factor, -10 to 10; 0 if the point has none
     */
    record Scaled(long raw, int exponent) implements PointValue {}

    /** Characters without the trailing NUL. */
    record Text(String value) implements PointValue {}
}
