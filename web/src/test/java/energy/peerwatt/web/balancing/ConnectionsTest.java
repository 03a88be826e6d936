package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Limit.Direction;
import energy.peerwatt.balancer.model.Limit.Window;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.web.registry.GridConnection;
import energy.peerwatt.web.registry.GridConnection.Phases;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

    private static final MeteringPointId POINT = new MeteringPointId("AT-1");

    private static Connections connections(int importW, int exportW) {
        return new Connections(
                Map.of(
                        POINT,
                        new GridConnection(
                                Optional.of(Phases.L2),
                                OptionalInt.of(importW),
                                OptionalInt.of(exportW))));
    }

    /** Takes 1, 1, 5 and 1 kW, and its panels could give 0, 3, 0 and 7 kW. */
    private static List<Limit> limits(Connections connections, boolean curtailable) {
        return connections.limits(
                List.of(
                        new Home(
                                "AT-1",
                                Connection.L2,
                                Series.of(1_000, 1_000, 5_000, 1_000),
                                new Home.Solar(Series.of(0, 3_000, 0, 7_000), curtailable),
                                List.of())));
    }

    @Test
    void unknownIsThreePhaseWithoutLimits() {
        Connections unknown = new Connections(Map.of());

        assertThat(unknown.phases(POINT)).isEqualTo(Connection.THREE_PHASE);
        assertThat(unknown.hasPhases(POINT)).isFalse();
        assertThat(limits(unknown, true)).isEmpty();
        assertThat(connections(1, 1).phases(POINT)).isEqualTo(Connection.L2);
    }

    @Test
    void whatAHomeTakesOrGivesAnywayIsNotTheDevicesFault() {
        List<Limit> limits = limits(connections(4_000, 2_500), false);

        assertThat(limits)
                .extracting(Limit::direction, Limit::window, Limit::watts)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                Direction.IMPORT, new Window(0, 2), 4_000),
                        org.assertj.core.groups.Tuple.tuple(
                                Direction.IMPORT, new Window(2, 3), 5_000),
                        org.assertj.core.groups.Tuple.tuple(
                                Direction.IMPORT, new Window(3, 4), 4_000),
                        org.assertj.core.groups.Tuple.tuple(
                                Direction.EXPORT, new Window(0, 3), 2_500),
                        org.assertj.core.groups.Tuple.tuple(
                                Direction.EXPORT, new Window(3, 4), 6_000));
        assertThat(limits).allMatch(limit -> limit.home().equals(Optional.of("AT-1")));
    }

    @Test
    void panelsThatCanGiveLessKeepTheLimit() {
        assertThat(limits(connections(9_000, 2_500), true))
                .extracting(Limit::watts)
                .containsExactly(9_000, 2_500);
    }
}
