package energy.peerwatt.balancer.island;

import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.StoreRules;
import energy.peerwatt.balancer.model.StoreRules.Kept;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each battery keeps free so that all together keep the community's reserves ({@link
 * Limit.Scope#RESERVE}): a share by its power, of its power and, for a quarter-hour, of its store,
 * besides what an island asks of it, and no more than it can carry: the others share the rest. A
 * battery that begins outside that comes to it at a quarter of its power; one that could not keep
 * its other rules has no share. If that does not add up to what is asked, but the batteries as they
 * begin do, the shares are of that.
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
        batteries.forEach(battery -> kept.put(battery.id(), noShare(battery)));
        if (most(give) > 0 || most(take) > 0) {
            share();
        }
    }

    private void share() {
        share(true);
        long moving = missing();
        if (moving > 0) {
            Map<String, Kept> before = Map.copyOf(kept);
            share(false);
            if (missing() >= moving) {
                kept.putAll(before);
            }
        }
    }

    private long missing() {
        long sum = 0;
        for (int slot = 0; slot < give.length; slot++) {
            sum += missing(slot);
        }
        return sum;
    }

    /**
     * Shares what is asked among the batteries that keep all their rules then.
     *
     * @param moves whether levels may change for it, or stay as they are at first
     */
    private void share(boolean moves) {
        List<Battery> open = new ArrayList<>(batteries);
        List<Battery> broken;
        do {
            share(open, moves);
            broken = open.stream().filter(each -> !keepsRules(each)).toList();
            broken.forEach(battery -> kept.put(battery.id(), noShare(battery)));
            open.removeAll(broken);
        } while (!broken.isEmpty());
    }

    private boolean keepsRules(Battery battery) {
        return StoreRules.of(battery, community.horizon(), of(battery)).firstUnreachable() < 0;
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

    private void share(List<Battery> open, boolean moves) {
        int[] given = open.stream().mapToInt(each -> each.converter().maxDischargeW()).toArray();
        int[] taken = open.stream().mapToInt(each -> each.converter().maxChargeW()).toArray();
        long all = Arrays.stream(taken).asLongStream().sum();
        int[][] most = new int[open.size()][];
        for (int i = 0; i < most.length; i++) {
            long about = all == 0 ? 0 : Math.ceilDiv((long) most(take) * taken[i], all);
            most[i] = mostGiven(open.get(i), (int) Math.min(about, taken[i]), moves);
        }
        int[][] up = shares(give, given, most);
        for (int i = 0; i < most.length; i++) {
            most[i] = mostTaken(open.get(i), up[i], moves);
        }
        int[][] down = shares(take, taken, most);
        for (int i = 0; i < most.length; i++) {
            kept.put(open.get(i).id(), kept(open.get(i), up[i], down[i]));
        }
    }

    /** W it can give in each slot for a quarter-hour; whole W reach all but the last Wh. */
    private int[] mostGiven(Battery battery, int taken, boolean moves) {
        int[] most = new int[community.slots()];
        Battery.Store store = battery.store();
        for (int slot = 0; slot < most.length; slot++) {
            long level = first(battery, -1);
            long risen = Math.min(store.capacityWh() - 1L, level + rise(battery, taken, slot));
            long held = Math.max(0, (moves ? Math.max(level, risen) : level) - store.reserveWh());
            long energy = 4 * held * battery.converter().dischargePermille() / 1000;
            int power = battery.converter().maxDischargeW();
            most[slot] =
                    (int) Math.clamp(power + running(battery, slot), 0L, Math.min(power, energy));
        }
        return most;
    }

    /** W that it can take if it has a share of what is given. */
    private int[] mostTaken(Battery battery, int[] up, boolean moves) {
        int[] most = new int[community.slots()];
        Battery.Store store = battery.store();
        int least = moves ? Math.max(store.terminalWh(), most(floor(battery, up))) : 0;
        for (int slot = 0; slot < most.length; slot++) {
            long level = first(battery, 1);
            long fallen = Math.max(Math.min(level, least + 1L), level - fall(battery, up, slot));
            long left = moves ? Math.max(least, fallen) : level;
            long free = Math.max(0, store.capacityWh() - left);
            long energy = 4000 * free / battery.converter().chargePermille();
            int power = battery.converter().maxChargeW();
            most[slot] =
                    (int) Math.clamp(power - running(battery, slot), 0L, Math.min(power, energy));
        }
        return most;
    }

    /** By battery and slot. */
    private static int[][] shares(int[] wanted, int[] powers, int[][] most) {
        int[][] shares = new int[powers.length][wanted.length];
        for (int slot = 0; slot < wanted.length; slot++) {
            int at = slot;
            int[] now = Arrays.stream(most).mapToInt(each -> each[at]).toArray();
            int[] part = PowerShares.of(wanted[slot], powers, now);
            for (int i = 0; i < part.length; i++) {
                shares[i][slot] = part[i];
            }
        }
        return shares;
    }

    private Kept kept(Battery battery, int[] up, int[] down) {
        int[] floor = floor(battery, up);
        int[] ceiling = ceiling(battery, down);
        Series own = floors.of(battery);
        for (int slot = 0; slot < floor.length; slot++) {
            long rising = first(battery, -1) + rise(battery, most(down), slot);
            long falling = first(battery, 1) - fall(battery, up, slot);
            floor[slot] = (int) Math.max(own.at(slot), Math.min(floor[slot], rising));
            ceiling[slot] = (int) Math.max(ceiling[slot], falling);
        }
        return new Kept(Series.of(up), Series.of(down), Series.of(floor), Series.of(ceiling));
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

    /** W in a first slot that has begun, and 0 in others. */
    private int running(Battery battery, int slot) {
        boolean begun = slot == 0 && community.horizon().firstRunning();
        return begun ? battery.running().orElse(0) : 0;
    }

    /** Wh after a first slot that has begun, towards {@code direction}. */
    private long first(Battery battery, int direction) {
        int watts = running(battery, 0);
        StoreRules rules = StoreRules.of(battery, community.horizon());
        long change = direction * watts > 0 ? rules.stored(0, watts) : 0;
        long level = rules.level().initial() + change;
        return direction > 0
                ? Math.ceilDiv(level, StoreRules.MWQ_PER_WH)
                : Math.floorDiv(level, StoreRules.MWQ_PER_WH);
    }

    /** Wh that a quarter of the power it may use stores from slot 1 on, rounded down. */
    private static long rise(Battery battery, int taken, int slot) {
        Battery.Converter converter = battery.converter();
        int watts = (converter.maxChargeW() - taken) / 4;
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
        int running = running(battery, slot);
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
        return Math.min(Math.min(share, power), energy);
    }
}
