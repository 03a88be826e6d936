package energy.peerwatt.balancer.network;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.Tariff;
import energy.peerwatt.balancer.network.FeederRoom.Room;
import energy.peerwatt.balancer.network.FeederRoom.Rooms;
import energy.peerwatt.balancer.testkit.EuropeanFeeder;
import energy.peerwatt.balancer.testkit.Profiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More power on a feeder, wherever it is taken or given. */
class FeederRoomTest {

    private static final Plan NOTHING = new Plan(Map.of(), Map.of());
    private static final Feeder.Band BAND = new Feeder.Band(216_200, 246_000);
    private static final Feeder.Impedance THIN = new Feeder.Impedance(1_000, 0, 0, 0);

    /** 20 A on one phase carry 4.6 kW at 230 V; 1 kW flows, so less than 3.6 kW are left. */
    @Test
    void theThinnestCableBinds() {
        Feeder feeder =
                feeder(
                        new Feeder.Cable("start", "road", Connection.THREE_PHASE, THIN, 100),
                        new Feeder.Cable("road", "lane", Connection.L2, THIN, 20));
        Community community =
                community(
                        feeder,
                        home("a", Connection.THREE_PHASE, 3_000, 0),
                        home("b", Connection.L2, 1_000, 0));

        Rooms rooms = rooms(community);

        Room taken = rooms.taken().orElseThrow();
        assertThat(rooms.isBroken()).isFalse();
        assertThat(taken.isVoltage()).isFalse();
        assertThat(taken.at()).isEqualTo(new NetworkCheck.Place("lane", 1));
        assertThat(taken.watts()).isBetween(2_900, 3_600);
        assertThat(rooms.given().orElseThrow().watts()).isBetween(2_900, 5_600);
    }

    /** 0.5 ohm at 230 V: to fall to 216.2 V takes about 27.6 A or 5.97 kW. */
    @Test
    void aFarVoltageBinds() {
        Feeder.Impedance far = new Feeder.Impedance(500_000, 0, 0, 0);
        Feeder feeder =
                feeder(
                        new Feeder.Cable("start", "road", Connection.L1, far, Feeder.Cable.UNRATED),
                        new Feeder.Cable(
                                "road", "lane", Connection.L1, THIN, Feeder.Cable.UNRATED));
        Community community = community(feeder, home("b", Connection.L1, 0, 0));

        Rooms rooms = rooms(community);

        assertThat(rooms.taken().orElseThrow().isVoltage()).isTrue();
        assertThat(rooms.taken().orElseThrow().watts()).isBetween(5_000, 5_970);
        assertThat(rooms.given().orElseThrow().watts()).isBetween(6_500, 7_400);
    }

    @Test
    void whatIsBrokenHasNoRoomAndWhatIsNotRatedNoBound() {
        Feeder feeder =
                feeder(
                        new Feeder.Cable("start", "road", Connection.THREE_PHASE, THIN, 10),
                        new Feeder.Cable("road", "lane", Connection.L2, THIN, 20));
        Feeder.Impedance none = new Feeder.Impedance(0, 0, 0, 0);
        Feeder open =
                feeder(
                        new Feeder.Cable(
                                "start",
                                "road",
                                Connection.THREE_PHASE,
                                none,
                                Feeder.Cable.UNRATED),
                        new Feeder.Cable(
                                "road", "lane", Connection.L2, none, Feeder.Cable.UNRATED));

        assertThat(rooms(community(feeder, home("b", Connection.L2, 3_000, 0))))
                .isEqualTo(new Rooms(Optional.empty(), Optional.empty(), true));
        assertThat(rooms(community(open, home("b", Connection.L2, 3_000, 0))))
                .isEqualTo(new Rooms(Optional.empty(), Optional.empty(), false));
    }

