package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.explain.BindingLimit;
import energy.peerwatt.balancer.explain.BindingPlace;
import energy.peerwatt.balancer.explain.Robustness;
import energy.peerwatt.balancer.explain.Shortfall;
import energy.peerwatt.balancer.model.Cost;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.web.registry.Area;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in words why a plan is as it is, in the area's time. */
final class Sentences {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private static final Cost CENT = Cost.ofDecimal("0.01");

    /** From this slot on there is a whole quarter-hour to plan anew. */
    private static final int SOON = 2;

    private final Area area;
    private final Scene scene;

    Sentences(Area area, Scene scene) {
        this.area = area;
        this.scene = scene;
    }

    /** What a flow does to a limit in one slot; the worst of all slots. */
    private record Worst(int slot, int watts, int limit) {

        int over() {
            return watts - limit;
        }
    }

    /**
     * Sentences for two kinds of readers.
     *
     * @param all for operators
     * @param shown what everybody of the area may read: nothing of single homes or their devices
     */
    record Text(List<String> all, List<String> shown) {}

    Text of(PlanContent content, PlanAssembly.Reasons reasons, Cost cost, Cost uncoordinated) {
        List<String> before = new ArrayList<>(figures(content));
        before.add(money(cost, uncoordinated, reasons.shortfalls().isEmpty()));
        List<String> all = new ArrayList<>(before);
        List<String> shown = new ArrayList<>(before);
        for (Shortfall shortfall : reasons.shortfalls()) {
            all.add(shortfall.problem() + " " + shortfall.remedy());
            if (isOfTheArea(shortfall)) {
                shown.add(shortfall.problem());
            }
        }
        scene.widened().forEach(home -> all.add(widened(home)));
        List<String> after = new ArrayList<>();
        reasons.binding().forEach(limit -> after.add(binding(limit)));
        reasons.robustness().ifPresent(found -> after.add(drawn(found)));
        after.addAll(unknown());
        reasons.places().forEach(place -> all.add(binding(place)));
        all.addAll(after);
        shown.addAll(after);
        return new Text(all, shown);
    }

    /** Whether it is of a limit of all homes; what would mend it may still name a device. */
    private boolean isOfTheArea(Shortfall shortfall) {
        boolean ofDevice =
                scene.community().devices().stream()
                        .anyMatch(device -> device.id().equals(shortfall.subject()));
        return !ofDevice
                && scene.community().limits().stream()
                        .filter(limit -> limit.scope() != Limit.Scope.HOME)
                        .anyMatch(limit -> limit.id().equals(shortfall.subject()));
    }

    private List<String> figures(PlanContent content) {
        List<String> lines = new ArrayList<>();
        lines.addAll(direction(content, content.importLimits(), 1, "take"));
        lines.addAll(direction(content, content.exportLimits(), -1, "give"));
        lines.addAll(robustness(content, content.importLimits(), 1, "take"));
        lines.addAll(robustness(content, content.exportLimits(), -1, "give"));
        return lines;
    }

    private static String widened(Connections.Widened home) {
        return "%s may take %s, but its devices need that it may take %s; the plan allows that meanwhile."
                .formatted(home.home(), kilowatts(home.importW()), kilowatts(home.neededW()));
    }

    /** On how many days that forecasts leave open the plan would do, without being made anew. */
    private static String drawn(Robustness robustness) {
        long whole = robustness.drawn().stream().filter(day -> day.broken() == 0).count();
        String rest =
                robustness.basis().stating() == robustness.basis().homes()
                        ? "."
                        : "; of %d homes too little is known for that."
                                .formatted(
                                        robustness.basis().homes() - robustness.basis().stating());
        return "On %d of %d days drawn between the 10 %% and 90 %% ranges of forecasts the same plan keeps every limit%s"
                .formatted(whole, robustness.drawn().size(), rest);
    }

