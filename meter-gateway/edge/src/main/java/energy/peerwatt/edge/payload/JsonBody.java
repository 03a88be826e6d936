package energy.peerwatt.edge.payload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import energy.peerwatt.edge.format.Amount;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import energy.peerwatt.edge.format.Unit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** JSON with its decimals as they were written. */
final class JsonBody {

    private static final int MAX_PARTS = 32;
    private static final ObjectMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNumberLength(40)
                                                    .maxNestingDepth(20)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private JsonBody() {}

    /** The object that is the whole payload. */
    static JsonNode object(byte[] payload) throws RefusedException {
        JsonNode body = any(payload);
        if (!body.isObject()) {
            throw new RefusedException(Refusal.NOT_JSON);
        }
        return body;
    }

    private static JsonNode any(byte[] payload) throws RefusedException {
        try {
            JsonNode body = JSON.readTree(payload);
            if (body == null || body.isMissingNode()) {
                throw new RefusedException(Refusal.NOT_JSON);
            }
            return body;
        } catch (IOException e) {
            throw new RefusedException(Refusal.NOT_JSON);
        }
    }

    /** A number; nothing else is taken for one. */
    static Amount amount(JsonNode value, Unit unit) throws RefusedException {
        if (value.isNull()) {
            throw new RefusedException(Refusal.ABSENT);
        }
        if (!value.isNumber()) {
            throw new RefusedException(Refusal.NOT_A_NUMBER);
        }
        return Amount.of(value.decimalValue(), unit);
    }

    /** A number, or a list with one per phase. */
    static List<Amount> amounts(JsonNode value, Unit unit) throws RefusedException {
        if (!value.isArray()) {
            return List.of(amount(value, unit));
        }
        if (value.isEmpty() || value.size() > MAX_PARTS) {
            throw new RefusedException(Refusal.NOT_A_NUMBER);
        }
        List<Amount> amounts = new ArrayList<>();
        for (JsonNode part : value) {
            amounts.add(amount(part, unit));
        }
        return amounts;
    }

    /** mW, the sum over phases if it is a list. */
    static long power(JsonNode value, Unit unit) throws RefusedException {
        long sum = 0;
        for (Amount part : amounts(value, unit)) {
            sum += part.milliwatts();
        }
        return sum;
    }

    /** A payload that is one number and nothing else. */
    static Amount scalar(byte[] payload, Unit unit) throws RefusedException {
        String text = new String(payload, StandardCharsets.UTF_8).strip();
        if (text.isEmpty() || text.equals("null")) {
            throw new RefusedException(Refusal.ABSENT);
        }
        return Amount.parse(text, unit);
    }

    /** The value a pointer leads to. */
    static JsonNode at(JsonNode body, JsonPointer pointer) throws RefusedException {
        JsonNode value = body.at(pointer);
        if (value.isMissingNode()) {
            throw new RefusedException(Refusal.NO_MEASUREMENT);
        }
        return value;
    }
}
