package energy.peerwatt.matching;

import energy.peerwatt.market.AreaRules;
import energy.peerwatt.matching.sbe.CancelOrderDecoder;
import energy.peerwatt.matching.sbe.CancelOrdersDecoder;
import energy.peerwatt.matching.sbe.ConfigureAreaDecoder;
import energy.peerwatt.matching.sbe.DesignCode;
import energy.peerwatt.matching.sbe.LinkAreasDecoder;
import energy.peerwatt.matching.sbe.PlaceBasketDecoder;
import energy.peerwatt.matching.sbe.PlaceBasketDecoder.LegsDecoder;
import energy.peerwatt.matching.sbe.PlaceBlockDecoder;
import energy.peerwatt.matching.sbe.PlaceOrderDecoder;
import energy.peerwatt.matching.sbe.ReplaceOrderDecoder;
import energy.peerwatt.matching.sbe.SetClockDecoder;
import energy.peerwatt.matching.sbe.SetFeederLimitDecoder;
import energy.peerwatt.matching.sbe.SetGroupDecoder;
import energy.peerwatt.matching.sbe.SetParticipantLimitsDecoder;
import energy.peerwatt.matching.sbe.SetTransferCapacityDecoder;
import energy.peerwatt.matching.sbe.SetTrustDecoder;
import energy.peerwatt.matching.sbe.TimeInForceCode;
import energy.peerwatt.matching.sbe.YesNoCode;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether a command's values are such as the market's records take. The rules are those of the
 * records' constructors, as comparisons of numbers; a test holds the two together.
 */
final class CommandChecks {

    private static final long LATEST_CLOCK = WireTime.nanos(Instant.parse("2261-12-31T23:59:59Z"));
    private static final int FASTEST_CLOCK = 86_400;
    private static final long LONGEST_HORIZON = Duration.ofDays(366).toNanos();
    private static final long LONGEST_REPEAT_WINDOW = Duration.ofDays(1).toNanos();
    private static final long LARGEST_LIMIT = AreaRules.LARGEST_LIMIT.microPerKwh();
    private static final long NULL_LONG = Long.MIN_VALUE;
    private static final int NULL_INT = Integer.MIN_VALUE;
    private static final int KNOWN_FLAGS = 0b11;

    private CommandChecks() {}

    static boolean areValid(PlaceOrderDecoder order) {
        boolean untilTime = order.timeInForceRaw() == TimeInForceCode.UNTIL_TIME.value();
        return order.participant() >= 1
                && order.area() >= 1
                && WireTime.isInterval(order.intervalStart(), order.intervalLength())
                && WireCodes.SIDE.isKnown(order.sideRaw())
                && order.quantity() >= 0
                && WireCodes.TIME_IN_FORCE.isKnown(order.timeInForceRaw())
                && untilTime == (order.validUntil() != WireTime.NULL)
                && WireCodes.SELF_TRADE.isKnown(order.selfTradeRaw())
                && order.minimumFill() >= 0
                && order.displayed() >= 0
                && WireCodes.ORIGIN.isKnown(order.originRaw())
                && (order.flags().getRaw() & ~KNOWN_FLAGS) == 0;
    }

    static boolean areValid(CancelOrderDecoder cancellation) {
        return cancellation.participant() >= 1;
    }

    static boolean areValid(ReplaceOrderDecoder replacement) {
        return replacement.participant() >= 1 && replacement.quantity() >= 0;
    }

    static boolean areValid(PlaceBlockDecoder block) {
        return block.participant() >= 1
                && block.area() >= 1
                && WireTime.isInterval(block.intervalStart(), block.intervalLength())
                && WireCodes.SIDE.isKnown(block.sideRaw())
                && block.quantity() >= 0;
    }

    /** Leaves the legs to be read from the first on. */
    static boolean areValid(PlaceBasketDecoder basket) {
        boolean valid = basket.participant() >= 1;
        for (LegsDecoder leg = basket.legs(); valid && leg.hasNext(); ) {
            leg.next();
            valid = areValid(leg);
        }
        basket.sbeRewind();
        return valid;
    }

    private static boolean areValid(LegsDecoder leg) {
        return leg.area() >= 1
                && WireTime.isInterval(leg.intervalStart(), leg.intervalLength())
                && WireCodes.SIDE.isKnown(leg.sideRaw())
                && leg.quantity() >= 0;
    }

    static boolean areValid(CancelOrdersDecoder cancellation) {
        long participant = cancellation.participant();
        int area = cancellation.area();
        return (participant >= 1 || participant == NULL_LONG)
                && (area >= 1 || area == NULL_INT)
                && (participant >= 1 || area >= 1);
    }

    static boolean areValid(SetClockDecoder clock) {
        return isCalendarTime(clock.marketStart())
                && isCalendarTime(clock.wallStart())
                && clock.speed() >= 1
                && clock.speed() <= FASTEST_CLOCK;
    }

    private static boolean isCalendarTime(long nanos) {
        return nanos >= 0 && nanos <= LATEST_CLOCK;
    }

    static boolean areValid(ConfigureAreaDecoder area) {
        return area.area() >= 1
                && WireTime.isInterval(0, area.intervalLength())
                && area.gateLead() >= 0
                && area.horizon() > area.gateLead()
                && area.horizon() <= LONGEST_HORIZON
                && area.tick() >= 1
                && area.lot() >= 1
                && isPremium(area.fees())
                && isPremium(area.solarPremium())
                && isPremium(area.batteryPremium())
                && isPremium(area.localPremium())
                && isDesign(area)
                && isRepeatWindow(area.repeatWindow());
    }

    private static boolean isRepeatWindow(long window) {
        return window == NULL_LONG || (window >= 0 && window <= LONGEST_REPEAT_WINDOW);
    }

    private static boolean isPremium(long price) {
        return price >= 0 && price <= LARGEST_LIMIT;
    }

    private static boolean isDesign(ConfigureAreaDecoder area) {
        boolean both = area.designRaw() == DesignCode.CONTINUOUS_THEN_CALL.value();
        return WireCodes.DESIGN.isKnown(area.designRaw())
                && WireCodes.RATIONING.isKnown(area.rationingRaw())
                && area.callPhase() >= 0
                && both == (area.callPhase() != 0);
    }

    static boolean areValid(LinkAreasDecoder link) {
        return link.seller() >= 1 && link.buyer() >= 1;
    }

    static boolean areValid(SetTransferCapacityDecoder transfer) {
        return transfer.from() >= 1
                && transfer.to() >= 1
                && WireTime.isInterval(transfer.intervalStart(), transfer.intervalLength())
                && isBound(transfer.capacity());
    }

    static boolean areValid(SetFeederLimitDecoder feeder) {
        return feeder.area() >= 1
                && WireTime.isInterval(feeder.intervalStart(), feeder.intervalLength())
                && isBound(feeder.sold())
                && isBound(feeder.bought());
    }

    static boolean areValid(SetParticipantLimitsDecoder limits) {
        return limits.participant() >= 1 && isBound(limits.soldPerInterval());
    }

    private static boolean isBound(long energy) {
        return energy >= 0 || energy == NULL_LONG;
    }

    static boolean areValid(SetGroupDecoder grouping) {
        return grouping.participant() >= 1 && grouping.group() >= 1;
    }

    static boolean areValid(SetTrustDecoder trust) {
        return trust.participant() >= 1
                && trust.other() >= 1
                && trust.trustedRaw() <= YesNoCode.YES.value();
    }
}
