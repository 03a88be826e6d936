package energy.peerwatt.balancer.testkit;

import energy.peerwatt.balancer.check.CheckReport;
import energy.peerwatt.balancer.solver.Planned;
import java.util.ArrayList;
import java.util.List;

/** Where solver and checker, which compute everything apart, must say the same of a plan. */
public final class Agreement {

    private Agreement() {}

    /** In what they differ; empty if they agree. */
    public static List<String> differences(Planned planned, CheckReport report) {
        List<String> differences = new ArrayList<>();
        if (!report.cost().equals(planned.cost())) {
            differences.add("cost " + planned.cost() + ", by the checker " + report.cost());
        }
        if (planned.isFeasible() != report.keepsAll()) {
            differences.add(
                    "feasible "
                            + planned.isFeasible()
                            + ", but the checker finds "
                            + report.violations());
        }
        if (!report.unserved().quarterWattHours().equals(planned.unserved())) {
            differences.add("unserved " + planned.unserved() + ", not " + report.unserved());
        }
        return differences;
    }
}
