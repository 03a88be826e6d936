package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.check.CheckReport;
import energy.peerwatt.balancer.check.Checker;
import energy.peerwatt.balancer.explain.BindingLimit;
import energy.peerwatt.balancer.explain.BindingPlace;
import energy.peerwatt.balancer.explain.Explanation;
import energy.peerwatt.balancer.explain.Robustness;
import energy.peerwatt.balancer.explain.Shortfall;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.balancing.PlanContent.Binding;
import energy.peerwatt.web.registry.Area;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes what is kept of a plan: figures recomputed by the checker, comparison, explanation. */
final class PlanAssembly {

    private PlanAssembly() {}

    /**
     * A plan as it is kept, still without a version, with all reasons; takes a while.
     *
     * @param toBePublished whether devices are to be told; they are only if the checker finds that
     *     the plan keeps every rule and limit
     */
    static BalancingPlan of(
            Area area,
            Scene scene,
            Plan plan,
            String cause,
            boolean toBePublished,
            Instant madeAt) {
        Explanation explanation =
                Explanation.of(
                        scene.community(),
                        plan,
                        limit -> isOfAll(limit.scope()),
                        Scenes.withoutMargin(scene).community());
        Reasons reasons =
                new Reasons(
                        explanation.binding(),
                        explanation.places(),
                        explanation.shortfalls(),
                        explanation.robustness());
        boolean published = toBePublished && explanation.report().keepsAll();
        return of(
                area,
                scene,
                plan,
                explanation.report(),
                reasons,
                new Made(cause, published, madeAt));
    }

    /**
     * Likewise, without the reasons that take a while: what limits are worth, and what would help
     * where one is not kept.
     */
    static BalancingPlan unexplained(
            Area area, Scene scene, Plan plan, String cause, Instant madeAt) {
        CheckReport report = Checker.check(scene.community(), plan);
        Made made = new Made(cause, report.keepsAll(), madeAt);
        return of(area, scene, plan, report, Reasons.NONE, made);
    }

    private static BalancingPlan of(
            Area area, Scene scene, Plan plan, CheckReport report, Reasons reasons, Made made) {
        Community community = scene.community();
        Plan alone = Uncoordinated.plan(community);
        CheckReport aloneReport = Checker.check(community, alone);
        PlanContent bare = content(scene, plan, alone, reasons);
        Sentences.Text text =
                new Sentences(area, scene).of(bare, reasons, report.cost(), aloneReport.cost());
        return new BalancingPlan(
                area.rules().area(),
                0,
                made.at(),
                community.horizon().start(),
                made.cause(),
                made.published(),
                report.cost(),
                aloneReport.cost(),
                withExplanation(bare, text));
    }

    /** Why, whether for devices, and when it was made. */
    private record Made(String cause, boolean published, Instant at) {}

    /** What an explanation says of limits. */
    record Reasons(
            List<BindingLimit> binding,
            List<BindingPlace> places,
            List<Shortfall> shortfalls,
            Optional<Robustness> robustness) {

        private static final Reasons NONE =
                new Reasons(List.of(), List.of(), List.of(), Optional.empty());
    }

    private static PlanContent content(Scene scene, Plan plan, Plan alone, Reasons reasons) {
        Community community = scene.community();
        DeliveryInterval first = scene.first();
        Map<String, List<Integer>> homes = new TreeMap<>();
        community.homes().forEach(home -> homes.put(home.id(), list(net(home, plan))));
        return new PlanContent(
                List.of(),
                List.of(),
                reasons.binding().stream().map(one -> binding(community, one)).toList(),
                list(net(community, plan)),
                list(net(community, alone)),
                ModelLimits.lowest(scene.limits(), first, community.slots(), AreaLimit::importW),
                ModelLimits.lowest(scene.limits(), first, community.slots(), AreaLimit::exportW),
                homes,
                lists(plan.devices()),
                lists(plan.curtailed()),
                scene.leftOut(),
                scene.uncertainty(),
                GridUse.of(scene, plan));
    }

    private static PlanContent withExplanation(PlanContent content, Sentences.Text text) {
        return new PlanContent(
                text.all(),
                text.shown(),
                content.binding(),
                content.net(),
                content.uncoordinated(),
                content.importLimits(),
                content.exportLimits(),
                content.homes(),
                content.devices(),
                content.curtailed(),
                content.leftOut(),
                content.uncertainty(),
                content.grid());
    }

    /** Limits of single homes are no business of their neighbours. */
    private static boolean isOfAll(Limit.Scope scope) {
        return scope != Limit.Scope.HOME;
    }

    private static Binding binding(Community community, BindingLimit binding) {
        return new Binding(
                binding.limit().id(),
                binding.limit().direction().name(),
                binding.limit().watts(),
                binding.slots().stream().map(community.horizon()::startOf).toList(),
                binding.worthOfKilowatt().toDecimal());
    }

    /** Net power of the community in each slot, W. */
    static int[] net(Community community, Plan plan) {
        int[] sum = new int[community.slots()];
        for (Home home : community.homes()) {
            int[] net = net(home, plan);
            for (int slot = 0; slot < sum.length; slot++) {
                sum[slot] = Math.addExact(sum[slot], net[slot]);
            }
        }
        return sum;
    }

    /** Net power of a home in each slot, W. */
    static int[] net(Home home, Plan plan) {
        int[] net = new int[home.loadWatts().slots()];
        Series curtailed = plan.curtailed().get(home.id());
        for (int slot = 0; slot < net.length; slot++) {
            int less = curtailed == null ? 0 : curtailed.at(slot);
            net[slot] = home.loadWatts().at(slot) - home.solar().watts().at(slot) + less;
            for (Device device : home.devices()) {
                Series watts = plan.devices().get(device.id());
                net[slot] += watts == null ? 0 : watts.at(slot);
            }
        }
        return net;
    }

    private static Map<String, List<Integer>> lists(Map<String, Series> series) {
        Map<String, List<Integer>> lists = new TreeMap<>();
        series.forEach((id, one) -> lists.put(id, list(one.toArray())));
        return lists;
    }

    private static List<Integer> list(int[] values) {
        return java.util.Arrays.stream(values).boxed().toList();
    }
}
