package energy.peerwatt.balancer.solver;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.check.CheckReport;
import energy.peerwatt.balancer.check.Checker;
import energy.peerwatt.balancer.check.Violation;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.testkit.Plans;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.optaplanner.core.config.solver.EnvironmentMode;

class BalancerTest {

    private static final Settings SHORT = new Settings(Duration.ofMillis(1_500), 0);

    @Test
    void keepsLimitsThatUncoordinatedHomesBreak() {
        Community community = Plans.plain(20, 1);
        CheckReport alone = Checker.check(community, uncoordinated(community));

        Planned planned = Balancer.plan(community, SHORT);

        CheckReport report = Checker.check(community, planned.plan());
        assertThat(alone.violations()).isNotEmpty();
        assertThat(report.violations()).isEmpty();
        assertThat(report.cost()).isLessThan(alone.cost());
        assertThat(report.cost()).isEqualTo(planned.cost());
    }

    @Test
    void plansEveryKindOfDeviceExactly() {
        Community community = Plans.variety(18, 2);

        Planned planned = Balancer.plan(community, SHORT);

        CheckReport report = Checker.check(community, planned.plan());
        assertThat(planned.isFeasible()).isTrue();
        assertThat(report.violations()).isEmpty();
        assertThat(report.cost()).isEqualTo(planned.cost());
    }

    /** OptaPlanner recomputes every score from scratch and every undo in this mode. */
    @Test
    void scoresAreNeverCorrupted() {
        Community community = Plans.variety(8, 3);
        Settings settings = new Settings(Duration.ofSeconds(2), 1);

        Planned planned =
                new Balancer(community, settings, EnvironmentMode.FULL_ASSERT)
                        .plan(Optional.empty(), better -> {});

        requireDeviceRules(community, planned);
    }

    @Test
    void beginsWithAnOlderPlan() {
        Community community = Plans.plain(20, 4);
        Planned older = Balancer.plan(community, SHORT);

        Planned newer =
                new Balancer(community, SHORT).plan(Optional.of(older.plan()), better -> {});

        assertThat(newer.isFeasible()).isTrue();
        assertThat(Checker.check(community, newer.plan()).cost()).isEqualTo(newer.cost());
    }

    @Test
    void stopsWhenAsked() {
        Community community = Plans.plain(10, 5);
        Balancer balancer = new Balancer(community, Settings.seconds(600));

        Planned planned = balancer.plan(Optional.empty(), better -> balancer.stop());

        requireDeviceRules(community, planned);
    }

    private static void requireDeviceRules(Community community, Planned planned) {
        CheckReport report = Checker.check(community, planned.plan());
        assertThat(report.cost()).isEqualTo(planned.cost());
        assertThat(report.violations())
                .allMatch(violation -> violation.kind() == Violation.Kind.LIMIT);
    }

    private static Plan uncoordinated(Community community) {
        Map<String, Series> profiles = new HashMap<>();
        int index = 0;
        for (Device device : community.devices()) {
            DeviceState state =
                    DeviceState.of(
                            index++, Site.of(device.connection()), device, community.horizon());
            profiles.put(device.id(), state.firstProfile());
        }
        return new Plan(profiles, Map.of());
    }
}
