package energy.peerwatt.balancer.explain;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Limit.Direction;
import energy.peerwatt.balancer.model.Limit.Source;
import energy.peerwatt.balancer.model.Limit.Window;
import energy.peerwatt.balancer.solver.Balancer;
import energy.peerwatt.balancer.solver.Planned;
import energy.peerwatt.balancer.solver.Settings;
import energy.peerwatt.balancer.testkit.Plans;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LimitGroupTest {

    private static final Community STREET = Plans.plain(6, 1);

    private static List<Limit> stretches(String home, Direction direction, int... watts) {
        List<Limit> limits = new ArrayList<>();
        int length = STREET.slots() / watts.length;
        for (int i = 0; i < watts.length; i++) {
            Window window = new Window(i * length, (i + 1) * length);
            String id = home + "/" + direction + "/" + i;
            limits.add(Limit.ofHome(id, Source.CONTRACT, home, direction, watts[i], window));
        }
        return limits;
    }

    @Test
    void stretchesOfAHomesLimitAreOneLimit() {
        String home = STREET.homes().getFirst().id();
        List<Limit> limits = new ArrayList<>(STREET.limits());
        limits.addAll(stretches(home, Direction.IMPORT, 4_000, 5_000, 4_000));
        limits.addAll(stretches(home, Direction.EXPORT, 4_000));

        assertThat(LimitGroup.of(limits)).hasSize(STREET.limits().size() + 2);
        assertThat(LimitGroup.of(limits).get(STREET.limits().size()).eased(limits))
                .filteredOn(limit -> limit.id().startsWith(home + "/IMPORT"))
                .extracting(Limit::watts)
                .containsExactly(5_000, 6_000, 5_000);
    }

    @Test
    void brokenStretchesAreOneShortfall() {
        String home = STREET.homes().getFirst().id();
        List<Limit> limits = new ArrayList<>(STREET.limits());
        limits.addAll(stretches(home, Direction.IMPORT, 1, 0, 2, 0, 1, 0));
        Community bound = STREET.withLimits(limits);
        Planned closest = Balancer.plan(bound, Settings.seconds(1));

        assertThat(closest.isFeasible()).isFalse();
        assertThat(Explanation.of(bound, closest.plan()).shortfalls())
                .filteredOn(shortfall -> shortfall.subject().startsWith(home + "/"))
                .hasSize(1);
    }

    @Test
    void onlyTheWorthOfLimitsThatAreAskedForIsSought() {
        Battery battery =
                new Battery(
                        "battery",
                        Connection.L1,
                        new Battery.Store(10_000, 0, 0, 0),
                        new Battery.Converter(8_000, 8_000, 1000, 1000),
                        0,
                        OptionalInt.empty());
        Community community = Planted.community(battery, 3_000, 2_000);
        Planned planned = Balancer.plan(community, Planted.SHORT);

        assertThat(Explanation.of(community, planned.plan()).binding()).hasSize(1);
        assertThat(Explanation.of(community, planned.plan(), limit -> false).binding()).isEmpty();
    }
}
