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
    }

    /** Sequence of the first reading. */
    public long firstSequence() {
        return readings.getFirst().sequence();
    }

    /** Sequence of the last reading. */
    public long lastSequence() {
        return readings.getLast().sequence();
    }

    static String requireGatewayId(String gatewayId) {
        if (!GATEWAY_ID.matcher(gatewayId).matches()) {
            throw new IllegalArgumentException("not a gateway id: " + gatewayId);
        }
        return gatewayId;
    }
}
