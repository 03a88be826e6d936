package energy.peerwatt.balancer.island;

import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.StoreRules;
import energy.peerwatt.balancer.model.StoreRules.Kept;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each battery keeps free so that all together keep the community's reserves ({@link
 * Limit.Scope#RESERVE}): a share by its power, of its power and, for a quarter-hour, of its store,
 * besides what an island asks of it. A battery that begins outside that comes to it at a quarter of
 * its power; one that could not keep its other rules has no share.
 */
public final class SharedReserve {

    private final Community community;
    private final ReserveFloors floors;
    private final List<Battery> batteries = new ArrayList<>();
    private final Map<String, Kept> kept = new HashMap<>();
    private final int[] give;
    private final int[] take;

    private SharedReserve(Community community) {
        this.community = community;
        floors = ReserveFloors.of(community);
        for (Device device : community.devices()) {
            if (device instanceof Battery battery) {
                batteries.add(battery);
            }
        }
        give = wanted(Limit.Direction.EXPORT);
        take = wanted(Limit.Direction.IMPORT);
        long giving = 0;
        long taking = 0;
        for (Battery battery : batteries) {
            giving += battery.converter().maxDischargeW();
            taking += battery.converter().maxChargeW();
        }
        boolean asked = most(give) > 0 || most(take) > 0;
        for (Battery battery : batteries) {
            kept.put(battery.id(), asked ? kept(battery, giving, taking) : noShare(battery));
        }
    }

    /** The shares of all batteries of {@code community}. */
    public static SharedReserve of(Community community) {
        return new SharedReserve(community);
    }

    private int[] wanted(Limit.Direction direction) {
        int[] watts = new int[community.slots()];
        for (Limit limit : community.limits()) {
            boolean asks = limit.scope() == Limit.Scope.RESERVE && limit.direction() == direction;
            for (int slot = 0; asks && slot < watts.length; slot++) {
                watts[slot] =
                        Math.max(watts[slot], isOpen(slot) ? 0 : limit.wattsAt(slot).orElse(0));
            }
        }
        return watts;
    }

    private boolean isOpen(int slot) {
        return community.island().map(island -> island.isOpen(slot)).orElse(false);
    }

    /** What {@code battery} keeps in each slot. */
    public Kept of(Battery battery) {
        Kept found = kept.get(battery.id());
        if (found == null) {
            throw new IllegalArgumentException("no battery " + battery.id());
        }
        return found;
    }

    private Kept kept(Battery battery, long giving, long taking) {
        Battery.Store store = battery.store();
        Battery.Converter converter = battery.converter();
        long held = (long) store.capacityWh() - store.reserveWh();
        long mostGiven = 4 * held * converter.dischargePermille() / 1000;
        int[] up = shares(give, converter.maxDischargeW(), giving, mostGiven);
        int[] floor = floor(battery, up);
        int highest = Math.max(store.terminalWh(), most(floor));
        long mostTaken = 4000L * (store.capacityWh() - highest) / converter.chargePermille();
        int[] down = shares(take, converter.maxChargeW(), taking, mostTaken);
        int[] ceiling = ceiling(battery, down);
        Series own = floors.of(battery);
        for (int slot = 0; slot < floor.length; slot++) {
            long rising = first(battery, -1) + rise(battery, down, slot);
            long falling = first(battery, 1) - fall(battery, up, slot);
            floor[slot] = (int) Math.max(own.at(slot), Math.min(floor[slot], rising));
            ceiling[slot] = (int) Math.max(ceiling[slot], falling);
        }
        Kept shares =
                new Kept(Series.of(up), Series.of(down), Series.of(floor), Series.of(ceiling));
        StoreRules rules = StoreRules.of(battery, community.horizon(), shares);
        return rules.firstUnreachable() < 0 ? shares : noShare(battery);
    }

    private Kept noShare(Battery battery) {
        Series none = Series.constant(community.slots(), 0);
        Series whole = Series.constant(community.slots(), battery.store().capacityWh());
        return new Kept(none, none, floors.of(battery), whole);
    }

