package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Series;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.optaplanner.core.api.score.director.ScoreDirector;
import org.optaplanner.core.impl.phase.custom.CustomPhaseCommand;

/**
 * OptaPlanner's construction phase: {@link Annealing}, shorter if there is a plan already, and
 * {@link Rounding}.
 */
final class Construction implements CustomPhaseCommand<StreetPlan> {

    private static final int ROUNDS = 3;

    private final long seed;
    private final BooleanSupplier stop;

    Construction(long seed, BooleanSupplier stop) {
        this.seed = seed;
        this.stop = stop;
    }

    @Override
    public void changeWorkingSolution(ScoreDirector<StreetPlan> director) {
        StreetPlan plan = director.getWorkingSolution();
        if (plan.isConstructed()) {
            return;
        }
        boolean warm = plan.devices().stream().allMatch(device -> device.profile() != null);
        Trial trial = start(plan);
        Random random = new Random(seed);
        shedding(trial, random).open();
        Annealing annealing = new Annealing(trial, random);
        annealing.run(warm ? Annealing.Schedule.WARM : Annealing.Schedule.COLD, stop);
        if (!warm) {
            trial = corrected(plan, trial);
        }
        round(trial, random);
        if (!warm && plan.limits() != null) {
            trial = corrected(plan, trial);
            plan.state().resetWorkingSolution(plan);
        }
        publish(director, plan.devices(), trial);
    }

    private static Shedding shedding(Trial trial, Random random) {
        Transfers transfers = new Transfers(trial, new Marginals(trial.street));
        return new Shedding(trial, transfers, new Exchanges(trial, transfers, random), random);
    }

    private static void round(Trial trial, Random random) {
        trial.forget();
        Transfers transfers = new Transfers(trial, new Marginals(trial.street));
        Exchanges exchanges = new Exchanges(trial, transfers, random);
        new Rounding(trial, transfers, exchanges, random).roundAll(ROUNDS);
        new Shedding(trial, transfers, exchanges, random).roundAll();
    }

    /** The same devices where the feeder's limits are moved to the exact flow of what they do. */
    private static Trial corrected(StreetPlan plan, Trial trial) {
        FeederLimits limits = plan.limits();
        if (limits == null) {
            return trial;
        }
        plan.limit(limits.at(Polish.planOf(plan.community(), trial), false));
        Trial moved = StreetScore.trialOf(plan.community(), plan.limits());
        for (DeviceState state : trial.devices) {
            moved.load(moved.devices[state.index], state.watts);
        }
        return moved;
    }

    /** The devices with their profiles where these keep the rules, else with a first one. */
    static Trial start(StreetPlan plan) {
        Trial trial = StreetScore.trialOf(plan.community(), plan.limits());
        for (DevicePlan device : plan.devices()) {
            DeviceState state = trial.devices[device.index()];
            Series profile = device.profile();
            boolean kept = profile != null && state.keeps(profile.toArray());
            Series start = profile != null && kept ? profile : state.firstProfile();
            trial.load(state, start.toArray());
        }
        return trial;
    }

    static void publish(ScoreDirector<StreetPlan> director, List<DevicePlan> devices, Trial trial) {
        for (DevicePlan device : devices) {
            Series profile = trial.devices[device.index()].profile();
            Series old = device.profile();
            if (old == null || !old.equals(profile)) {
                director.beforeVariableChanged(device, "profile");
                device.setProfile(profile);
                director.afterVariableChanged(device, "profile");
            }
        }
        director.triggerVariableListeners();
    }
}
