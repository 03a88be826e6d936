package energy.peerwatt.web.view;

import energy.peerwatt.web.reputation.Objection;
import energy.peerwatt.web.reputation.Objection.Answer;
import energy.peerwatt.web.reputation.Objection.FindingKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a member says against its reputation; the answer's fields are null until there is one.
 *
 * @param check with interval and channel the finding it is about; null if it is about the rest
 */
public record ObjectionView(
        long id,
        Instant filedAt,
        String text,
        @Nullable Instant interval,
        @Nullable String channel,
        @Nullable String check,
        @Nullable Instant answeredAt,
        @Nullable Boolean upheld,
        @Nullable String answer) {

    public static ObjectionView of(Objection objection) {
        return new ObjectionView(
                objection.id(),
                objection.filedAt(),
                objection.text(),
                objection.about().map(FindingKey::start).orElse(null),
                objection.about().map(key -> key.channel().name()).orElse(null),
                objection.about().map(key -> key.check().name()).orElse(null),
                objection.answer().map(Answer::at).orElse(null),
                objection.answer().map(Answer::upheld).orElse(null),
                objection.answer().map(Answer::text).orElse(null));
    }
}