    /** Wh that back a share of power for a quarter-hour, from slot to slot. */
    private int[] floor(Battery battery, int[] up) {
        int[] floor = floors.of(battery).toArray();
        for (int slot = 0; slot < floor.length; slot++) {
            if (up[slot] > 0) {
                long share =
                        Math.ceilDiv(
                                1000L * up[slot], 4L * battery.converter().dischargePermille());
                floor[slot] = Math.max(floor[slot], battery.store().reserveWh() + (int) share);
            }
        }
        return floor;
    }

    /** Likewise the level that leaves room, the same up to the end of what is asked. */
    private static int[] ceiling(Battery battery, int[] down) {
        int[] ceiling = new int[down.length];
        int room = 0;
        for (int slot = down.length - 1; slot >= 0; slot--) {
            long share = (long) down[slot] * battery.converter().chargePermille();
            room = Math.max(room, (int) Math.ceilDiv(share, 4000L));
            ceiling[slot] = battery.store().capacityWh() - room;
        }
        return ceiling;
    }

    private static int[] shares(int[] wanted, int power, long all, long most) {
        int[] watts = new int[wanted.length];
        for (int slot = 0; slot < watts.length && all > 0; slot++) {
            long share = Math.ceilDiv((long) wanted[slot] * power, all);
            watts[slot] = (int) Math.min(share, Math.min(power, most));
        }
        return watts;
    }

    /** Wh after a first slot that has begun, towards {@code direction}. */
    private long first(Battery battery, int direction) {
        int watts = community.horizon().firstRunning() ? battery.running().orElse(0) : 0;
        StoreRules rules = StoreRules.of(battery, community.horizon());
        long change = direction * watts > 0 ? rules.stored(0, watts) : 0;
        long level = rules.level().initial() + change;
        return direction > 0
                ? Math.ceilDiv(level, StoreRules.MWQ_PER_WH)
                : Math.floorDiv(level, StoreRules.MWQ_PER_WH);
    }

    /** Wh that a quarter of the power it may use stores from slot 1 on, rounded down. */
    private static long rise(Battery battery, int[] down, int slot) {
        Battery.Converter converter = battery.converter();
        int watts = (converter.maxChargeW() - most(down)) / 4;
        return (long) slot * watts * converter.chargePermille() / 4000;
    }

    /** Wh that a quarter of the power it may use takes out from slot 1 on, rounded down. */
    private static long fall(Battery battery, int[] up, int slot) {
        Battery.Converter converter = battery.converter();
        int watts = (converter.maxDischargeW() - most(up)) / 4;
        return (long) slot * watts * 1000 / (4L * converter.dischargePermille());
    }

    private static int most(int[] watts) {
        int most = 0;
        for (int each : watts) {
            most = Math.max(most, each);
        }
        return most;
    }

    /** W of the reserves of a slot that the shares do not add up to, both directions together. */
    public int missing(int slot) {
        long up = give[slot];
        long down = take[slot];
        for (Battery battery : batteries) {
            up -= backed(battery, slot, true);
            down -= backed(battery, slot, false);
        }
        return (int) (Math.max(0, up) + Math.max(0, down));
    }

    /** W of its share that a battery surely has, of its power and of its store. */
    private long backed(Battery battery, int slot, boolean up) {
        Kept shares = of(battery);
        Battery.Converter converter = battery.converter();
        boolean fixed =
                slot == 0 && community.horizon().firstRunning() && battery.running().isPresent();
        int running = fixed ? battery.running().getAsInt() : 0;
        long share = up ? shares.giveWatts().at(slot) : shares.takeWatts().at(slot);
        long power =
                up ? converter.maxDischargeW() + running : (long) converter.maxChargeW() - running;
        long stored =
                up
                        ? shares.floorWh().at(slot) - battery.store().reserveWh()
                        : battery.store().capacityWh() - shares.ceilingWh().at(slot);
        long energy =
                up
                        ? 4L * stored * converter.dischargePermille() / 1000
                        : 4000L * stored / converter.chargePermille();
        return Math.min(fixed ? Math.min(share, power) : share, energy);
    }
}
