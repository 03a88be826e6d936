package energy.peerwatt.settlement;

import energy.peerwatt.market.Trade;
import energy.peerwatt.settlement.allocation.LargestRemainder;
import java.util.Arrays;
import java.util.List;

/**
 * How far each member is from what it contracted: per member and interval, never per trade.
 *
 * <p>{@code d = (I - X) - (QB - QS)}, positive when short: it took more from the others than it had
 * bought of them, or gave less than it had sold.
 */
final class Imbalances {

    private final long[] deviations;

    private Imbalances(long[] deviations) {
        this.deviations = deviations;
    }

    /** The deviations of these members, by index, Wh. */
    static Imbalances of(List<Trade> trades, OpenPositions members) {
        long[] deviations = new long[members.size()];
        for (int i = 0; i < deviations.length; i++) {
            deviations[i] = members.imported(i) - members.exported(i);
        }
        for (Trade trade : trades) {
            int buyer = members.indexOf(trade.buyer());
            int seller = members.indexOf(trade.seller());
            long quantity = trade.quantity().wattHours();
            deviations[buyer] = Math.subtractExact(deviations[buyer], quantity);
            deviations[seller] = Math.addExact(deviations[seller], quantity);
        }
        return new Imbalances(deviations);
    }

    /** Of the member with this index; positive is short. */
    long of(int member) {
        return deviations[member];
    }

    /** Of all members together; positive is short. */
    long ofGroup() {
        return Arrays.stream(deviations).reduce(0, Math::addExact);
    }

    /**
     * What each member bears of the group's deviation, at least 0: those that deviated in its
     * direction in proportion to their deviation, the others nothing.
     */
    long[] causes() {
        long group = ofGroup();
        long[] weights = new long[deviations.length];
        for (int i = 0; i < weights.length; i++) {
            boolean causer = Long.signum(deviations[i]) == Long.signum(group);
            weights[i] = causer ? Math.abs(deviations[i]) : 0;
        }
        return LargestRemainder.apportion(Math.abs(group), weights);
    }
}