    /** What is not known of homes and what the plan does about it. */
    private List<String> unknown() {
        List<String> lines = new ArrayList<>();
        if (scene.guessed() > 0) {
            lines.add(
                    "Which phases %s on is not known; the plan takes all three."
                            .formatted(
                                    scene.guessed() == 1
                                            ? "one home with planned devices is"
                                            : scene.guessed() + " homes with planned devices are"));
        }
        if (scene.unplaced() > 0) {
            lines.add(
                    "Nobody has said where on the feeder %s; the plan takes the transformer's end, and no cable and no voltage is checked for %s."
                            .formatted(
                                    scene.unplaced() == 1
                                            ? "one home is"
                                            : scene.unplaced() + " homes are",
                                    scene.unplaced() == 1 ? "it" : "them"));
        }
        if (scene.misfits() > 0) {
            lines.add(
                    "%s said to be on phases that the cable there does not have; the plan takes the cable's."
                            .formatted(
                                    scene.misfits() == 1
                                            ? "One home is"
                                            : scene.misfits() + " homes are"));
        }
        int unknown = scene.uncertainty().unknown();
        if (scene.uncertainty().hasValues() && unknown > 0) {
            lines.add(
                    "How far forecasts may be off is known without %s that %s too few values so far."
                            .formatted(
                                    unknown == 1 ? "one home" : unknown + " homes",
                                    unknown == 1 ? "has" : "have"));
        }
        if (!scene.leftOut().isEmpty()) {
            lines.add(leftOut());
        }
        return lines;
    }

    private String leftOut() {
        int count = scene.leftOut().size();
        String them = count == 1 ? "it" : "them";
        String limits =
                "%s no values. The plan leaves %s of what may be taken to %s and %s of what may be given"
                        .formatted(
                                count == 1 ? "One home gives" : count + " homes give",
                                kilowatts(scene.reserve().importW()),
                                them,
                                kilowatts(scene.reserve().exportW()));
        return scene.community().feeder() == null
                ? limits + "."
                : limits + ", and as much on the cables and of the voltages.";
    }

    /** What would happen to the limits of one direction, and what will; empty without any. */
    private List<String> direction(
            PlanContent content, List<@Nullable Integer> limits, int sign, String verb) {
        Worst alone = worst(content.uncoordinated(), limits, sign);
        Worst planned = worst(content.net(), limits, sign);
        if (alone == null || planned == null) {
            return List.of();
        }
        if (alone.over() <= 0 && planned.over() <= 0) {
            return planned.watts() <= 0
                    ? List.of()
                    : List.of(
                            "%s may %s %s. The plan comes nearest to that at %s, with %s."
                                    .formatted(
                                            area.name(),
                                            verb,
                                            kilowatts(planned.limit()),
                                            time(planned.slot()),
                                            kilowatts(planned.watts())));
        }
        String kept = planned.over() <= 0 ? "The plan keeps it" : "The plan lowers it to";
        return List.of(
                "Left to themselves, the devices would make %s %s %s at %s, and %s is allowed. %s %s."
                        .formatted(
                                area.name(),
                                verb,
                                kilowatts(alone.watts()),
                                time(alone.slot()),
                                kilowatts(alone.limit()),
                                kept,
                                planned.over() <= 0
                                        ? "at %s or less"
                                                .formatted(
                                                        kilowatts(highest(content, limits, sign)))
                                        : kilowatts(planned.watts())));
    }

    /** What becomes of a kept limit if forecasts are as wrong as one time in ten. */
    private List<String> robustness(
            PlanContent content, List<@Nullable Integer> limits, int sign, String verb) {
        if (!content.uncertainty().hasValues()) {
            return List.of();
        }
        List<Integer> off = sign > 0 ? content.uncertainty().more() : content.uncertainty().less();
        List<Integer> unlucky = new ArrayList<>();
        for (int slot = 0; slot < off.size(); slot++) {
            unlucky.add(content.net().get(slot) + sign * off.get(slot));
        }
        Worst planned = worst(content.net(), limits, sign);
        Worst worst = worst(unlucky, limits, sign);
        if (planned == null || worst == null || planned.over() > 0 || worst.watts() <= 0) {
            return List.of();
        }
        String then =
                "In one quarter-hour of ten forecasts are off by so much that %s would %s %s at %s"
                        .formatted(area.name(), verb, kilowatts(worst.watts()), time(worst.slot()));
        return List.of(
                worst.over() <= 0
                        ? then + ", which is still allowed."
                        : then
                                + ", %s more than allowed%s."
                                        .formatted(
                                                kilowatts(worst.over()),
                                                worst.slot() < SOON
                                                        ? ""
                                                        : "; it will have been planned anew by then"));
    }

