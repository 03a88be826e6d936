package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Series;
import java.util.List;
import java.util.Objects;
import org.optaplanner.core.api.score.director.ScoreDirector;
import org.optaplanner.core.impl.heuristic.move.AbstractMove;

/** Gives some devices other profiles. */
final class ProfilesMove extends AbstractMove<StreetPlan> {

    private final int[] devices;
    private final Series[] profiles;

    ProfilesMove(int[] devices, Series[] profiles) {
        this.devices = devices;
        this.profiles = profiles;
    }

    @Override
    public boolean isMoveDoable(ScoreDirector<StreetPlan> director) {
        return devices.length > 0;
    }

    @Override
    protected void doMoveOnGenuineVariables(ScoreDirector<StreetPlan> director) {
        List<DevicePlan> plans = director.getWorkingSolution().devices();
        for (int i = 0; i < devices.length; i++) {
            DevicePlan plan = plans.get(devices[i]);
            director.beforeVariableChanged(plan, "profile");
            plan.setProfile(profiles[i]);
            director.afterVariableChanged(plan, "profile");
        }
    }

    @Override
    protected ProfilesMove createUndoMove(ScoreDirector<StreetPlan> director) {
        List<DevicePlan> plans = director.getWorkingSolution().devices();
        Series[] old = new Series[devices.length];
        for (int i = 0; i < devices.length; i++) {
            old[i] = Objects.requireNonNull(plans.get(devices[i]).profile());
        }
        return new ProfilesMove(devices, old);
    }

    @Override
    public String toString() {
        return "profiles of " + devices.length + " devices";
    }
}
