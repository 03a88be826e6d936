package energy.peerwatt.balancer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.check.CheckReport;
import energy.peerwatt.balancer.check.Checker;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Cost;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.solver.Balancer;
import energy.peerwatt.balancer.solver.Planned;
import energy.peerwatt.balancer.solver.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {

    private final Community community = Plans.plain(24, 5);
    private final Planned planned = Balancer.plan(community, Settings.seconds(1));
    private final CheckReport report = Checker.check(community, planned.plan());

    @Test
    void solverAndCheckerAgree() {
        assertThat(Agreement.differences(planned, report)).isEmpty();
    }

    @Test
    void anotherCostIsFound() {
        Planned dearer =
                new Planned(
                        community,
                        planned.plan(),
                        planned.cost().plus(new Cost(1)),
                        planned.unserved(),
                        planned.excessThirds(),
                        planned.breaches());

        assertThat(Agreement.differences(dearer, report))
                .singleElement()
                .asString()
                .contains("cost");
    }

    @Test
    void aPlanCalledFeasibleThatTheCheckerFaultsIsFound() {
        List<Limit> none = community.limits().stream().map(each -> each.withWatts(0)).toList();
        CheckReport strict = Checker.check(community.withLimits(none), planned.plan());

        assertThat(Agreement.differences(planned, strict))
                .singleElement()
                .asString()
                .contains("feasible true, but the checker finds");
    }

    @Test
    void aPlanCalledBrokenThatTheCheckerPassesIsFound() {
        Planned broken =
                new Planned(
                        community,
                        planned.plan(),
                        planned.cost(),
                        planned.unserved(),
                        3,
                        planned.breaches());

        assertThat(Agreement.differences(broken, report)).singleElement().asString().contains("[]");
    }
}
