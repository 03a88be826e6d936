package energy.peerwatt.edge.format.sparkplug;

/** The value of a metric as it is on the wire; how to read its bits is said by the data type. */
public sealed interface MetricValue {

    /** A whole number of up to 32 or 64 bits. */
    record Bits(long bits) implements MetricValue {}

    /** An IEEE 754 number of 32 bits. */
    record FloatBits(int bits) implements MetricValue {}

    /** An IEEE 754 number of 64 bits. */
    record DoubleBits(long bits) implements MetricValue {}

    /** True or false. */
    record Flag(boolean value) implements MetricValue {}

    /** A text. */
    record Text(String value) implements MetricValue {}

    /** A value of a kind that no register has, or none at all. */
    record Other() implements MetricValue {}
}
