package energy.peerwatt.balancer.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an island must satisfy in a community. */
final class IslandChecks {

    private IslandChecks() {}

    static void require(Island island, List<Home> homes, Horizon horizon) {
        requireBlocks(island.shedding().blocks(), homes);
        requireForming(island, homes);
        requireStart(island, homes);
        island.outage()
                .ifPresent(outage ->
                        Checks.range(
                                "untilSlot of the outage",
                                outage.window().until(),
                                1,
                                horizon.slots()));
    }

    private static void requireBlocks(List<ShedBlock> blocks, List<Home> homes) {
        Map<String, Integer> permille = new HashMap<>();
        homes.forEach(home -> permille.put(home.id(), 0));
        Set<String> seen = new HashSet<>();
        for (ShedBlock block : blocks) {
            if (!seen.add(block.id())) {
                throw new IllegalArgumentException("block id " + block.id() + " is used twice");
            }
            for (ShedBlock.Part part : block.parts()) {
                Integer sum = permille.get(part.home());
                if (sum == null) {
                    throw new IllegalArgumentException(
                            "block " + block.id() + " names no home: " + part.home());
                }
                Checks.range(
                        "permille of " + part.home() + " in all blocks",
                        (long) sum + part.permille(),
                        1,
                        1000);
                permille.put(part.home(), sum + part.permille());
            }
        }
    }

    private static void requireForming(Island island, List<Home> homes) {
        Set<String> batteries = new HashSet<>();
        for (Home home : homes) {
            for (Device device : home.devices()) {
                if (device instanceof Battery battery) {
                    batteries.add(battery.id());
                }
            }
        }
        Set<String> seen = new HashSet<>();
        for (String unit : island.forming().units()) {
            if (!batteries.contains(unit) || !seen.add(unit)) {
                throw new IllegalArgumentException(
                        "forming unit " + unit + " must be a battery, named once");
            }
        }
        boolean needed = island.outage().isPresent() || island.reserve().blackStartWh() > 0;
        if (needed && seen.isEmpty()) {
            throw new IllegalArgumentException(
                    "an outage needs a forming unit: forming.units names no battery");
        }
    }

    /** A black start that no charge of the forming units could feed is none that can be planned. */
    private static void requireStart(Island island, List<Home> homes) {
        long most = 0;
        for (Home home : homes) {
            for (Device device : home.devices()) {
                if (device instanceof Battery battery
                        && island.forming().units().contains(battery.id())) {
                    most += battery.mostGivenWh();
                }
            }
        }
        int wanted = island.reserve().blackStartWh();
        if (wanted > most) {
            throw new IllegalArgumentException(
                    "blackStartWh must be at most "
                            + most
                            + ", what the forming units give from full to their own reserves, not "
                            + wanted);
        }
    }
}
