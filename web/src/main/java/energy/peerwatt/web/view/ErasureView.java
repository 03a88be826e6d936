package energy.peerwatt.web.view;

import energy.peerwatt.metering.headend.Erasure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a metering point's data up to a time are erased; times are market time.
 *
 * @param before exclusive
 * @param readings raw readings erased so far
 * @param readingsDoneAt absent while there are more
 * @param intervalValues erased so far, after they were evidence for settlement
 * @param doneAt absent while interval values are kept
 */
public record ErasureView(
        long id,
        String meteringPointId,
        Instant before,
        String requestedBy,
        Instant requestedAt,
        String reason,
        long readings,
        @Nullable Instant readingsDoneAt,
        long intervalValues,
        @Nullable Instant doneAt) {

    public static ErasureView of(Erasure erasure) {
        return new ErasureView(
                erasure.id(),
                erasure.meteringPoint().value(),
                erasure.before(),
                erasure.requestedBy().login(),
                erasure.requestedBy().at(),
                erasure.requestedBy().reason(),
                erasure.readings(),
                erasure.readingsDoneAt().orElse(null),
                erasure.intervalValues(),
                erasure.doneAt().orElse(null));
    }
}
