package energy.peerwatt.edge.mqtt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import energy.peerwatt.edge.device.Decimal;
import energy.peerwatt.edge.device.RegisterValue;
import energy.peerwatt.edge.mqtt.MeterMessage.Reason;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** The messages of one kind of meter. */
abstract class MeterDialect {

    private static final int MAX_BYTES = 64 * 1024;
    private static final ObjectMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNumberLength(40)
                                                    .maxNestingDepth(20)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    /** Leaves a decoder early. */
    static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final Reason reason;

        RefusedException(Reason reason) {
            super(reason.name(), null, false, false);
            this.reason = reason;
        }
    }

    /** Topics of the meter that was commissioned with {@code configured}. */
    abstract List<String> topics(String configured);

    abstract MeterMessage.Decoded decode(JsonNode message) throws RefusedException;

    final MeterMessage decode(byte[] payload) {
        if (payload.length > MAX_BYTES) {
            return new MeterMessage.Refused(Reason.TOO_LARGE);
        }
        try {
            JsonNode message = JSON.readTree(payload);
            return message != null && message.isObject()
                    ? decode(message)
                    : new MeterMessage.Refused(Reason.NOT_JSON);
        } catch (RefusedException e) {
            return new MeterMessage.Refused(e.reason);
        } catch (IOException e) {
            return new MeterMessage.Refused(Reason.NOT_JSON);
        }
    }

    /**
     * A register.
     *
     * @param exponent of ten that turns the value's unit into milli-Wh
     * @param resolutionMilliWh of the dialect
     */
    static RegisterValue register(JsonNode value, int exponent, int resolutionMilliWh)
            throws RefusedException {
        long sum = 0;
        for (JsonNode part : value.isArray() ? value : List.of(value)) {
            sum += whole(part, exponent);
        }
        if (sum < 0) {
            throw new RefusedException(Reason.NEGATIVE_REGISTER);
        }
        return new RegisterValue(sum, resolutionMilliWh, 0);
    }

    /** W, the sum over phases if it is a list. */
    static long watts(JsonNode value) throws RefusedException {
        long milliwatts = 0;
        for (JsonNode part : value.isArray() ? value : List.of(value)) {
            milliwatts += whole(part, 3);
        }
        return Math.floorDiv(milliwatts + 500, 1_000);
    }

    private static long whole(JsonNode value, int exponent) throws RefusedException {
        if (!value.isNumber()) {
            throw new RefusedException(Reason.NOT_A_NUMBER);
        }
        OptionalLong whole = Decimal.floor(value.decimalValue(), exponent);
        // A sum of some phases must not overflow either.
        if (whole.isEmpty() || Math.abs(whole.getAsLong()) > Long.MAX_VALUE / MAX_BYTES) {
            throw new RefusedException(Reason.NOT_A_NUMBER);
        }
        return whole.getAsLong();
    }
}
