package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.web.registry.GridConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AreaGridTest {

    private static final Feeder.Impedance COPPER = new Feeder.Impedance(60_000, 15_000, 0, 0);

    private static final Feeder FEEDER =
            new Feeder(
                    new Feeder.Source(
                            "transformer", 235_000, Feeder.Tap.NONE, Feeder.Impedance.NONE),
                    Feeder.Band.EN_50160,
                    950,
                    List.of(
                            new Feeder.Cable(
                                    "transformer", "corner", Connection.THREE_PHASE, COPPER, 100),
                            new Feeder.Cable("corner", "cottage", Connection.L2, COPPER, 35)),
                    Map.of("AT-1", "cottage", "AT-2", "corner", "AT-9", "corner"));

    private static final AreaGrid GRID = new AreaGrid(Optional.of(FEEDER), 0);

    private static Home home(String id, Connection connection) {
        return new Home(
                id, connection, Series.of(500), new Home.Solar(Series.of(0), false), List.of());
    }

    @Test
    void aHomeOfUnknownPhasesHasThoseOfItsNodeAndKeepsItsLimits() {
        GridConnection limited =
                new GridConnection(Optional.empty(), OptionalInt.of(7_000), OptionalInt.empty());
        MeteringPointId cottage = new MeteringPointId("AT-1");

        Connections completed = GRID.completed(new Connections(Map.of(cottage, limited)));

        assertThat(completed.phases(cottage)).isEqualTo(Connection.L2);
        assertThat(completed.known().get(cottage).importW()).hasValue(7_000);
        assertThat(completed.hasPhases(new MeteringPointId("AT-3"))).isFalse();
    }

    @Test
    void homesWithoutAPlaceAreAtTheSourceAndOthersThatAreNotPlannedAreNoneOfIt() {
        List<Home> homes =
                List.of(
                        home("AT-1", Connection.L1),
                        home("AT-2", Connection.THREE_PHASE),
                        home("AT-3", Connection.L3));

        Feeder carrying = GRID.carrying(homes).orElseThrow();

        assertThat(carrying.homes())
                .isEqualTo(Map.of("AT-1", "transformer", "AT-2", "corner", "AT-3", "transformer"));
        assertThat(GRID.unplaced(homes)).as("of other phases, or nowhere").isEqualTo(2);
        assertThat(AreaGrid.UNKNOWN.carrying(homes)).isEmpty();
        assertThat(AreaGrid.UNKNOWN.unplaced(homes)).isZero();
    }
}
