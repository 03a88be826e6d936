package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Outage;
import energy.peerwatt.balancer.model.Series;
import java.util.Arrays;
import java.util.Optional;

/**
 * Limits and prices of the slots of a street. In an outage nothing flows and nothing has a price;
 * before a planned one hardly anything flows.
 */
final class SlotLimits {

    private final Community community;
    private final Optional<Island> island;

    SlotLimits(Community community) {
        this.community = community;
        island = community.island();
    }

    private boolean isOpen(int slot) {
        return island.isPresent() && island.get().isOpen(slot);
    }

    /** W of each slot; {@link Street#NONE} for no limit. */
    int[] of(Limit.Scope scope, Limit.Direction direction) {
        int[] watts = new int[community.slots()];
        Arrays.fill(watts, Street.NONE);
        for (Limit limit : community.limits()) {
            if (limit.scope() != scope || limit.direction() != direction) {
                continue;
            }
            for (int slot = limit.window().from(); slot < limit.window().until(); slot++) {
                watts[slot] = Math.min(watts[slot], limit.wattsAt(slot).orElse(Street.NONE));
            }
        }
        for (int slot = 0; slot < watts.length; slot++) {
            watts[slot] = inOutage(scope, slot, watts[slot]);
        }
        return watts;
    }

    private int inOutage(Limit.Scope scope, int slot, int watts) {
        if (isOpen(slot)) {
            return switch (scope) {
                case TOTAL -> 0;
                case RAMP -> Street.NONE;
                case L1, L2, L3 -> watts;
            };
        }
        Optional<Outage> planned = island.flatMap(Island::outage).filter(each -> opens(each, slot));
        return scope == Limit.Scope.TOTAL && planned.isPresent()
                ? Math.min(watts, planned.get().toleranceW())
                : watts;
    }

    private static boolean opens(Outage outage, int slot) {
        return outage.kind() == Outage.Kind.PLANNED && slot == outage.window().from() - 1;
    }

    /** Prices of each slot. */
    int[] prices(Series stated) {
        int[] prices = stated.toArray();
        for (int slot = 0; slot < prices.length; slot++) {
            prices[slot] = isOpen(slot) ? 0 : prices[slot];
        }
        return prices;
    }
}