    private static int highest(PlanContent content, List<@Nullable Integer> limits, int sign) {
        int highest = 0;
        for (int slot = 0; slot < limits.size(); slot++) {
            if (limits.get(slot) != null) {
                highest = Math.max(highest, sign * content.net().get(slot));
            }
        }
        return highest;
    }

    private static @Nullable Worst worst(
            List<Integer> net, List<@Nullable Integer> limits, int sign) {
        Worst worst = null;
        for (int slot = 0; slot < limits.size(); slot++) {
            Integer limit = limits.get(slot);
            if (limit != null) {
                Worst here = new Worst(slot, sign * net.get(slot), limit);
                worst = worst == null || here.over() > worst.over() ? here : worst;
            }
        }
        return worst;
    }

    private String money(Cost cost, Cost uncoordinated, boolean mayCompare) {
        String costs =
                "The next %d hours %s".formatted(scene.community().slots() / 4, amount(cost));
        Cost saved = uncoordinated.minus(cost);
        if (!mayCompare || saved.compareTo(CENT) < 0) {
            return costs + ".";
        }
        return "%s, %s %s less than left to themselves."
                .formatted(costs, saved.toCents(), area.currency());
    }

    private String amount(Cost cost) {
        return cost.quarterNano() < 0
                ? "earn %s %s".formatted(new Cost(-cost.quarterNano()).toCents(), area.currency())
                : "cost %s %s".formatted(cost.toCents(), area.currency());
    }

    private String binding(BindingLimit binding) {
        return "The limit %s is reached %s; %s"
                .formatted(
                        binding.limit().id(),
                        times(binding.slots()),
                        worth(
                                binding.limit().scope() == Limit.Scope.RESERVE ? "less" : "more",
                                binding.worthOfKilowatt()));
    }

    /** Names a node, which may be a home. */
    private String binding(BindingPlace place) {
        String where = "%s on L%d".formatted(place.node(), place.phase() + 1);
        String reached = BigDecimal.valueOf(place.reached(), 3).toPlainString();
        String what =
                switch (place.kind()) {
                    case LOWEST_VOLTAGE ->
                            "The voltage at %s is as low as it may be, %s V,"
                                    .formatted(where, reached);
                    case HIGHEST_VOLTAGE ->
                            "The voltage at %s is as high as it may be, %s V,"
                                    .formatted(where, reached);
                    case CURRENT ->
                            "The cable to %s carries what it may, %s A,".formatted(where, reached);
                };
        return "%s %s; %s"
                .formatted(what, times(place.slots()), worth("more", place.worthOfKilowatt()));
    }

    private String worth(String change, Cost worth) {
        return worth.compareTo(CENT) < 0
                ? "one kilowatt %s would save nothing.".formatted(change)
                : "one kilowatt %s would save %s %s."
                        .formatted(change, worth.toCents(), area.currency());
    }

    /** Such as {@code 17:00-18:15 and 19:00-19:15}; at most three, then how many more. */
    private String times(List<Integer> slots) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < slots.size(); i++) {
            if (i + 1 == slots.size() || slots.get(i + 1) != slots.get(i) + 1) {
                parts.add(time(slots.get(from)) + "–" + time(slots.get(i) + 1));
                from = i + 1;
            }
        }
        if (parts.size() > 3) {
            return String.join(", ", parts.subList(0, 2))
                    + " and %d more times".formatted(parts.size() - 2);
        }
        return String.join(", ", parts);
    }

    private String time(int slot) {
        Instant start = scene.community().horizon().startOf(slot);
        ZoneId zone = area.zone();
        return TIME.format(start.atZone(zone));
    }

    static String kilowatts(int watts) {
        return BigDecimal.valueOf(watts, 3).setScale(1, RoundingMode.HALF_UP).toPlainString()
                + "\u00a0kW";
    }
}
