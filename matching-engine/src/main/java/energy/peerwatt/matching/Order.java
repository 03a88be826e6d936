package energy.peerwatt.matching;

import energy.peerwatt.market.EngineCommand.Leg;
import energy.peerwatt.market.Origin;
import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;
import energy.peerwatt.market.TimeInForce;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An order, block or basket: what was commanded, and what became of it. Kept until some time after
 * its gate closed, whether anything is left of it or not, so that a repeat is recognised; then used
 * again for another.
 */
final class Order {

    /** What was commanded. */
    enum Kind {
        ORDER,
        BLOCK,
        BASKET
    }

    /** Which of all order objects this is. */
    final int slot;

    // As commanded.
    Kind kind = Kind.ORDER;
    long participantId;
    long clientOrderId;
    int areaId;

    /** s since the epoch; of a block's first interval. */
    long intervalStart;

    /** s. */
    int intervalLength;

    /** Number of a block's intervals, otherwise 1. */
    int intervals;

    Side side = Side.BUY;

    /** Wh, per interval. */
    long quantity;

    /** Micro-currency per kWh. */
    long limit;

    TimeInForce timeInForce = TimeInForce.UNTIL_GATE;

    /** ns since the epoch, for {@link TimeInForce#UNTIL_TIME} only. */
    long validUntil;

    SelfTradePrevention selfTrade = SelfTradePrevention.CANCEL_NEWEST;
    boolean postOnly;
    long minimumFill;
    long displayed;
    Origin origin = Origin.ANY;
    boolean originRequired;

    /** A basket's. */
    List<Leg> legs = List.of();

    // Since it was accepted.
    long id;
    long acceptedSequence;
    long acceptedAt;
    int participant;
    int group;

    /** Where an order rests or would have rested. */
    int contract;

    /** The limit it rests with, after any replacement. */
    long restingLimit;

    /** Wh that it came or was replaced with: more is never left of it. */
    long restingQuantity;

    /** Whether a block still waits to trade. */
    boolean waits;

    private @Nullable OpenInterval interval;

    // Lists: of its participant's orders, and of those that are forgotten with its interval.
    @Nullable Order newerOfParticipant;
    @Nullable Order olderOfParticipant;
    @Nullable Order olderOfInterval;

    /** Market time, ns, until which it is kept at least; once its gate is closed. */
    long keptUntil;

    /** Among those whose gate is closed. */
    @Nullable Order closedNext;

    Order(int slot) {
        this.slot = slot;
    }

    /** Whether its gate is open, as far as closing has come. */
    boolean isOpen() {
        return interval != null;
    }

    /**
     * Its interval; a block's first; of a basket's the one whose gate closes first. Only while it
     * is open.
     */
    OpenInterval interval() {
        return Objects.requireNonNull(interval);
    }

    void interval(OpenInterval newInterval) {
        interval = newInterval;
    }

    /** Its gate closed: nothing can happen to it any more. */
    void close(long keepUntil) {
        interval = null;
        newerOfParticipant = null;
        olderOfParticipant = null;
        olderOfInterval = null;
        waits = false;
        keptUntil = keepUntil;
    }

    /** Lets go of everything it refers to. */
    void clear() {
        close(0);
        legs = List.of();
        closedNext = null;
    }

    /** Whether it asks for nothing beyond side, quantity and limit. */
    boolean isPlain() {
        return timeInForce == TimeInForce.UNTIL_GATE
                && !postOnly
                && minimumFill == 0
                && displayed == 0
                && origin == Origin.ANY
                && !originRequired;
    }

    /** Whether the same was commanded. */
    boolean isSame(Order other) {
        return kind == other.kind
                && participantId == other.participantId
                && clientOrderId == other.clientOrderId
                && areaId == other.areaId
                && intervalStart == other.intervalStart
                && intervalLength == other.intervalLength
                && intervals == other.intervals
                && side == other.side
                && quantity == other.quantity
                && limit == other.limit
                && haveSameTerms(other)
                && legs.equals(other.legs);
    }

    private boolean haveSameTerms(Order other) {
        return timeInForce == other.timeInForce
                && validUntil == other.validUntil
                && selfTrade == other.selfTrade
                && postOnly == other.postOnly
                && minimumFill == other.minimumFill
                && displayed == other.displayed
                && origin == other.origin
                && originRequired == other.originRequired;
    }
}
