package energy.peerwatt.balancer.solver;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.optaplanner.core.config.heuristic.selector.move.factory.MoveIteratorFactoryConfig;
import org.optaplanner.core.config.localsearch.LocalSearchPhaseConfig;
import org.optaplanner.core.config.localsearch.decider.acceptor.AcceptorType;
import org.optaplanner.core.config.localsearch.decider.acceptor.LocalSearchAcceptorConfig;
import org.optaplanner.core.config.localsearch.decider.forager.LocalSearchForagerConfig;
import org.optaplanner.core.config.phase.custom.CustomPhaseConfig;
import org.optaplanner.core.config.score.director.ScoreDirectorFactoryConfig;
import org.optaplanner.core.config.solver.EnvironmentMode;
import org.optaplanner.core.config.solver.SolverConfig;
import org.optaplanner.core.config.solver.termination.TerminationConfig;

/** How OptaPlanner is set up: construction, then hill climbing over {@link Moves}. */
final class Configuration {

    private Configuration() {}

    /**
     * A configuration that ends after the settings' time.
     *
     * @param constructed says that construction has to come to an end
     */
    static SolverConfig of(Settings settings, EnvironmentMode mode, BooleanSupplier constructed) {
        CustomPhaseConfig construction = new CustomPhaseConfig();
        construction.setCustomPhaseCommandList(
                List.of(
                        new Repair(settings.seed(), constructed),
                        new Construction(settings.seed(), constructed)));
        LocalSearchPhaseConfig search =
                new LocalSearchPhaseConfig()
                        .withMoveSelectorConfig(
                                new MoveIteratorFactoryConfig()
                                        .withMoveIteratorFactoryClass(Moves.class))
                        .withAcceptorConfig(
                                new LocalSearchAcceptorConfig()
                                        .withAcceptorTypeList(List.of(AcceptorType.HILL_CLIMBING)))
                        .withForagerConfig(
                                new LocalSearchForagerConfig().withAcceptedCountLimit(1));
        return new SolverConfig()
                .withSolutionClass(StreetPlan.class)
                .withEntityClasses(DevicePlan.class)
                .withEnvironmentMode(mode)
                .withRandomSeed(settings.seed())
                .withScoreDirectorFactory(
                        new ScoreDirectorFactoryConfig()
                                .withIncrementalScoreCalculatorClass(StreetScore.class))
                .withTerminationConfig(
                        new TerminationConfig()
                                .withMillisecondsSpentLimit(settings.time().toMillis()))
                .withPhases(construction, search);
    }
}
