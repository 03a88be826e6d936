package energy.peerwatt.balancer.solver;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.check.CheckReport;
import energy.peerwatt.balancer.check.Checker;
import energy.peerwatt.balancer.explain.Contribution;
import energy.peerwatt.balancer.file.CommunityFile;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Cost;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.HeatPump;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.Tariff;
import energy.peerwatt.balancer.testkit.Agreement;
import energy.peerwatt.balancer.testkit.Begun;
import energy.peerwatt.balancer.testkit.Plans;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first slot runs already: its rest is planned, and what was metered in it counts. */
class RestOfSlotTest {

    private static final Instant START = Instant.parse("2026-06-01T10:00:00Z");

    @ParameterizedTest
    @CsvSource({"1, 10, 40000", "2, 333, -1500000", "3, 899, 0"})
    void solverAndCheckerAgreeToTheUnit(long seed, int seconds, long metered) {
        Horizon.Rest rest = new Horizon.Rest(seconds, metered);
        Community community = Begun.of(Plans.variety(20, seed), rest);

        Planned planned = Balancer.plan(community, new Settings(Duration.ofSeconds(1), 0));

        CheckReport report = Checker.check(community, planned.plan());
        assertThat(Agreement.differences(planned, report)).isEmpty();
        assertThat(planned.isFeasible()).as("seed %s", seed).isTrue();
        Cost parts =
                Contribution.of(community, planned.plan()).stream()
                        .map(Contribution::cost)
                        .reduce(Cost.ZERO, Cost::plus);
        assertThat(parts.plus(report.parts().peak())).isEqualTo(report.cost());
        assertThat(CommunityFile.read(CommunityFile.write(community))).isEqualTo(community);
    }

    /**
     * An hour's charge of 4 kW, in 5 minutes and an hour: what the rest brings is not planned
     * twice.
     */
    @Test
    void chargesInTheRestWhatFitsAndTheRestOfTheNeedLater() {
        Horizon horizon = new Horizon(START, 5, false, new Horizon.Rest(300, 0));
        Community dearLater = street(horizon, charger(4_300, 5), 100_000, 300_000);

        int[] watts = plan(dearLater);

        // 4 kW for 5 minutes are 333 Wh; the other 3,967 Wh need four slots of 1 kWh each.
        assertThat(watts).containsExactly(4_000, 4_000, 4_000, 4_000, 4_000);
    }

    @Test
    void leavesTheRestOutIfLaterSlotsAreCheaper() {
        Horizon horizon = new Horizon(START, 5, false, new Horizon.Rest(300, 0));
        Community dearNow = street(horizon, charger(3_000, 5), 300_000, 100_000);

        int[] watts = plan(dearNow);

        assertThat(watts[0]).isZero();
        assertThat(Series.of(watts).sum()).isEqualTo(12_000);
    }

    /**
     * A quarter-hour is billed as a whole: what was given in it already can be taken for nothing.
     */
    @Test
    void takesBackWhatWasGivenInTheSameQuarterHour() {
        Horizon horizon = new Horizon(START, 5, false, new Horizon.Rest(450, -1_800_000));
        Community given = street(horizon, charger(2_500, 5), 300_000, 300_000);

        int[] watts = plan(given);

        assertThat(watts[0]).isEqualTo(4_000);
        // 0.5 kWh are netted; two more slots of 1 kWh are paid.
        Cost cost = Balancer.plan(given, new Settings(Duration.ofMillis(200), 0)).cost();
        assertThat(cost).isEqualTo(Cost.ofSlot(8_000, 300_000));
    }

    @Test
    void theDemandChargeCountsTheMeanOfTheWholeQuarterHour() {
        Horizon horizon = new Horizon(START, 1, false, new Horizon.Rest(300, 1_200_000));

        CheckReport report =
                Checker.check(
                        street(horizon, charger(1, 1), 100_000, 100_000),
                        new Plan(Map.of("car", Series.of(new int[] {4_000})), Map.of()));

        // 2 kW over ten minutes and 4 kW over five.
        assertThat(report.peakWatts()).isEqualTo((1_200_000 + 4_000 * 300 + 899) / 900);
    }

    /** An empty store and a demand that takes full power all the time: no rounding breaks that. */
    @Test
    void aHeatPumpThatCanJustHoldItsBandHoldsItInTheRestToo() {
        Horizon horizon = new Horizon(START, 2, false, new Horizon.Rest(137, 0));
        HeatPump pump =
                new HeatPump(
                        "pump",
                        Connection.L1,
                        1_001,
                        Series.constant(2, 3_000),
                        new HeatPump.Heat(6_000, 0, 0),
                        Series.constant(2, 3_003),
                        OptionalInt.empty());
        Community community = street(horizon, pump, 300_000, 300_000);

        Planned planned = Balancer.plan(community, new Settings(Duration.ofMillis(200), 0));

        assertThat(Checker.check(community, planned.plan()).violations()).isEmpty();
        assertThat(planned.plan().devices().get("pump")).isEqualTo(Series.constant(2, 1_001));
    }

    private static Charger charger(int energyWh, int until) {
        return new Charger(
                "car",
                Connection.L1,
                new Charger.Steps(4_000, 1, 1),
                new Charger.Stay(0, until),
                energyWh,
                OptionalInt.empty());
    }

    private static Community street(Horizon horizon, Device device, int first, int later) {
        int slots = horizon.slots();
        int[] prices = new int[slots];
        Arrays.fill(prices, later);
        prices[0] = first;
        Tariff tariff =
                new Tariff(Series.of(prices), Series.constant(slots, 0), Tariff.PeakCharge.NONE);
        Home home =
                new Home(
                        "home",
                        Connection.L1,
                        Series.constant(slots, 0),
                        new Home.Solar(Series.constant(slots, 0), false),
                        List.of(device));
        return new Community("street", horizon, tariff, List.of(), List.of(home));
    }

    private static int[] plan(Community community) {
        Planned planned = Balancer.plan(community, new Settings(Duration.ofMillis(200), 0));
        CheckReport report = Checker.check(community, planned.plan());
        assertThat(Agreement.differences(planned, report)).isEmpty();
        assertThat(report.violations()).isEmpty();
        return Objects.requireNonNull(planned.plan().devices().get("car")).toArray();
    }
}
