package energy.peerwatt.balancer.bench;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.network.LinearFlow;
import energy.peerwatt.balancer.network.NetworkCheck;
import energy.peerwatt.balancer.network.PlanFlow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The voltages of homes in the linear model as rows of the LP; only those that are broken. */
final class VoltageRows {

    /** V^2 that a row may be off. */
    private static final double TOLERANCE = 0.01;

    /** What a variable takes at a home. */
    private record Term(MPVariable variable, double watts, int home, Connection connection) {}

    private final Community community;
    private final Feeder feeder;
    private final List<NetworkCheck.Place> places;
    private final List<List<Term>> terms = new ArrayList<>();

    /** Fall of the squared voltage by place, home and the phase at that home. */
    private final double[][][] perWatt;

    private final double[][] base;
    private final double unloaded;
    private final Set<Integer> added = new HashSet<>();

    VoltageRows(Community community, Feeder feeder) {
        this.community = community;
        this.feeder = feeder;
        places = NetworkCheck.places(community, feeder);
        LinearFlow linear = new LinearFlow(feeder);
        unloaded = linear.unloadedSquare();
        int homes = community.homes().size();
        perWatt = new double[places.size()][homes][3];
        base = new double[places.size()][community.slots()];
        for (int slot = 0; slot < community.slots(); slot++) {
            terms.add(new ArrayList<>());
        }
        for (int at = 0; at < places.size(); at++) {
            for (int home = 0; home < homes; home++) {
                addHome(linear, at, home);
            }
        }
    }

    private void addHome(LinearFlow linear, int at, int index) {
        Home home = community.homes().get(index);
        NetworkCheck.Place place = places.get(at);
        String node = NetworkCheck.node(feeder, home);
        double vars = PlanFlow.varsPerWatt(feeder);
        for (int phase = 0; phase < 3; phase++) {
            double drop = linear.dropPerWatt(place.node(), place.phase(), node, phase);
            double dropVar = linear.dropPerVar(place.node(), place.phase(), node, phase);
            double part = home.connection().thirdsOn(phase) / 3.0;
            perWatt[at][index][phase] = drop;
            for (int slot = 0; slot < community.slots(); slot++) {
                int load = home.loadWatts().at(slot);
                int solar = home.solar().watts().at(slot);
                base[at][slot] += part * ((load - solar) * drop + load * vars * dropVar);
            }
        }
    }

    void add(int home, Connection connection, int slot, MPVariable variable, double watts) {
        terms.get(slot).add(new Term(variable, watts, home, connection));
    }

    private double effect(int at, Term term) {
        double effect = 0;
        for (int phase = 0; phase < 3; phase++) {
            double part = term.connection().thirdsOn(phase) / 3.0;
            effect += part * perWatt[at][term.home()][phase];
        }
        return effect * term.watts();
    }

    /** Adds the rows that the solution at hand breaks; whether there were any. */
    boolean addBroken(MPSolver lp) {
        double low = unloaded - Math.pow(feeder.planning().highest() / 1000.0, 2);
        double high = unloaded - Math.pow(feeder.planning().lowest() / 1000.0, 2);
        // Adding a row forgets the solution: first all levels, then the rows.
        double[][] levels = levels();
        boolean any = false;
        for (int slot = 0; slot < community.slots(); slot++) {
            for (int at = 0; at < places.size(); at++) {
                double level = levels[at][slot];
                boolean broken = level < low - TOLERANCE || level > high + TOLERANCE;
                if (broken && added.add(slot * places.size() + at)) {
                    any = true;
                    addRow(lp, slot, at, low - base[at][slot], high - base[at][slot]);
                }
            }
        }
        return any;
    }

    private double[][] levels() {
        double[][] levels = new double[places.size()][community.slots()];
        for (int slot = 0; slot < community.slots(); slot++) {
            for (int at = 0; at < places.size(); at++) {
                levels[at][slot] = base[at][slot];
            }
            for (Term term : terms.get(slot)) {
                double value = term.variable().solutionValue();
                for (int at = 0; at < places.size() && value != 0; at++) {
                    levels[at][slot] += effect(at, term) * value;
                }
            }
        }
        return levels;
    }

    private void addRow(MPSolver lp, int slot, int at, double low, double high) {
        MPConstraint row = lp.makeConstraint(low, high);
        for (Term term : terms.get(slot)) {
            double before = row.getCoefficient(term.variable());
            row.setCoefficient(term.variable(), before + effect(at, term));
        }
    }
}
