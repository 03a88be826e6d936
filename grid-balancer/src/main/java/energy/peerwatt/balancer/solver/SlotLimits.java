package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.island.SharedReserve;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Outage;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.Tariff;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /** Thirds of W of each phase and slot. */
    int[][] phases(Limit.Direction direction) {
        List<Limit.Scope> scopes = List.of(Limit.Scope.L1, Limit.Scope.L2, Limit.Scope.L3);
        int[][] thirds = new int[scopes.size()][];
        for (int phase = 0; phase < thirds.length; phase++) {
            thirds[phase] = of(scopes.get(phase), direction);
            for (int slot = 0; slot < community.slots(); slot++) {
                thirds[phase][slot] *= 3;
            }
        }
        return thirds;
    }

    /** The highest price of a kWh, either way, or of load that is not served. */
    long highestPrice(@Nullable IslandSlots outage) {
        long highest = outage == null ? 0 : outage.highestPrice();
        Tariff tariff = community.tariff();
        for (Series prices : List.of(tariff.importMicro(), tariff.exportMicro())) {
            for (int price : prices(prices)) {
                highest = Math.max(highest, Math.abs((long) price));
            }
        }
        return highest;
    }

    private int inOutage(Limit.Scope scope, int slot, int watts) {
        if (isOpen(slot)) {
            return switch (scope) {
                case TOTAL -> 0;
                case RAMP, HOME, RESERVE -> Street.NONE;
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

    /** Thirds of W of reserves that batteries cannot keep whatever they do. */
    int[] unmet() {
        SharedReserve reserve = SharedReserve.of(community);
        int[] thirds = new int[community.slots()];
        for (int slot = 0; slot < thirds.length; slot++) {
            thirds[slot] = 3 * reserve.missing(slot);
        }
        return thirds;
    }

    /** Prices of each slot; of a part of a slot so much less. */
    int[] prices(Series stated) {
        int[] prices = stated.toArray();
        for (int slot = 0; slot < prices.length; slot++) {
            prices[slot] = isOpen(slot) ? 0 : community.horizon().part(slot, prices[slot]);
        }
        return prices;
    }
}
