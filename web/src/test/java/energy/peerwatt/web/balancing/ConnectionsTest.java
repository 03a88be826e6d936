package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.model.Charger;
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

    /** Takes 1 kW, and its car stays in slots 1 and 2. */
    private static Home withCar(int neededWh) {
        Charger charger =
                new Charger(
                        "AT-1/CHARGER",
                        Connection.L2,
                        new Charger.Steps(230, 6, 16),
                        new Charger.Stay(1, 3),
                        neededWh,
                        OptionalInt.empty());
        return new Home(
                "AT-1",
                Connection.L2,
                Series.constant(4, 1_000),
                new Home.Solar(Series.constant(4, 0), false),
                List.of(charger));
    }

    @Test
    void aLimitBelowWhatACarNeedsIsWidenedWhileItStays() {
        // 10 A in both slots, so 2.3 kW besides the load.
        Home home = withCar(1_150);

        assertThat(connections(2_000, 9_000).widened(List.of(home)))
                .containsExactly(new Connections.Widened("AT-1", 2_000, 3_300));
        assertThat(connections(2_000, 9_000).limits(List.of(home)))
                .filteredOn(limit -> limit.direction() == Direction.IMPORT)
                .extracting(Limit::window, Limit::watts)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(new Window(0, 1), 2_000),
                        org.assertj.core.groups.Tuple.tuple(new Window(1, 3), 3_300),
                        org.assertj.core.groups.Tuple.tuple(new Window(3, 4), 2_000));
        assertThat(connections(3_300, 9_000).widened(List.of(home))).isEmpty();
        assertThat(connections(2_000, 9_000).widened(List.of(withCar(0)))).isEmpty();
        // 7 A: not in two slots of at least 6 A each, so all in one.
        assertThat(connections(2_000, 9_000).widened(List.of(withCar(402))))
                .containsExactly(new Connections.Widened("AT-1", 2_000, 1_000 + 7 * 230));
        // More than the stay allows: all of it.
        assertThat(connections(2_000, 9_000).widened(List.of(withCar(9_000))))
                .containsExactly(new Connections.Widened("AT-1", 2_000, 1_000 + 16 * 230));
    }
}
