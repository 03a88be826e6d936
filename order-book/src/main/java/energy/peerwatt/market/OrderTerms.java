package energy.peerwatt.market;

import energy.peerwatt.unit.Energy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an order asks for beyond side, quantity and limit. Start from {@link #DEFAULT}.
 *
 * @param timeInForce how long it stands
 * @param validUntil the sequenced time at which it leaves, for {@link TimeInForce#UNTIL_TIME} only
 * @param selfTrade what happens when it meets an order of its own group
 * @param postOnly rests without trading or not at all
 * @param minimumFill must trade at least this at once or leaves; zero for no minimum
 * @param displayed an iceberg shows at most this at a time; zero shows everything
 * @param origin a seller's statement, a buyer's wish
 * @param originRequired a buyer takes nothing else; without it, a wish adds the area's premium for
 *     that origin to the limit
 */
public record OrderTerms(
        TimeInForce timeInForce,
        @Nullable Instant validUntil,
        SelfTradePrevention selfTrade,
        boolean postOnly,
        Energy minimumFill,
        Energy displayed,
        Origin origin,
        boolean originRequired) {

    /** Good until the gate, shown whole, of any origin; the newer of two own orders leaves. */
    public static final OrderTerms DEFAULT =
            new OrderTerms(
                    TimeInForce.UNTIL_GATE,
                    null,
                    SelfTradePrevention.CANCEL_NEWEST,
                    false,
                    Energy.ZERO,
                    Energy.ZERO,
                    Origin.ANY,
                    false);

    public OrderTerms {
        if ((timeInForce == TimeInForce.UNTIL_TIME) != (validUntil != null)) {
            throw new IllegalArgumentException("valid until belongs to UNTIL_TIME: " + timeInForce);
        }
    }

    public OrderTerms until(Instant time) {
        return new OrderTerms(
                TimeInForce.UNTIL_TIME,
                time,
                selfTrade,
                postOnly,
                minimumFill,
                displayed,
                origin,
                originRequired);
    }

    public OrderTerms immediate(TimeInForce immediate) {
        return new OrderTerms(
                immediate,
                null,
                selfTrade,
                postOnly,
                minimumFill,
                displayed,
                origin,
                originRequired);
    }

    public OrderTerms withSelfTrade(SelfTradePrevention rule) {
        return new OrderTerms(
                timeInForce,
                validUntil,
                rule,
                postOnly,
                minimumFill,
                displayed,
                origin,
                originRequired);
    }

    public OrderTerms withPostOnly() {
        return new OrderTerms(
                timeInForce,
                validUntil,
                selfTrade,
                true,
                minimumFill,
                displayed,
                origin,
                originRequired);
    }

    public OrderTerms withMinimumFill(Energy minimum) {
        return new OrderTerms(
                timeInForce,
                validUntil,
                selfTrade,
                postOnly,
                minimum,
                displayed,
                origin,
                originRequired);
    }

    public OrderTerms withDisplayed(Energy clip) {
        return new OrderTerms(
                timeInForce,
                validUntil,
                selfTrade,
                postOnly,
                minimumFill,
                clip,
                origin,
                originRequired);
    }

    public OrderTerms withOrigin(Origin wanted, boolean required) {
        return new OrderTerms(
                timeInForce,
                validUntil,
                selfTrade,
                postOnly,
                minimumFill,
                displayed,
                wanted,
                required);
    }
}
