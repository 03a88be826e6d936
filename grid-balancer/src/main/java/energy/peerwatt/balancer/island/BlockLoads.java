package energy.peerwatt.balancer.island;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.ShedBlock;
import java.util.HashMap;
import java.util.Map;

/** The load behind breakers. */
public final class BlockLoads {

    private final Map<String, Home> homes = new HashMap<>();

    /** The loads of a community's homes. */
    public BlockLoads(Community community) {
        community.homes().forEach(home -> homes.put(home.id(), home));
    }

    /** W of {@code block} in {@code slot}. */
    public int of(ShedBlock block, int slot) {
        int watts = 0;
        for (ShedBlock.Part part : block.parts()) {
            watts += of(home(part), part, slot);
        }
        return watts;
    }

    /** W of {@code home} that {@code plan} does not serve in {@code slot}. */
    public static int off(Community community, Plan plan, Home home, int slot) {
        int watts = 0;
        for (Island island : community.island().stream().toList()) {
            for (ShedBlock block : island.shedding().blocks()) {
                Series off = plan.off().get(block.id());
                for (ShedBlock.Part part : block.parts()) {
                    boolean mine = off != null && off.at(slot) != 0;
                    watts += mine && part.home().equals(home.id()) ? of(home, part, slot) : 0;
                }
            }
        }
        return watts;
    }

    /** W of {@code part} of a block in its {@code home} in {@code slot}. */
    public static int of(Home home, ShedBlock.Part part, int slot) {
        return Math.toIntExact((long) home.loadWatts().at(slot) * part.permille() / 1000);
    }

    Home home(ShedBlock.Part part) {
        Home home = homes.get(part.home());
        if (home == null) {
            throw new IllegalArgumentException("no home " + part.home());
        }
        return home;
    }
}
