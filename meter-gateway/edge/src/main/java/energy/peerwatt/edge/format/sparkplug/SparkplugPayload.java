package energy.peerwatt.edge.format.sparkplug;

import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One payload.
 *
 * @param timestamp ms since 1970, when it was sent
 * @param sequence 0 to 255; a death of a node has none
 */
public record SparkplugPayload(
        OptionalLong timestamp, OptionalInt sequence, List<SparkplugMetric> metrics) {

    private static final String REBIRTH = "Node Control/Rebirth";
    private static final int BOOLEAN = 11;
    private static final int MAX_SEQUENCE = 255;

    public SparkplugPayload {
        metrics = List.copyOf(metrics);
    }

    /**
     * Decodes a payload; fields nobody knows are passed over.
     *
     * @throws RefusedException {@code MALFORMED}
     */
    public static SparkplugPayload decode(byte[] bytes) throws RefusedException {
        ProtobufReader reader = new ProtobufReader(bytes);
        OptionalLong timestamp = OptionalLong.empty();
        OptionalInt sequence = OptionalInt.empty();
        List<SparkplugMetric> metrics = new ArrayList<>();
        while (reader.hasNext()) {
            switch (reader.nextField()) {
                case 1 -> timestamp = OptionalLong.of(reader.varint());
                case 2 -> metrics.add(metric(reader.message()));
                case 3 -> sequence = OptionalInt.of(sequence(reader.varint()));
                default -> reader.skip();
            }
        }
        return new SparkplugPayload(timestamp, sequence, metrics);
    }

    /** The command that makes a node introduce itself again. */
    public static byte[] rebirth(long timestampMillis) {
        byte[] name = REBIRTH.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream metric = new ByteArrayOutputStream();
        metric.write((1 << 3) | ProtobufReader.LENGTH);
        metric.write(name.length);
        metric.writeBytes(name);
        metric.write(4 << 3);
        metric.write(BOOLEAN);
        metric.write(14 << 3);
        metric.write(1);
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.write(1 << 3);
        for (long rest = timestampMillis; ; rest >>>= 7) {
            if (rest < 0x80) {
                payload.write((int) rest);
                break;
            }
            payload.write((int) ((rest & 0x7F) | 0x80));
        }
        payload.write((2 << 3) | ProtobufReader.LENGTH);
        payload.write(metric.size());
        payload.writeBytes(metric.toByteArray());
        return payload.toByteArray();
    }

    /** The metric with this name. */
    public Optional<SparkplugMetric> metric(String name) {
        return metrics.stream()
                .filter(metric -> metric.name().equals(Optional.of(name)))
                .findFirst();
    }

    private static SparkplugMetric metric(ProtobufReader reader) throws RefusedException {
        Optional<String> name = Optional.empty();
        OptionalLong alias = OptionalLong.empty();
        OptionalLong timestamp = OptionalLong.empty();
        OptionalInt datatype = OptionalInt.empty();
        boolean historical = false;
        boolean isNull = false;
        MetricValue value = new MetricValue.Other();
        while (reader.hasNext()) {
            switch (reader.nextField()) {
                case 1 -> name = Optional.of(reader.text());
                case 2 -> alias = OptionalLong.of(reader.varint());
                case 3 -> timestamp = OptionalLong.of(reader.varint());
                case 4 -> datatype = OptionalInt.of((int) reader.varint());
                case 5 -> historical = reader.varint() != 0;
                case 7 -> isNull = reader.varint() != 0;
                case 10, 11 -> value = new MetricValue.Bits(reader.varint());
                case 12 -> value = new MetricValue.FloatBits(reader.fixed32());
                case 13 -> value = new MetricValue.DoubleBits(reader.fixed64());
                case 14 -> value = new MetricValue.Flag(reader.varint() != 0);
                case 15 -> value = new MetricValue.Text(reader.text());
                default -> reader.skip();
            }
        }
        return new SparkplugMetric(name, alias, timestamp, datatype, historical, isNull, value);
    }

    private static int sequence(long value) throws RefusedException {
        if (value < 0 || value > MAX_SEQUENCE) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        return (int) value;
    }
}
