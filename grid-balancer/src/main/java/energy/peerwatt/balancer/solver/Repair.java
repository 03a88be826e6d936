package energy.peerwatt.balancer.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.optaplanner.core.api.score.director.ScoreDirector;
import org.optaplanner.core.impl.phase.custom.CustomPhaseCommand;

/**
 * Makes a plan for an older forecast or other limits good again by its stores alone: the first
 * answer to a change, before anything else is planned anew; without the grid blocks are switched
 * off where stores do not suffice. Does nothing if there is no plan yet.
 */
final class Repair implements CustomPhaseCommand<StreetPlan> {

    private static final int ROUNDS = 12;

    /** A round that gains less than this part of the cost is the last. */
    private static final long LEAST_GAIN_PART = 1_000;

    private final long seed;
    private final BooleanSupplier stop;

    Repair(long seed, BooleanSupplier stop) {
        this.seed = seed;
        this.stop = stop;
    }

    @Override
    public void changeWorkingSolution(ScoreDirector<StreetPlan> director) {
        StreetPlan plan = director.getWorkingSolution();
        boolean blank = plan.devices().stream().anyMatch(device -> device.profile() == null);
        if (blank || plan.isConstructed()) {
            return;
        }
        Trial trial = Construction.start(plan);
        Random random = new Random(seed);
        settle(trial, random);
        Transfers transfers = new Transfers(trial, new Marginals(trial.street));
        Exchanges exchanges = new Exchanges(trial, transfers, random);
        new Shedding(trial, transfers, exchanges, random).balance();
        Construction.publish(director, plan.devices(), trial);
    }

    private void settle(Trial trial, Random random) {
        Transfers transfers = new Transfers(trial, new Marginals(trial.street));
        Exchanges exchanges = new Exchanges(trial, transfers, random);
        StoreState[] stores =
                Arrays.stream(trial.devices)
                        .filter(StoreState.class::isInstance)
                        .toArray(StoreState[]::new);
        List<StoreState> order = new ArrayList<>(List.of(stores));
        for (int round = 0; round < ROUNDS; round++) {
            long before = trial.penalised();
            Collections.shuffle(order, random);
            for (StoreState store : order) {
                if (stop.getAsBoolean()) {
                    return;
                }
                transfers.descend(store, 4);
            }
            if (stores.length > 1) {
                exchanges.improve(stores, stores.length);
            }
            trial.forget();
            long gain = before - trial.penalised();
            if (gain * LEAST_GAIN_PART < Math.abs(trial.cost())) {
                return;
            }
        }
    }
}
