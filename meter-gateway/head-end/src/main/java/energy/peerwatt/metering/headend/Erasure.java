package energy.peerwatt.metering.headend;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.gateway.Actor;
import java.time.Instant;
import java.util.Optional;

/**
 * That the data of a metering point up to a time are erased, kept as the proof of it.
 *
 * @param before readings before are erased, exclusive; intervals that ended by then
 * @param requestedBy operator, market time and reason
 * @param readings erased so far
 * @param readingsDoneAt market time when the last of them was
 * @param intervalValues erased so far, all versions counted
 * @param doneAt market time when nothing was left
 */
public record Erasure(
        long id,
        MeteringPointId meteringPoint,
        Instant before,
        Actor requestedBy,
        long readings,
        Optional<Instant> readingsDoneAt,
        long intervalValues,
        Optional<Instant> doneAt) {

    /** What became of a request. */
    public sealed interface Result {}

    /** It is on record and will be done, whatever happens. */
    public record Begun(Erasure erasure) implements Result {}

    /** Nothing was changed. */
    public record Refused(Refusal reason) implements Result {}

    /** Why a request is refused. */
    public enum Refusal {
        /** Nothing was ever read of the metering point. */
        UNKNOWN_POINT,
        /** The time is still to come. */
        FUTURE,
        /** The next interval value is interpolated from a reading before that time. */
        STILL_NEEDED
    }
}
