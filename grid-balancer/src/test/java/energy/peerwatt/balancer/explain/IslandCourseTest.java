package energy.peerwatt.balancer.explain;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.check.CheckReport;
import energy.peerwatt.balancer.check.Checker;
import energy.peerwatt.balancer.check.Violation;
import energy.peerwatt.balancer.explain.IslandCourse.Switching;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Outage;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.ShedBlock;
import energy.peerwatt.balancer.model.Tariff;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** One home of 1 kW, a fifth of it critical, with a battery of 5 kWh and no sun. */
class IslandCourseTest {

    private static final int SLOTS = 16;

    private static ShedBlock block(String id, int tier) {
        return new ShedBlock(
                id,
                tier,
                List.of(new ShedBlock.Part("home", 400)),
                new ShedBlock.Times(1, 1),
                ShedBlock.Before.ON);
    }

    private static Community community(Island.Reserve reserve) {
        Home home =
                new Home(
                        "home",
                        Connection.L1,
                        Series.constant(SLOTS, 1_000),
                        new Home.Solar(Series.constant(SLOTS, 0), false),
                        List.of(
                                new Battery(
                                        "battery",
                                        Connection.L1,
                                        new Battery.Store(5_000, 1_000, 3_000, 1_000),
                                        new Battery.Converter(2_000, 2_000, 1_000, 1_000),
                                        0,
                                        OptionalInt.empty())));
        Island island =
                new Island(
                        Optional.of(new Outage(Outage.Kind.UNPLANNED, new Limit.Window(4, 12), 0)),
                        new Island.Shedding(
                                List.of(block("important", 2), block("comfort", 3)),
                                OptionalInt.empty()),
                        reserve,
                        new Island.Forming(List.of("battery"), 500, 0, 0),
                        1);
        return new Community(
                        "one",
                        new Horizon(Instant.parse("2026-06-01T10:00:00Z"), SLOTS, false),
                        new Tariff(
                                Series.constant(SLOTS, 300_000),
                                Series.constant(SLOTS, 80_000),
                                Tariff.PeakCharge.NONE),
                        List.of(),
                        List.of(home))
                .withIsland(Optional.of(island));
    }

    /** Comfort is off in slots 6 to 11, and important in 8 to 12; the battery gives the rest. */
    private static Plan plan() {
        int[] comfort = new int[SLOTS];
        int[] important = new int[SLOTS];
        int[] watts = new int[SLOTS];
        for (int slot = 4; slot < 12; slot++) {
            comfort[slot] = slot >= 6 ? 1 : 0;
            important[slot] = slot >= 8 ? 1 : 0;
            watts[slot] = -1_000 + 400 * (comfort[slot] + important[slot]);
        }
        important[12] = 1;
        return new Plan(
                Map.of("battery", Series.of(watts)),
                Map.of(),
                Map.of("comfort", Series.of(comfort), "important", Series.of(important)));
    }

    private static IslandCourse course(Community community, Plan plan) {
        List<Violation> violations = Checker.check(community, plan).violations();
        return IslandCourse.of(community, plan, violations);
    }

    @Test
    void saysWhatIsSwitchedWhen() {
        IslandCourse course = course(community(Island.Reserve.NONE), plan());

        assertThat(course.switchings())
                .containsExactly(
                        new Switching(6, "comfort", 3, true, 400),
                        new Switching(8, "important", 2, true, 400),
                        new Switching(12, "comfort", 3, false, 400),
                        new Switching(13, "important", 2, false, 400));
        assertThat(course.reconnection())
                .isEqualTo(new IslandCourse.Reconnection(12, 600, Optional.of(13)));
    }

    @Test
    void aBatteryThatEmptiesHasNotMissedAnything() {
        Community community = community(Island.Reserve.NONE);
        CheckReport checked = Checker.check(community, plan());

        assertThat(IslandReport.of(community, plan(), checked).orElseThrow().missed()).isEmpty();
    }

    @Test
    void holdsUntilLoadAndSupplyDiffer() {
        Community community = community(Island.Reserve.NONE);
        int[] weaker = plan().devices().get("battery").toArray();
        weaker[9] = 0;

        assertThat(course(community, plan()).heldSlots()).isEqualTo(8);
        Plan broken = new Plan(Map.of("battery", Series.of(weaker)), Map.of(), plan().off());
        assertThat(course(community, broken).heldSlots()).isEqualTo(5);
        assertThat(course(community, broken).sentences(community.horizon(), 8))
                .contains("It holds for 1 h 15 min of 2 h 0 min.");
    }

    /** It gives up to 1 kW of its 2, and half a kW is to be left. */
    @Test
    void namesTheLeastHeadroom() {
        assertThat(course(community(Island.Reserve.NONE), plan()).margins())
                .isEqualTo(new IslandCourse.Margins(500, 4, 1_700, 8));
    }

    @Test
    void comparesReservesWithWhatBatteriesHold() {
        IslandCourse enough = course(community(new Island.Reserve(8, 1_500)), plan());
        IslandCourse beyond = course(community(new Island.Reserve(100, 3_000)), plan());

        assertThat(enough.reserve())
                .isEqualTo(new IslandCourse.Reserve(400, 3_999, 2_000, 1_500, 3_999, 2_000));
        assertThat(enough.reserve().isBeyondBatteries()).isFalse();
        assertThat(beyond.reserve().isBeyondBatteries()).isTrue();
        assertThat(String.join(" ", beyond.sentences(community(Island.Reserve.NONE).horizon(), 8)))
                .contains("can hold at most 4.0 kWh: no charge is enough.")
                .contains(
                        "A black start takes 3.0 kWh; the forming units hold 2.0 kWh for it at the"
                                + " opening, which is not enough.");
    }
}
