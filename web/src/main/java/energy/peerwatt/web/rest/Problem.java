package energy.peerwatt.web.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Problem details, RFC 9457.
 *
 * @param type {@code urn:peerwatt:error:} and a stable id
 * @param field the input that is wrong, if it is one
 * @param reason the engine's reason for a refused order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String field,
        @Nullable String reason) {

    private static final String TYPE_PREFIX = "urn:peerwatt:error:";

    public static Problem of(int status, String id, String title, String detail) {
        return new Problem(TYPE_PREFIX + id, title, status, detail, null, null);
    }

    /** An input that cannot be used; nothing was changed. */
    public static Problem ofField(String field, String detail) {
        return of(400, "invalid-input", "Invalid input", detail).withField(field);
    }

    public static Problem notFound(String what) {
        return of(404, "not-found", "Not found", "There is no " + what + ".");
    }

    public Problem withField(@Nullable String other) {
        return new Problem(type, title, status, detail, other, reason);
    }

    public Problem withReason(String other) {
        return new Problem(type, title, status, detail, field, other);
    }
}
