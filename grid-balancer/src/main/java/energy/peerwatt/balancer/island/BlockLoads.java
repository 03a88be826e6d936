package energy.peerwatt.balancer.island;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.ShedBlock;

/** The load behind breakers. */
public final class BlockLoads {

    private BlockLoads() {}

    /** W of {@code block} in {@code slot}. */
    public static int of(Community community, ShedBlock block, int slot) {
        int watts = 0;
        for (ShedBlock.Part part : block.parts()) {
            watts += of(home(community, part), part, slot);
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

    static int of(Home home, ShedBlock.Part part, int slot) {
        return Math.toIntExact((long) home.loadWatts().at(slot) * part.permille() / 1000);
    }

    static Home home(Community community, ShedBlock.Part part) {
        for (Home home : community.homes()) {
            if (home.id().equals(part.home())) {
                return home;
            }
        }
        throw new IllegalArgumentException("no home " + part.home());
    }
}
