package energy.peerwatt.edge.simulator;

import energy.peerwatt.edge.simulator.model.Blueprint;
import java.util.Map;

/**
 * A village and the real devices some of its homes answer with.
 *
 * @param recordings by home number
 */
record VillagePlan(Blueprint blueprint, Map<Integer, RecordedInverter> recordings) {

    VillagePlan {
        recordings = Map.copyOf(recordings);
    }

    static VillagePlan ofSeed(long seed, int homes) {
        return new VillagePlan(Blueprint.ofSeed(seed, homes), Map.of());
    }
}
