package energy.peerwatt.balancer.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Cost;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.ShedBlock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads and writes plans, see {@code plan.schema.json}. */
public final class PlanFile {

    /** The format's name and version, the member {@code format} of every file. */
    public static final String FORMAT = "peerwatt-plan/1";

    private PlanFile() {}

    /**
     * A plan as it is in a file.
     *
     * @param statedCost what its writer says it costs
     */
    public record Stated(Plan plan, Cost statedCost) {}

    /**
     * Why a plan is as it is, for the reader of the file.
     *
     * @param sentences in words
     * @param costs what each device, and each home besides, adds to the bill in each slot, by id
     * @param uses who uses how much of what binds
     */
    public record Reasons(List<String> sentences, Map<String, List<Cost>> costs, List<Use> uses) {

        public Reasons {
            sentences = List.copyOf(sentences);
            costs = Map.copyOf(costs);
            uses = List.copyOf(uses);
        }
    }

    /**
     * Who uses how much of one constraint.
     *
     * @param parts amounts in those slots, by the id of a device or home
     */
    public record Use(
            String constraint, String unit, List<Integer> slots, Map<String, Series> parts) {

        public Use {
            slots = List.copyOf(slots);
            parts = Map.copyOf(parts);
        }
    }

    /**
     * Reads a plan for {@code community}; every device must be there. Whether it keeps the rules is
     * for the checker.
     *
     * @throws FileFault if the text is not JSON or a field is missing, unknown or not a number
     */
    public static Stated read(String text, Community community) {
        Field file = Json.requireFormat(text, FORMAT);
        Field name = file.member("community");
        if (!name.text().equals(community.name())) {
            throw name.fault("is a plan for " + name.text() + ", not for " + community.name());
        }
        Set<String> devices =
                community.devices().stream().map(Device::id).collect(Collectors.toSet());
        Set<String> homes = community.homes().stream().map(Home::id).collect(Collectors.toSet());
        Map<String, Series> watts = named(file.member("devicesW"), devices, community.slots());
        for (String device : devices) {
            if (!watts.containsKey(device)) {
                throw new FileFault("devicesW." + device, "is missing");
            }
        }
        Map<String, Series> curtailed = named(file.member("curtailedW"), homes, community.slots());
        Map<String, Series> off =
                file.find("off")
                        .map(found -> named(found, blocks(community), community.slots()))
                        .orElse(Map.of());
        Cost cost = cost(file.member("cost"));
        file.find("explanation");
        file.find("contributions");
        file.requireNothingElse();
        return new Stated(new Plan(watts, curtailed, off), cost);
    }

    /** The plan as JSON text. */
    public static String write(Community community, Stated plan, Reasons reasons) {
        ObjectNode file = Json.object();
        file.put("format", FORMAT);
        file.put("community", community.name());
        file.put("cost", plan.statedCost().toDecimal());
        var lines = file.putArray("explanation");
        reasons.sentences().forEach(lines::add);
        ObjectNode devices = file.putObject("devicesW");
        plan.plan().devices().forEach((id, watts) -> Json.put(devices, id, watts));
        ObjectNode curtailed = file.putObject("curtailedW");
        plan.plan().curtailed().forEach((id, watts) -> Json.put(curtailed, id, watts));
        if (!plan.plan().off().isEmpty()) {
            ObjectNode off = file.putObject("off");
            plan.plan().off().forEach((id, flags) -> Json.put(off, id, flags));
        }
        write(reasons, file.putObject("contributions"));
        return Json.write(file);
    }

    private static void write(Reasons reasons, ObjectNode node) {
        ObjectNode costs = node.putObject("costs");
        new TreeMap<>(reasons.costs())
                .forEach((id, slots) -> {
                    var list = costs.putArray(id);
                    slots.forEach(cost -> list.add(cost.toDecimal()));
                });
        var limits = node.putArray("limits");
        for (Use use : reasons.uses()) {
            ObjectNode each = limits.addObject();
            each.put("constraint", use.constraint());
            each.put("unit", use.unit());
            var slots = each.putArray("slots");
            use.slots().forEach(slots::add);
            ObjectNode parts = each.putObject("parts");
            new TreeMap<>(use.parts()).forEach((id, amounts) -> Json.putAll(parts, id, amounts));
        }
    }

    private static Set<String> blocks(Community community) {
        return community.island().stream()
                .flatMap(island -> island.shedding().blocks().stream())
                .map(ShedBlock::id)
                .collect(Collectors.toSet());
    }

    private static Map<String, Series> named(Field field, Set<String> known, int slots) {
        Map<String, Series> series = new TreeMap<>();
        for (Map.Entry<String, Field> member : field.members()) {
            if (!known.contains(member.getKey())) {
                throw member.getValue().fault("is not in the community");
            }
            series.put(member.getKey(), member.getValue().series(slots));
        }
        return series;
    }

    private static Cost cost(Field field) {
        try {
            return Cost.ofDecimal(field.text());
        } catch (ArithmeticException | NumberFormatException broken) {
            throw field.fault("must be an amount such as 31.58, not " + field.text());
        }
    }
}
