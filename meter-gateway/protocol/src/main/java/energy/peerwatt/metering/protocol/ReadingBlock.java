package energy.peerwatt.metering.protocol;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Consecutive readings of one gateway, signed as one.
 *
 * @param gatewayId 1 to 64 letters, digits and hyphens, so that it is safe in a topic
 * @param epoch at least 1; grows whenever the gateway's spool is created anew
 * @param readings 1 to {@value #MAX_READINGS}, ascending by sequence without gaps
 */
public record ReadingBlock(String gatewayId, long epoch, List<Reading> readings) {

    /** Most readings in one block. */
    public static final int MAX_READINGS = 1_000;

    /** Most bytes of all records of meters in one block, the same record counted each time. */
    public static final int MAX_RECORD_BYTES = 128 * 1024;

    private static final Pattern GATEWAY_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    public ReadingBlock {
        requireGatewayId(gatewayId);
        readings = List.copyOf(readings);
        if (epoch < 1) {
            throw new IllegalArgumentException("epoch must be at least 1: " + epoch);
        }
        if (readings.isEmpty() || readings.size() > MAX_READINGS) {
            throw new IllegalArgumentException("1 to 1000 readings, not " + readings.size());
        }
        long expected = readings.getFirst().sequence();
        for (Reading reading : readings) {
            if (reading.sequence() != expected) {
                throw new IllegalArgumentException(
                        "sequence " + reading.sequence() + " where " + expected + " is due");
            }
            expected++;
        }
        if (recordBytes(readings) > MAX_RECORD_BYTES) {
            throw new IllegalArgumentException("more than 128 KiB of records of meters");
        }
    }

    /** Sequence of the first reading. */
    public long firstSequence() {
        return readings.getFirst().sequence();
    }

    /** Sequence of the last reading. */
    public long lastSequence() {
        return readings.getLast().sequence();
    }

    /** As many of the first readings as fit into one block. */
    public static List<Reading> fitting(List<Reading> readings) {
        long bytes = 0;
        for (int i = 0; i < readings.size(); i++) {
            bytes += recordBytes(readings.get(i));
            if (i == MAX_READINGS || bytes > MAX_RECORD_BYTES) {
                return readings.subList(0, i);
            }
        }
        return readings;
    }

    private static long recordBytes(List<Reading> readings) {
        return readings.stream().mapToLong(ReadingBlock::recordBytes).sum();
    }

    private static long recordBytes(Reading reading) {
        return reading.context().record().map(MeterRecord::length).orElse(0);
    }

    /** Which layout has room for all that its readings say. */
    int layout() {
        return readings.stream().anyMatch(reading -> reading.context().needsLayout3())
                ? BlockHeader.WITH_CONTEXT
                : BlockHeader.PLAIN;
    }

    static String requireGatewayId(String gatewayId) {
        if (!GATEWAY_ID.matcher(gatewayId).matches()) {
            throw new IllegalArgumentException("not a gateway id: " + gatewayId);
        }
        return gatewayId;
    }
}
