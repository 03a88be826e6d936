package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Series;
import java.util.Iterator;
import java.util.Random;
import org.optaplanner.core.api.score.director.ScoreDirector;
import org.optaplanner.core.impl.heuristic.selector.move.factory.MoveIteratorFactory;

/**
 * OptaPlanner's source of moves. A move is what a number of tries in a row improved; a row without
 * any gives a move that does nothing.
 */
public final class Moves implements MoveIteratorFactory<StreetPlan, ProfilesMove> {

    private static final int TRIES = 24;

    /** For OptaPlanner. */
    public Moves() {}

    @Override
    public long getSize(ScoreDirector<StreetPlan> director) {
        return director.getWorkingSolution().devices().size();
    }

    @Override
    public Iterator<ProfilesMove> createOriginalMoveIterator(ScoreDirector<StreetPlan> director) {
        throw new UnsupportedOperationException("moves are drawn at random");
    }

    @Override
    public Iterator<ProfilesMove> createRandomMoveIterator(
            ScoreDirector<StreetPlan> director, Random random) {
        StreetScore state = director.getWorkingSolution().state();
        Search search = state.search(random);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public ProfilesMove next() {
                return propose(state.trial(), search);
            }
        };
    }

    /** Improves the trial, notes how, and takes it back. */
    static ProfilesMove propose(Trial trial, Search search) {
        trial.forget();
        for (int i = 0; i < TRIES; i++) {
            search.improve();
        }
        int[] devices = trial.changedSince(0);
        Series[] profiles = new Series[devices.length];
        for (int i = 0; i < devices.length; i++) {
            profiles[i] = trial.devices[devices[i]].profile();
        }
        trial.rollback(0);
        return new ProfilesMove(devices, profiles);
    }
}
