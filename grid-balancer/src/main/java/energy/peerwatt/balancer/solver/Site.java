package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Connection;
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
        this.forming = forming;
        this.index = index;
        phases = Street.poolOf(connection);
        first = connection.thirdsOn(0);
        second = connection.thirdsOn(1);
        third = connection.thirdsOn(2);
    }

    /** The site of a device so connected in a street without a feeder. */
    static Site of(Connection connection) {
        return PHASES.get(Street.poolOf(connection));
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
