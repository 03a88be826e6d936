package energy.peerwatt.book.coupled;

import energy.peerwatt.book.coupled.CoupledCall.Link;
import energy.peerwatt.book.coupled.CoupledCall.Order;
import energy.peerwatt.market.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All that could still be changed about an exchange of one interval, and what each change costs:
 * nodes are the areas and the outside, from where sellers bring energy and to where buyers take it.
 * An exchange is the best there is if and only if no round of changes costs less than nothing.
 */
final class ResidualGraph {

    /** Any gain in welfare outweighs any volume. */
    private static final long WELFARE = 1_000_000;

    private record Change(int from, int to, long cost) {}

    private final List<Change> changes = new ArrayList<>();
    private final int outside;

    ResidualGraph(CoupledCall call, Clearing clearing, int interval) {
        outside = call.areas();
        for (int i = 0; i < call.orders().size(); i++) {
            Order order = call.orders().get(i);
            if (order.interval() == interval) {
                add(order, clearing.filled().get(i));
            }
        }
        for (int i = 0; i < call.links().size(); i++) {
            Link link = call.links().get(i);
            if (link.interval() == interval) {
                long cost = link.fee() * WELFARE;
                add(link.from(), link.to(), cost, clearing.flows().get(i), link.capacity());
            }
        }
    }

    /** Of equal welfare, more volume is better: every Wh bought is worth a little beside. */
    private void add(Order order, long filled) {
        long cost = order.limit() * WELFARE;
        if (order.side() == Side.SELL) {
            add(outside, order.area(), cost, filled, order.quantity());
        } else {
            add(order.area(), outside, -cost - 1, filled, order.quantity());
        }
    }

    private void add(int from, int to, long cost, long used, long most) {
        if (used < most) {
            changes.add(new Change(from, to, cost));
        }
        if (used > 0) {
            changes.add(new Change(to, from, -cost));
        }
    }

    /** Whether some round of changes would be a gain. */
    boolean canImprove() {
        long[] costs = new long[outside + 1];
        for (int round = 0; round <= outside; round++) {
            long[] before = costs.clone();
            for (Change change : changes) {
                costs[change.to] = Math.min(costs[change.to], costs[change.from] + change.cost);
            }
            if (Arrays.equals(before, costs)) {
                return false;
            }
        }
        return true;
    }
}