    /** However it is spread, what there is room for breaks nothing; a third more does. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void noPlacementOfItBreaksAnything(long seed) {
        Assumptions.assumeTrue(Profiles.folder().isPresent(), "no shared/data here: not tried");
        Random random = new Random(seed);
        Community community = street(random);
        Rooms rooms = rooms(community);
        assertThat(rooms.isBroken()).isFalse();

        for (boolean taken : new boolean[] {true, false}) {
            int watts = (taken ? rooms.taken() : rooms.given()).orElseThrow().watts();
            assertThat(watts).isPositive();
            for (int i = 0; i < 200; i++) {
                List<Home> spread = spread(community, random, taken ? watts : -watts);
                assertThat(PlanFlow.breaches(community.withHomes(spread), NOTHING))
                        .as("seed %d, %d W, %d", seed, watts, i)
                        .isEmpty();
            }
            int more = taken ? watts * 4 / 3 : -watts * 4 / 3;
            assertThat(community.homes())
                    .as("seed %d, %d W", seed, more)
                    .anyMatch(home -> !isKept(community, home, more));
        }
    }

    private static boolean isKept(Community community, Home at, int watts) {
        List<Home> homes =
                community.homes().stream()
                        .map(home -> home.equals(at) ? with(home, watts) : home)
                        .toList();
        return PlanFlow.breaches(community.withHomes(homes), NOTHING).isEmpty();
    }

    /** The watts at random parts of random homes. */
    private static List<Home> spread(Community community, Random random, int watts) {
        List<Home> homes = new ArrayList<>(community.homes());
        int left = watts;
        while (left != 0) {
            int part = random.nextInt(3) == 0 ? left : left / (1 + random.nextInt(4));
            part = Math.abs(part) < 50 ? left : part;
            int at = random.nextInt(homes.size());
            homes.set(at, with(homes.get(at), part));
            left -= part;
        }
        return homes;
    }

    private static Home with(Home home, int watts) {
        int load = home.loadWatts().at(0) + Math.max(0, watts);
        int solar = home.solar().watts().at(0) + Math.max(0, -watts);
        return home.with(Series.constant(1, load), Series.constant(1, solar));
    }

    /** The European feeder with cables that carry a quarter more than they do, or 50 A. */
    private static Community street(Random random) {
        EuropeanFeeder european = EuropeanFeeder.read(Profiles.folder().orElseThrow());
        List<Home> homes = new ArrayList<>();
        for (int i = 0; i < 55; i++) {
            homes.add(
                    home(
                            "h" + i,
                            european.loads().get(i).connection(),
                            random.nextInt(1_500),
                            random.nextInt(3) == 0 ? random.nextInt(2_500) : 0));
        }
        List<String> ids = homes.stream().map(Home::id).toList();
        Feeder bare = european.feeder(232_000, BAND, ids);
        Community unrated = community(bare, homes.toArray(Home[]::new));
        Flow flow = PlanFlow.of(unrated, bare, NOTHING).getFirst();
        List<Feeder.Cable> rated =
                bare.cables().stream()
                        .map(cable -> {
                            double most = 0;
                            for (int phase = 0; phase < 3; phase++) {
                                most = Math.max(most, flow.amps(cable.to(), phase));
                            }
                            return new Feeder.Cable(
                                    cable.from(),
                                    cable.to(),
                                    cable.phases(),
                                    cable.impedance(),
                                    (int) Math.max(50, most * 5 / 4));
                        })
                        .toList();
        return community(bare.withCables(rated), homes.toArray(Home[]::new));
    }

    private static Rooms rooms(Community community) {
        Feeder feeder = community.feeder();
        assertThat(feeder).isNotNull();
        return FeederRoom.of(community, feeder, NOTHING, PlanFlow.of(community, feeder, NOTHING))
                .getFirst();
    }

    private static Home home(String id, Connection connection, int load, int solar) {
        return new Home(
                id,
                connection,
                Series.constant(1, load),
                new Home.Solar(Series.constant(1, solar), false),
                List.of());
    }

    private static Feeder feeder(Feeder.Cable road, Feeder.Cable lane) {
        return new Feeder(
                new Feeder.Source("start", 230_000, Feeder.Tap.NONE, Feeder.Impedance.NONE),
                BAND,
                1_000,
                List.of(road, lane),
                Map.of("a", "road", "b", "lane"));
    }

    private static Community community(Feeder feeder, Home... homes) {
        Map<String, String> places = new TreeMap<>();
        for (Home home : homes) {
            places.put(home.id(), feeder.homes().get(home.id()));
        }
        return new Community(
                "street",
                new Horizon(Instant.parse("2026-06-18T10:00:00Z"), 1, false),
                new Tariff(
                        Series.constant(1, 300_000),
                        Series.constant(1, 70_000),
                        Tariff.PeakCharge.NONE),
                List.of(),
                List.of(homes),
                feeder.withHomes(places),
                Optional.empty());
    }
}
