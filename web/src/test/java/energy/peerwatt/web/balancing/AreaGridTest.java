package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.web.registry.GridConnection;
import energy.peerwatt.web.registry.GridConnection.Phases;
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
    void aHomeThatIsSaidToBeOnOtherPhasesThanItsCableStaysOnTheCable() {
        MeteringPointId cottage = new MeteringPointId("AT-1");
        Connections said = new Connections(Map.of(cottage, on(Phases.L1)));

        Connections completed = GRID.completed(said);
        Home home = home("AT-1", completed.phases(cottage));

        assertThat(completed.phases(cottage)).isEqualTo(Connection.L2);
        assertThat(completed.misfits()).containsExactly(cottage);
        assertThat(GRID.carrying(List.of(home), List.of()).orElseThrow().homes())
                .isEqualTo(Map.of("AT-1", "cottage"));
        assertThat(GRID.completed(new Connections(Map.of(cottage, on(Phases.THREE_PHASE)))))
                .extracting(all -> all.phases(cottage))
                .as("three phases on a cable with one")
                .isEqualTo(Connection.L2);
        assertThat(GRID.completed(new Connections(Map.of(cottage, on(Phases.L2)))).misfits())
                .isEmpty();
    }

    private static GridConnection on(Phases phases) {
        return new GridConnection(Optional.of(phases), OptionalInt.empty(), OptionalInt.empty());
    }

    @Test
    void homesWithoutAPlaceAreAtTheSourceAndOthersThatAreNotPlannedAreNoneOfIt() {
        List<Home> homes =
                List.of(home("AT-2", Connection.THREE_PHASE), home("AT-3", Connection.L3));

        Feeder carrying = GRID.carrying(homes, List.of()).orElseThrow();

        assertThat(carrying.homes()).isEqualTo(Map.of("AT-2", "corner", "AT-3", "transformer"));
        assertThat(carrying.cables()).isEqualTo(FEEDER.cables());
        assertThat(AreaGrid.UNKNOWN.carrying(homes, List.of())).isEmpty();
        assertThat(AreaGrid.UNKNOWN.unplaced(List.of())).isZero();
    }

    @Test
    void homesOfWhichNothingIsKnownTakeOfCablesAndVoltages() {
        Feeder exact =
                new Feeder(
                        FEEDER.source(),
                        new Feeder.Band(220_000, 240_000),
                        1_000,
                        FEEDER.cables(),
                        FEEDER.homes());
        AreaGrid grid = new AreaGrid(Optional.of(exact), 0);

        Feeder taking =
                grid.carrying(
                                List.of(),
                                List.of(new FeederReserve.Silent("AT-1", Connection.L2, 1_000, 0)))
                        .orElseThrow();
        Feeder giving =
                grid.carrying(
                                List.of(),
                                List.of(
                                        new FeederReserve.Silent(
                                                "AT-1", Connection.L2, 1_000, 3_000)))
                        .orElseThrow();
        Feeder nowhere =
                grid.carrying(
                                List.of(),
                                List.of(new FeederReserve.Silent("AT-7", Connection.L2, 1_000, 0)))
                        .orElseThrow();

        // 4.546 A at 220 V over two cables of 75 milliohm.
        assertThat(taking.cables()).extracting(Feeder.Cable::ampacity).containsExactly(95, 30);
        assertThat(taking.planning()).isEqualTo(new Feeder.Band(220_682, 240_000));
        // 13.637 A.
        assertThat(giving.cables()).extracting(Feeder.Cable::ampacity).containsExactly(86, 21);
        assertThat(giving.planning()).isEqualTo(new Feeder.Band(220_682, 237_954));
        assertThat(nowhere.planning()).isEqualTo(exact.planning());
        assertThat(nowhere.cables()).isEqualTo(exact.cables());
    }

    @Test
    void whereHomesOfWhichNothingIsKnownLeaveNothingNoPlanKeepsTheBand() {
        List<FeederReserve.Silent> many =
                java.util.Collections.nCopies(
                        500, new FeederReserve.Silent("AT-1", Connection.L2, 1_000, 0));

        Feeder left = GRID.carrying(List.of(), many).orElseThrow();

        assertThat(left.planning()).isEqualTo(new Feeder.Band(230_000, 230_000));
        assertThat(left.cables()).extracting(Feeder.Cable::ampacity).containsOnly(1);
    }
}
