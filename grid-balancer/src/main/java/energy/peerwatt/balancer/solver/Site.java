package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where power enters the street: on which phases, and with a feeder also at which place. Two
 * devices with one site do the same to every shared limit. Immutable.
 */
final class Site {

    /** The sites of a street without a feeder: one for each phase, then three phases. */
    static final List<Site> PHASES =
            List.of(
                    new Site(0, Connection.L1),
                    new Site(1, Connection.L2),
                    new Site(2, Connection.L3),
                    new Site(3, Connection.THREE_PHASE));

    /** Likewise, where grid-forming units of an island have sites of their own. */
    static final List<Site> ISLAND =
            Stream.concat(PHASES.stream(), PHASES.stream().map(Site::forming)).toList();

    /** Its number among the street's sites, from 0. */
    final int index;

    /** 0 to 2 for a phase, 3 for all: also the number of the panels' pool. */
    final int phases;

    /** Thirds of its power on each phase. */
    final int first;

    final int second;
    final int third;

    /** Instead of the number of a home: one without limits of its own. */
    static final int NO_HOME = -1;

    /** The number of its home among those with limits of their own, or {@link #NO_HOME}. */
    final int home;

    /** Whether its power counts among that of the grid-forming units. */
    final boolean forming;

    Site(int index, Connection connection) {
        this(index, connection, false);
    }

    private static Site forming(Site same) {
        List<Connection> connections = List.of(Connection.values());
        return new Site(PHASES.size() + same.index, connections.get(same.index), true);
    }

    Site(int index, Connection connection, boolean forming) {
        this(index, connection, forming, NO_HOME);
    }

    Site(int index, Connection connection, boolean forming, int home) {
        this.home = home;
        this.forming = forming;
        this.index = index;
        phases = poolOf(connection);
        first = connection.thirdsOn(0);
        second = connection.thirdsOn(1);
        third = connection.thirdsOn(2);
    }

    /** Sites without a feeder: those of all homes, then those of each home with limits. */
    static List<Site> of(boolean islanded, int homes) {
        List<Site> all = new ArrayList<>(islanded ? ISLAND : PHASES);
        int kinds = all.size();
        for (int home = 0; home < homes; home++) {
            for (int kind = 0; kind < kinds; kind++) {
                all.add(new Site(all.get(kind), all.size(), home));
            }
        }
        return List.copyOf(all);
    }

    private Site(Site same, int index, int home) {
        this.index = index;
        this.home = home;
        forming = same.forming;
        phases = same.phases;
        first = same.first;
        second = same.second;
        third = same.third;
    }

    /** The site of a device so connected in a street without a feeder. */
    static Site of(Connection connection) {
        return PHASES.get(Site.poolOf(connection));
    }

    /** Where the panels of homes so connected are counted: 0 to 2 for a phase, 3 for all. */
    static int poolOf(Connection connection) {
        for (int phase = 0; phase < 3; phase++) {
            if (connection.thirdsOn(phase) == 3) {
                return phase;
            }
        }
        return 3;
    }

    /** Thirds of its power on phase 0, 1 or 2. */
    int thirdsOn(int phase) {
        return switch (phase) {
            case 0 -> first;
            case 1 -> second;
            default -> third;
        };
    }
}
