package energy.peerwatt.balancer.testkit;

import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Outage;
import energy.peerwatt.balancer.model.ShedBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Islands for communities: a fifth of every home's load is critical, two fifths important, the rest
 * comfort, behind one breaker for each tier and five homes; one battery in four forms the grid.
 */
public final class Islands {

    private static final int HOMES_PER_BLOCK = 5;

    /** Dearer than any import, and cheap enough that no load is worth less than a vehicle. */
    private static final int MISSED_MICRO = 450_000;

    private static final int[] PERMILLE = {200, 400, 400};

    private Islands() {}

    /** {@code community} with an outage in these slots. */
    public static Community of(Community community, Outage.Kind kind, int from, int until) {
        Outage outage = new Outage(kind, new Limit.Window(from, until), 500);
        return with(community, Optional.of(outage), new ShedBlock.Times(2, 2));
    }

    /** {@code community} that could become an island. */
    public static Community connected(Community community) {
        return with(community, Optional.empty(), new ShedBlock.Times(2, 2));
    }

    private static Community with(
            Community community, Optional<Outage> outage, ShedBlock.Times times) {
        Island island =
                new Island(
                        outage,
                        new Island.Shedding(blocks(community, times), OptionalInt.empty()),
                        new Island.Reserve(8, 2_000),
                        new Island.Forming(forming(community), 2_000, 50, 200),
                        MISSED_MICRO);
        return community.withIsland(Optional.of(island));
    }

    private static List<String> forming(Community community) {
        List<String> batteries = new ArrayList<>();
        for (Device device : community.devices()) {
            if (device instanceof Battery battery) {
                batteries.add(battery.id());
            }
        }
        return batteries.subList(0, Math.ceilDiv(batteries.size(), 4));
    }

    private static List<ShedBlock> blocks(Community community, ShedBlock.Times times) {
        List<ShedBlock> blocks = new ArrayList<>();
        List<Home> homes = community.homes();
        for (int tier = 1; tier <= PERMILLE.length; tier++) {
            for (int from = 0; from < homes.size(); from += HOMES_PER_BLOCK) {
                List<ShedBlock.Part> parts = new ArrayList<>();
                int until = Math.min(homes.size(), from + HOMES_PER_BLOCK);
                for (Home home : homes.subList(from, until)) {
                    parts.add(new ShedBlock.Part(home.id(), PERMILLE[tier - 1]));
                }
                String id = "tier-" + tier + "-breaker-" + from / HOMES_PER_BLOCK;
                blocks.add(new ShedBlock(id, tier, parts, times, ShedBlock.Before.ON));
            }
        }
        return blocks;
    }
}
