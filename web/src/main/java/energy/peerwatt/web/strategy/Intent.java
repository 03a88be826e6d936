package energy.peerwatt.web.strategy;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.preference.Preference;
import energy.peerwatt.web.preference.Style;
import energy.peerwatt.web.strategy.Margins.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * What a member shall trade in one interval, all its orders for it together.
 *
 * @param quantityWh positive
 * @param limit inside the member's corridor
 * @param tolerance a standing order's limit that differs by less stays, micro per kWh
 */
record Intent(Side side, long quantityWh, Price limit, long tolerance) {

    /**
     * Of the corridor, per mille: smaller moves of a learned price are not worth losing a place.
     */
    private static final int WORTH_MOVING = 30;

    private static final int WHOLE = 1_000;

    /**
     * From what is expected of the member's meter: what is left over is sold, what is missing
     * bought. Empty if that is nothing, if no price is good for both sides, or if the member does
     * not want that side.
     *
     * @param outcomes of this side, see {@link Margins}
     * @param netWattHours import minus export
     */
    static Optional<Intent> of(
            Preference preference,
            ParticipantId participant,
            Corridor corridor,
            List<Outcome> outcomes,
            long netWattHours) {
        if (netWattHours == 0 || preference.paused() || !corridor.isOpen()) {
            return Optional.empty();
        }
        Side side = side(netWattHours);
        long quantity = Math.absExact(netWattHours);
        boolean named = preference.style() == Style.OWN_LIMITS;
        int margin = named ? 0 : Margins.of(preference.style(), participant, outcomes);
        long tolerance = named ? 1 : Math.max(1, corridor.width() * WORTH_MOVING / WHOLE);
        return limit(preference, corridor, side, margin)
                .map(limit -> new Intent(side, quantity, limit, tolerance));
    }

    /**
     * The limit of a side; empty if the member names limits of its own and none for it.
     *
     * @param margin see {@link Margins}; of no meaning with own limits
     */
    static Optional<Price> limit(Preference preference, Corridor corridor, Side side, int margin) {
        if (preference.style() == Style.OWN_LIMITS) {
            return side == Side.BUY
                    ? preference.limits().buyUpTo().map(corridor::bid)
                    : preference.limits().sellFrom().map(corridor::ask);
        }
        return Optional.of(side == Side.BUY ? corridor.bid(margin) : corridor.ask(margin));
    }

    /** The side of what is expected, import minus export. */
    static Side side(long netWattHours) {
        return netWattHours > 0 ? Side.BUY : Side.SELL;
    }
}
