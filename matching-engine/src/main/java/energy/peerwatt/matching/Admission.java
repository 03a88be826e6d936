package energy.peerwatt.matching;

import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.Origin;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.market.Side;
import energy.peerwatt.market.TimeInForce;
import org.jspecify.annotations.Nullable;

/**
 * Whether an order may be taken, and the reason if not: of several the first in the sequence of the
 * methods.
 */
final class Admission {

    private static final long LARGEST_LIMIT = AreaRules.LARGEST_LIMIT.microPerKwh();
    private static final long LARGEST_QUANTITY = AreaRules.LARGEST_QUANTITY.wattHours();

    private Admission() {}

    /** Whether trading for the interval is open. */
    static @Nullable RejectReason gate(
            Area area, long intervalStart, int intervalLength, long now) {
        if (intervalLength != area.intervalLength) {
            return RejectReason.WRONG_INTERVAL;
        }
        return area.isClosed(intervalStart / intervalLength, now) ? RejectReason.GATE_CLOSED : null;
    }

    /** Whether it is near enough, its limit on the tick, its quantity on the lot, both possible. */
    static @Nullable RejectReason values(
            Area area, long index, long quantity, long limit, long now) {
        DatedRules rules = area.rules(index);
        if (isBeyond(area, index, MarketTime.plus(now, rules.horizon))) {
            return RejectReason.BEYOND_HORIZON;
        }
        return amounts(rules, quantity, limit);
    }

    /** Whether an interval starts after a time, or after all times. */
    static boolean isBeyond(Area area, long index, long latest) {
        long start = area.startOf(index);
        return start > latest || start == MarketTime.NEVER;
    }

    static @Nullable RejectReason amounts(DatedRules rules, long quantity, long limit) {
        if (limit % rules.tick != 0) {
            return RejectReason.OFF_TICK;
        }
        if (quantity == 0 || quantity % rules.lot != 0) {
            return RejectReason.OFF_LOT;
        }
        if (limit > LARGEST_LIMIT || limit < -LARGEST_LIMIT || quantity > LARGEST_QUANTITY) {
            return RejectReason.OUT_OF_RANGE;
        }
        return null;
    }

    /** Whether its terms agree with each other, with the market's design now, and with the time. */
    static @Nullable RejectReason terms(
            Order order, DatedRules rules, DatedRules design, boolean callPhase, long now) {
        if (order.minimumFill % rules.lot != 0 || order.displayed % rules.lot != 0) {
            return RejectReason.OFF_LOT;
        }
        if (order.displayed > LARGEST_QUANTITY) {
            return RejectReason.OUT_OF_RANGE;
        }
        if (contradict(order)
                || (callPhase && isForMatchingOnly(order))
                || (!design.continuous && order.side == Side.BUY && order.origin != Origin.ANY)) {
            return RejectReason.TERMS_NOT_ALLOWED;
        }
        boolean expired = order.timeInForce == TimeInForce.UNTIL_TIME && order.validUntil <= now;
        return expired ? RejectReason.EXPIRED : null;
    }

    private static boolean contradict(Order order) {
        boolean immediate = isImmediate(order);
        boolean hidden = order.displayed > 0;
        boolean needsFill = order.minimumFill > 0;
        boolean wishes = order.side == Side.BUY && order.origin != Origin.ANY;
        return (order.postOnly && (immediate || needsFill))
                || (immediate && hidden)
                || order.minimumFill > order.quantity
                || (order.originRequired && !wishes);
    }

    /** Whether it makes sense only where orders match as they come. */
    private static boolean isForMatchingOnly(Order order) {
        return isImmediate(order) || order.postOnly || order.minimumFill > 0;
    }

    private static boolean isImmediate(Order order) {
        return order.timeInForce == TimeInForce.IMMEDIATE_OR_CANCEL
                || order.timeInForce == TimeInForce.FILL_OR_KILL;
    }
}
