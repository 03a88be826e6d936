package energy.peerwatt.web.view;

import energy.peerwatt.metering.headend.StoredReading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A register reading as a gateway signed it.
 *
 * @param boundary read on purpose close to the change of a quarter-hour
 * @param clockMillis {@code at} is at most this many milliseconds from true time; null if the
 *     gateway's clock could not be trusted
 * @param screening USABLE, or why it is not energy
 * @param proof where its proof is
 */
public record ReadingView(
        String gatewayId,
        long epoch,
        long sequence,
        String channel,
        Instant at,
        long registerWh,
        int resolutionMilliWh,
        boolean boundary,
        @Nullable Integer clockMillis,
        String screening,
        String proof) {

    /** The view of a reading of the metering point with this id. */
    public static ReadingView of(String meteringPoint, StoredReading reading) {
        var id = reading.id();
        return new ReadingView(
                id.gatewayId(),
                id.epoch(),
                id.sequence(),
                reading.channel().name(),
                reading.at(),
                reading.registerWh(),
                reading.resolutionMilliWh(),
                reading.boundary(),
                reading.clockMillis().isPresent() ? reading.clockMillis().getAsInt() : null,
                reading.screening().name(),
                "/api/v1/metering-points/%s/readings/%s/%d/%d/proof"
                        .formatted(meteringPoint, id.gatewayId(), id.epoch(), id.sequence()));
    }
}
