package energy.peerwatt.market;

import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.time.Instant;

/** What the engine can be told. Commands are sequenced and replicated before they take effect. */
public sealed interface EngineCommand {

    /**
     * Anchors the engine's market clock: sequenced time is {@code marketStart} when the log's
     * timestamp is {@code wallStart} and runs {@code speed} times as fast. Sequenced time never
     * goes back.
     *
     * @param marketStart between the years 1970 and 9999, like {@code wallStart}
     * @param speed 1 to 86,400
     */
    record SetClock(Instant marketStart, Instant wallStart, int speed) implements EngineCommand {

        private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

        public SetClock {
            if (speed < 1 || speed > 86_400) {
                throw new IllegalArgumentException("speed must be 1 to 86,400: " + speed);
            }
            requireCalendarTime(marketStart);
            requireCalendarTime(wallStart);
        }

        private static void requireCalendarTime(Instant instant) {
            if (instant.isBefore(Instant.EPOCH) || instant.isAfter(LATEST)) {
                throw new IllegalArgumentException("not between 1970 and 9999: " + instant);
            }
        }
    }

    /**
     * Opens an area or changes its rules from now on. Resting orders keep their price and do not
     * match each other anew. The interval length of an open area cannot change.
     */
    record ConfigureArea(AreaRules rules) implements EngineCommand {}

    /**
     * Places a limit order that is good until the gate.
     *
     * @param clientOrderId chosen by the participant; a second order with the same number is
     *     answered like the first and has no effect
     * @param quantity a positive multiple of the area's lot
     * @param limit for a buyer the all-in price including fees, for a seller the net price; a
     *     multiple of the tick, may be zero or negative
     */
    record PlaceOrder(
            ParticipantId participant,
            long clientOrderId,
            AreaId area,
            DeliveryInterval interval,
            Side side,
            Energy quantity,
            Price limit)
            implements EngineCommand {}

    /** Cancels what is left of one's own order. */
    record CancelOrder(ParticipantId participant, long clientOrderId) implements EngineCommand {}

    /** Events up to and including {@code sequence} are stored elsewhere and may be forgotten. */
    record AcknowledgeEvents(long sequence) implements EngineCommand {}
}
