package energy.peerwatt.balancer.solver;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.check.Checker;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.testkit.Agreement;
import energy.peerwatt.balancer.testkit.HomeLimits;
import energy.peerwatt.balancer.testkit.Neighbourhood;
import energy.peerwatt.balancer.testkit.Profiles;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Homes with limits of their own. */
class HomeLimitsTest {

    private static final int HOMES = 40;

    /** A number of steps and not a time, so that a busy machine finds the same. */
    private static final int STEPS = 800;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void areKeptAfterFewStepsFromAnyPlan(long seed) {
        Community community =
                HomeLimits.on(
                        Neighbourhood.of(
                                HOMES,
                                seed,
                                Profiles.synthetic(seed),
                                Neighbourhood.Options.PLAIN));
        Balancer stopped = new Balancer(community, new Settings(Duration.ofHours(1), 0));
        stopped.stop();
        Planned first = stopped.plan(Optional.empty(), better -> {});
        assertThat(first.isFeasible()).as("what was not found is not called feasible").isFalse();
        assertThat(Agreement.differences(first, Checker.check(community, first.plan()))).isEmpty();

        Planned mended = Polish.polish(community, first.plan(), STEPS);

        assertThat(mended.excessThirds()).isZero();
        assertThat(Agreement.differences(mended, Checker.check(community, mended.plan())))
                .isEmpty();
    }
}
