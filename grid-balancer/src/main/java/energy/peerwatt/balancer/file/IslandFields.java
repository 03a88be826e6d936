package energy.peerwatt.balancer.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Outage;
import energy.peerwatt.balancer.model.ShedBlock;
import java.util.List;
import java.util.Optional;

/** Reads and writes the member {@code island} of a community. */
final class IslandFields {

    private IslandFields() {}

    static Island read(Field field) {
        Optional<Outage> outage = field.find("outage").map(IslandFields::outage);
        Island.Shedding shedding =
                field.find("shedding").map(IslandFields::shedding).orElse(Island.Shedding.NONE);
        Island.Reserve reserve =
                field.find("reserve").map(IslandFields::reserve).orElse(Island.Reserve.NONE);
        Island.Forming forming =
                field.find("forming").map(IslandFields::forming).orElse(Island.Forming.NONE);
        int missed = field.integer("missedMicro");
        field.requireNothingElse();
        return field.build(() -> new Island(outage, shedding, reserve, forming, missed));
    }

    private static Outage outage(Field field) {
        Outage.Kind kind = field.member("kind").oneOf(Outage.Kind.class);
        int from = field.integer("fromSlot");
        int until = field.integer("untilSlot");
        int tolerance = field.integer("toleranceW", 0);
        field.requireNothingElse();
        return field.build(() -> new Outage(kind, new Limit.Window(from, until), tolerance));
    }

    private static Island.Shedding shedding(Field field) {
        List<ShedBlock> blocks =
                field.member("blocks").elements().stream().map(IslandFields::block).toList();
        var pickup = field.optional("pickupW");
        field.requireNothingElse();
        return field.build(() -> new Island.Shedding(blocks, pickup));
    }

    private static ShedBlock block(Field field) {
        String id = field.text("id");
        int tier = field.integer("tier");
        List<ShedBlock.Part> parts =
                field.member("parts").elements().stream().map(IslandFields::part).toList();
        int on = field.integer("minOnSlots", 1);
        int off = field.integer("minOffSlots", 1);
        boolean wasOff = field.find("off").map(Field::yes).orElse(false);
        int since = field.integer("sinceSlots", Horizon.LONGEST);
        field.requireNothingElse();
        return field.build(() ->
                new ShedBlock(
                        id,
                        tier,
                        parts,
                        new ShedBlock.Times(on, off),
                        new ShedBlock.Before(wasOff, since)));
    }

    private static ShedBlock.Part part(Field field) {
        String home = field.text("home");
        int permille = field.integer("permille", 1000);
        field.requireNothingElse();
        return field.build(() -> new ShedBlock.Part(home, permille));
    }

    private static Island.Reserve reserve(Field field) {
        int slots = field.integer("criticalSlots", 0);
        int start = field.integer("blackStartWh", 0);
        field.requireNothingElse();
        return field.build(() -> new Island.Reserve(slots, start));
    }

    private static Island.Forming forming(Field field) {
        List<String> units = field.member("units").elements().stream().map(Field::text).toList();
        int least = field.integer("leastW", 0);
        int load = field.integer("loadPermille", 0);
        int drop = field.integer("pvDropPermille", 0);
        field.requireNothingElse();
        return field.build(() -> new Island.Forming(units, least, load, drop));
    }

    static void write(Island island, ObjectNode node) {
        island.outage().ifPresent(outage -> write(outage, node.putObject("outage")));
        ObjectNode shedding = node.putObject("shedding");
        var blocks = shedding.putArray("blocks");
        island.shedding().blocks().forEach(block -> write(block, blocks.addObject()));
        island.shedding().pickupW().ifPresent(watts -> shedding.put("pickupW", watts));
        ObjectNode reserve = node.putObject("reserve");
        reserve.put("criticalSlots", island.reserve().criticalSlots());
        reserve.put("blackStartWh", island.reserve().blackStartWh());
        ObjectNode forming = node.putObject("forming");
        var units = forming.putArray("units");
        island.forming().units().forEach(units::add);
        forming.put("leastW", island.forming().leastW());
        forming.put("loadPermille", island.forming().loadPermille());
        forming.put("pvDropPermille", island.forming().pvDropPermille());
        node.put("missedMicro", island.missedMicro());
    }

    private static void write(Outage outage, ObjectNode node) {
        node.put("kind", outage.kind().name());
        node.put("fromSlot", outage.window().from());
        node.put("untilSlot", outage.window().until());
        node.put("toleranceW", outage.toleranceW());
    }

    private static void write(ShedBlock block, ObjectNode node) {
        node.put("id", block.id());
        node.put("tier", block.tier());
        var parts = node.putArray("parts");
        for (ShedBlock.Part part : block.parts()) {
            parts.addObject().put("home", part.home()).put("permille", part.permille());
        }
        node.put("minOnSlots", block.times().minOnSlots());
        node.put("minOffSlots", block.times().minOffSlots());
        node.put("off", block.before().off());
        node.put("sinceSlots", block.before().slots());
    }
}
