package energy.peerwatt.edge.payload;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.edge.format.Amount;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.format.RefusedException;
import energy.peerwatt.edge.format.Unit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Numbers in JSON and in plain text. */
final class JsonNumbers {

    /** How programs write that they do not know. */
    private static final Set<String> UNKNOWN =
            Set.of("", "null", "none", "nan", "unknown", "unavailable");

    private static final int MAX_PARTS = 32;

    private JsonNumbers() {}

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
        if (UNKNOWN.contains(text.toLowerCase(Locale.ROOT))) {
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
