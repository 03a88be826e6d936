package energy.peerwatt.web.view;

import energy.peerwatt.metering.headend.check.GatewayClock;
import energy.peerwatt.metering.headend.gateway.GatewayState;
import energy.peerwatt.metering.protocol.ClockState.Deviation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gateway in a list.
 *
 * @param epoch of the newest committed reading, 0 if there is none
 * @param sequence all of the epoch up to here are committed
 * @param readings committed readings of all epochs
 * @param gap what it offers while readings before are missing here
 * @param clock as its last readings told; null before the first
 * @param foreignPoints metering points it reported without being assigned to them
 */
public record GatewayView(
        String id,
        boolean allPoints,
        long epoch,
        long sequence,
        long readings,
        @Nullable GapView gap,
        @Nullable ClockView clock,
        List<ForeignPointView> foreignPoints) {

    /** Readings of this epoch before {@code firstSequence} are missing and not sent. */
    public record GapView(long epoch, long firstSequence, Instant at) {}

    /**
     * A gateway's clock.
     *
     * @param at first reading by the clock in this state
     * @param offsetMillis what it shows minus true time; null: not known
     */
    public record ClockView(
            Instant at,
            String source,
            String sync,
            @Nullable Integer offsetMillis,
            @Nullable Integer uncertaintyMillis) {

        static ClockView of(GatewayClock clock) {
            return new ClockView(
                    clock.at(),
                    clock.state().source().name(),
                    clock.state().sync().name(),
                    clock.state().deviation().map(Deviation::offsetMillis).orElse(null),
                    clock.state().deviation().map(Deviation::uncertaintyMillis).orElse(null));
        }
    }

    /** Readings that were kept apart. */
    public record ForeignPointView(
            String meteringPointId, long readings, Instant firstAt, Instant lastAt) {}

    public static GatewayView of(GatewayState state) {
        return new GatewayView(
                state.gatewayId(),
                state.allPoints(),
                state.position().epoch(),
                state.position().sequence(),
                state.readings(),
                state.gap()
                        .map(gap -> new GapView(gap.epoch(), gap.firstSequence(), gap.at()))
                        .orElse(null),
                state.clock().map(ClockView::of).orElse(null),
                state.foreignPoints().stream()
                        .map(point ->
                                new ForeignPointView(
                                        point.meteringPoint().value(),
                                        point.readings(),
                                        point.firstAt(),
                                        point.lastAt()))
                        .toList());
    }
}
