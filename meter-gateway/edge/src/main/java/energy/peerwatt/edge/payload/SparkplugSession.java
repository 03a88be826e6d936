package energy.peerwatt.edge.payload;

import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import energy.peerwatt.edge.format.sparkplug.MetricValue;
import energy.peerwatt.edge.format.sparkplug.SparkplugMetric;
import energy.peerwatt.edge.format.sparkplug.SparkplugPayload;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What is known of a node's session: whether it is born, with which birth number, and the sequence
 * of all its messages and those of its devices. Source: Eclipse Sparkplug 3.0, 6.4.
 */
final class SparkplugSession {

    private static final String BIRTH_NUMBER = "bdSeq";
    private static final MetricValue NONE = new MetricValue.Other();
    private static final int SEQUENCES = 256;

    private OptionalLong birthNumber = OptionalLong.empty();
    private int lastSequence;

    boolean isBorn() {
        return birthNumber.isPresent();
    }

    /** Nothing is known any more. */
    void end() {
        birthNumber = OptionalLong.empty();
    }

    /** A node's birth: sequence 0 and a birth number. */
    void born(SparkplugPayload payload) throws RefusedException {
        end();
        OptionalLong number = birthNumber(payload);
        if (number.isEmpty() || !payload.sequence().equals(OptionalInt.of(0))) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        birthNumber = number;
        lastSequence = 0;
    }

    /**
     * Ends the session if the death belongs to this birth; a late one of an earlier birth does not.
     */
    void died(SparkplugPayload payload) throws RefusedException {
        OptionalLong number = birthNumber(payload);
        if (number.isEmpty()) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        if (number.equals(birthNumber)) {
            end();
        }
    }

    /** Any other message: it must be the next one. */
    void next(SparkplugPayload payload) throws RefusedException {
        if (!isBorn()) {
            throw new RefusedException(Refusal.NOT_BORN);
        }
        int expected = (lastSequence + 1) % SEQUENCES;
        if (!payload.sequence().equals(OptionalInt.of(expected))) {
            end();
            throw new RefusedException(Refusal.SEQUENCE_GAP);
        }
        lastSequence = expected;
    }

    private static OptionalLong birthNumber(SparkplugPayload payload) {
        return payload.metric(BIRTH_NUMBER).map(SparkplugMetric::value).orElse(NONE)
                        instanceof MetricValue.Bits(long number)
                ? OptionalLong.of(number)
                : OptionalLong.empty();
    }
}
