package energy.peerwatt.balancer.check;

import energy.peerwatt.balancer.check.Violation.Kind;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.Outage;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.ShedBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds what a plan breaks of the rules of an island, and counts the load it does not serve. */
final class IslandRules {

    private final Community community;
    private final Island island;
    private final Plan plan;
    private final List<Violation> found;
    private final Map<String, Home> homes = new HashMap<>();

    IslandRules(Community community, Island island, Plan plan, List<Violation> found) {
        this.community = community;
        this.island = island;
        this.plan = plan;
        this.found = found;
        community.homes().forEach(home -> homes.put(home.id(), home));
    }

    private void add(Kind kind, String subject, int slot, long amount, String unit) {
        if (amount > 0) {
            found.add(new Violation(kind, subject, slot, amount, unit));
        }
    }

    boolean isOff(ShedBlock block, int slot) {
        if (slot < 0) {
            return startsDead() || block.before().off();
        }
        Series off = plan.off().get(block.id());
        return off != null && off.at(slot) != 0;
    }

    private boolean startsDead() {
        return island.outage()
                .map(outage -> outage.kind() == Outage.Kind.BLACK_START)
                .orElse(false);
    }

    private boolean isIslanded(int slot) {
        return island.outage()
                .map(outage -> outage.window().from() <= slot && slot < outage.window().until())
                .orElse(false);
    }

    /** Load that a block takes, W. */
    long load(ShedBlock block, int slot) {
        long sum = 0;
        for (ShedBlock.Part part : block.parts()) {
            Home home = homes.get(part.home());
            if (home != null) {
                sum += Math.floorDiv((long) home.loadWatts().at(slot) * part.permille(), 1000L);
            }
        }
        return sum;
    }

    /** What blocks that are off take away from each phase, thirds of a W. */
    long[] thirdsOff(int slot) {
        long[] thirds = new long[3];
        for (ShedBlock block : island.shedding().blocks()) {
            if (!isOff(block, slot)) {
                continue;
            }
            for (ShedBlock.Part part : block.parts()) {
                Home home = homes.get(part.home());
                for (int phase = 0; phase < 3 && home != null; phase++) {
                    long load = (long) home.loadWatts().at(slot) * part.permille() / 1000;
                    thirds[phase] += load * home.connection().thirdsOn(phase);
                }
            }
        }
        return thirds;
    }

    /** W of a home's load that is off. */
    long wattsOff(Home home, int slot) {
        long watts = 0;
        for (ShedBlock block : island.shedding().blocks()) {
            for (ShedBlock.Part part : block.parts()) {
                boolean off = part.home().equals(home.id()) && isOff(block, slot);
                watts += off ? (long) home.loadWatts().at(slot) * part.permille() / 1000 : 0;
            }
        }
        return watts;
    }

    /** Four times the Wh not served, by tier. */
    long[] unserved() {
        long[] sums = new long[ShedBlock.LAST_TIER];
        for (ShedBlock block : island.shedding().blocks()) {
            for (int slot = 0; slot < community.slots(); slot++) {
                sums[block.tier() - 1] += isOff(block, slot) ? load(block, slot) : 0;
            }
        }
        return sums;
    }

    void check() {
        for (int slot = 0; slot < community.slots(); slot++) {
            checkOrder(slot);
            checkTimes(slot);
            checkPickup(slot);
            if (isIslanded(slot)) {
                checkHeadroom(slot);
            }
        }
    }

    /** What flows over the connection in {@code slot}, W. */
    void checkFlow(int slot, long net) {
        if (isIslanded(slot)) {
            add(Kind.BALANCE, "island", slot, Math.abs(net), "W");
        }
        for (Outage outage : island.outage().stream().toList()) {
            if (outage.kind() == Outage.Kind.PLANNED && slot == outage.window().from() - 1) {
                add(Kind.OPENING, "connection", slot, Math.abs(net) - outage.toleranceW(), "W");
            }
        }
    }

