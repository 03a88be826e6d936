package energy.peerwatt.matching;

import energy.peerwatt.book.MatchScope;
import energy.peerwatt.market.Side;
import org.jspecify.annotations.Nullable;

/** Works out what an incoming order can trade with, at what cost, and how much. */
final class Scopes {

    private final MatchScope scope = new MatchScope();
    private final Contracts contracts;
    private final Participants participants;

    private Side side = Side.BUY;
    private int incomingClass;
    private @Nullable OpenInterval ownInterval;

    Scopes(Contracts contracts, Participants participants) {
        this.contracts = contracts;
        this.participants = participants;
    }

    /** Nothing to trade with. */
    MatchScope empty() {
        return scope.clear();
    }

    /** The order's own area and all linked ones. */
    MatchScope everywhere(Side orderSide, int orderClass, OpenInterval own, int participant) {
        MatchScope built = ownArea(orderSide, orderClass, own, participant);
        if (own.area.imports.isEmpty() && own.area.exports.isEmpty()) {
            return built;
        }
        if (!own.design().continuous) {
            return built;
        }
        if (orderSide == Side.BUY) {
            for (Link link : own.area.imports) {
                addLinked(link, link.seller, own.index);
            }
        } else {
            for (Link link : own.area.exports) {
                addLinked(link, link.buyer, own.index);
            }
        }
        return built;
    }

    /** The order's own area only, as for the legs of blocks and baskets. */
    MatchScope ownArea(Side orderSide, int orderClass, OpenInterval own, int participant) {
        side = orderSide;
        incomingClass = orderClass;
        ownInterval = own;
        scope.clear().capacity(own.headroom(orderSide)).trusted(participants.trusted(participant));
        add(own, own.rules().fee, true, poolOf(own.headroom(orderSide.opposite())));
        return scope;
    }

    private void addLinked(Link link, Area other, long index) {
        OpenInterval interval = other.interval(index);
        long fee = link.fee(index);
        if (interval == null || fee == Link.CLOSED || !interval.design().continuous) {
            return;
        }
        long room =
                Math.min(link.border.room(link.seller, index), interval.headroom(side.opposite()));
        add(interval, fee, false, poolOf(room));
    }

    private int poolOf(long wattHours) {
        return wattHours == MatchScope.UNLIMITED
                ? MatchScope.WHOLE_ORDER
                : scope.addPool(wattHours);
    }

    private void add(OpenInterval interval, long fee, boolean sameArea, int pool) {
        int[] handles = interval.contracts;
        boolean buys = side == Side.BUY;
        OpenInterval own = ownInterval;
        DatedRules buyers = buys && own != null ? own.design() : interval.design();
        int classes = buys ? OriginClass.ASK_CLASSES : OriginClass.COUNT;
        for (int restingClass = 0; restingClass < classes; restingClass++) {
            int contract = handles[restingClass];
            if (contract == OpenInterval.NONE) {
                continue;
            }
            int bidClass = buys ? incomingClass : restingClass;
            int askClass = buys ? restingClass : incomingClass;
            boolean met = OriginClass.isMet(bidClass, askClass, sameArea);
            if (met || !OriginClass.requires(bidClass)) {
                scope.add(contract, met ? fee - buyers.premium(bidClass) : fee, pool);
                contracts.fee(contract, fee);
            }
        }
    }
}
