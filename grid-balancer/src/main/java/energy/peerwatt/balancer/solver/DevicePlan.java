package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Series;
import org.jspecify.annotations.Nullable;
import org.optaplanner.core.api.domain.entity.PlanningEntity;
import org.optaplanner.core.api.domain.lookup.PlanningId;
import org.optaplanner.core.api.domain.variable.PlanningVariable;

/** OptaPlanner's entity: one device and the profile chosen for it. */
@PlanningEntity
public final class DevicePlan {

    @PlanningId private @Nullable Integer index;

    @PlanningVariable(valueRangeProviderRefs = "profiles")
    private @Nullable Series profile;

    /** For OptaPlanner. */
    public DevicePlan() {}

    DevicePlan(int index, @Nullable Series profile) {
        this.index = index;
        this.profile = profile;
    }

    int index() {
        return index == null ? -1 : index;
    }

    @Nullable Series profile() {
        return profile;
    }

    void setProfile(@Nullable Series profile) {
        this.profile = profile;
    }
}