    /** Lower tiers are off before higher ones. */
    private void checkOrder(int slot) {
        int highestOff = ShedBlock.LAST_TIER + 1;
        for (ShedBlock block : island.shedding().blocks()) {
            highestOff = isOff(block, slot) ? Math.min(highestOff, block.tier()) : highestOff;
        }
        for (ShedBlock block : island.shedding().blocks()) {
            if (block.tier() > highestOff && !isOff(block, slot)) {
                add(Kind.SHED_ORDER, block.id(), slot, Math.max(1, load(block, slot)), "W");
            }
        }
    }

    private void checkTimes(int slot) {
        boolean begins =
                isIslanded(slot)
                        && (slot == 0
                                ? island.shedding().blocks().stream().noneMatch(b -> isOff(b, -1))
                                : !isIslanded(slot - 1));
        for (ShedBlock block : island.shedding().blocks()) {
            boolean off = isOff(block, slot);
            if (off == isOff(block, slot - 1)) {
                continue;
            }
            if (off && !isIslanded(slot)) {
                add(Kind.SHED_TIME, block.id(), slot, 1, "slots");
            }
            int least = off ? block.times().minOnSlots() : block.times().minOffSlots();
            int lasted = lasted(block, slot);
            if (!off || !begins) {
                add(Kind.SHED_TIME, block.id(), slot, (long) least - lasted, "slots");
            }
        }
    }

    /** For how many slots before {@code slot} the block was as in the last of them. */
    private int lasted(ShedBlock block, int slot) {
        boolean before = isOff(block, slot - 1);
        int start = slot - 1;
        while (start > 0 && isOff(block, start - 1) == before) {
            start--;
        }
        boolean sinceEver = start <= 0 && isOff(block, -1) == before;
        int earlier = startsDead() ? slot + 1_000 : block.before().slots();
        return sinceEver ? slot + earlier : slot - start;
    }

    private void checkPickup(int slot) {
        long sum = 0;
        int count = 0;
        for (ShedBlock block : island.shedding().blocks()) {
            if (isOff(block, slot - 1) && !isOff(block, slot)) {
                sum += load(block, slot);
                count++;
            }
        }
        if (isIslanded(slot)) {
            add(Kind.PICKUP, "island", slot, sum - required(slot, true), "W");
        } else if (island.shedding().pickupW().isPresent() && count > 1) {
            long most = island.shedding().pickupW().getAsInt();
            add(Kind.PICKUP, "connection", slot, sum - most, "W");
        }
    }

    /** The power that grid-forming units keep free, W. */
    private long required(int slot, boolean toGive) {
        Island.Forming forming = island.forming();
        long load = 0;
        long solar = 0;
        for (Home home : community.homes()) {
            load += home.loadWatts().at(slot);
            solar += home.solar().watts().at(slot);
        }
        List<Long> needs = new ArrayList<>();
        needs.add((long) forming.leastW());
        needs.add((load * forming.loadPermille() + 999) / 1000);
        if (toGive) {
            needs.add((solar * forming.pvDropPermille() + 999) / 1000);
        }
        island.shedding().blocks().forEach(block -> needs.add(load(block, slot)));
        return needs.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private void checkHeadroom(int slot) {
        long give = 0;
        long take = 0;
        for (String unit : island.forming().units()) {
            Series watts = plan.devices().get(unit);
            for (var device : community.devices()) {
                if (device instanceof Battery battery
                        && battery.id().equals(unit)
                        && watts != null) {
                    give += (long) battery.converter().maxDischargeW() + watts.at(slot);
                    take += (long) battery.converter().maxChargeW() - watts.at(slot);
                }
            }
        }
        add(Kind.HEADROOM, "giving", slot, required(slot, true) - give, "W");
        add(Kind.HEADROOM, "taking", slot, required(slot, false) - take, "W");
    }
}
