package energy.peerwatt.balancer.check;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.model.Appliance;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.Tariff;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Four slots, computed by hand. */
class CheckerTest {

    private static final Battery BATTERY =
            new Battery(
                    "battery",
                    Connection.L1,
                    new Battery.Store(1_000, 100, 500, 500),
                    new Battery.Converter(2_000, 2_000, 900, 900),
                    10_000,
                    OptionalInt.empty());

    @Test
    void addsUpWhatAPlanCosts() {
        // Charging 400 W stores 90 Wh; giving 324 W takes 90 Wh.
        CheckReport report = check(BATTERY, Series.of(400, -324, 0, 0));

        // 1000 + 400 W at 20 ct, 676 at 30 ct, 2 x 1000 at 30 ct: 1400 x 200,000 + ...
        assertThat(report.parts().imported().quarterNano())
                .isEqualTo(1_400L * 200_000 + 676L * 300_000 + 2_000L * 300_000);
        assertThat(report.parts().wear().quarterNano()).isEqualTo(724L * 10_000);
        assertThat(report.parts().peak().quarterNano()).isEqualTo(4L * 200 * 500_000);
        assertThat(report.peakWatts()).isEqualTo(1_400);
        assertThat(report.violations()).isEmpty();
    }

    @Test
    void findsABatteryThatEndsLowerOrBelowItsReserve() {
        CheckReport report = check(BATTERY, Series.of(0, -1_800, 0, 0));

        assertThat(report.violations())
                .contains(
                        new Violation(Violation.Kind.STORE, "battery", 1, 400_000, "mWq"),
                        new Violation(Violation.Kind.STORE, "battery", 3, 2_000_000, "mWq"));
    }

    /** 400 W of battery and 1000 W of load over an ohm: 230 V fall to (230 + sqrt(47300)) / 2. */
    @Test
    void findsVoltagesAndCurrentsByTheExactFlow() {
        Feeder feeder =
                new Feeder(
                        new Feeder.Source("start", 230_000, Feeder.Tap.NONE, Feeder.Impedance.NONE),
                        new Feeder.Band(224_000, 253_000),
                        1000,
                        List.of(
                                new Feeder.Cable(
                                        "start",
                                        "end",
                                        Connection.L1,
                                        new Feeder.Impedance(1_000_000, 0, 0, 0),
                                        6)),
                        Map.of("home", "end"));

        CheckReport report =
                Checker.check(
                        community(BATTERY, limit(Limit.Scope.TOTAL, 2_500, Optional.empty()))
                                .withFeeder(feeder),
                        plan(Series.of(400, -324, 0, 0), "battery"));

        // 223.743 V and 1400 W / 223.743 V = 6.257 A; the other slots stay within.
        assertThat(report.violations())
                .contains(
                        new Violation(Violation.Kind.PLANNING_VOLTAGE, "end L1", 0, 258, "mV"),
                        new Violation(Violation.Kind.CABLE, "end L1", 0, 258, "mA"));
        assertThat(report.cost()).isEqualTo(check(BATTERY, Series.of(400, -324, 0, 0)).cost());
    }

    /** 3000 W over two ohms: (230 + sqrt(52900 - 24000)) / 2 = 200 V. */
    @Test
    void tellsTheStandardFromThePlanningBand() {
        Feeder feeder =
                new Feeder(
                        new Feeder.Source("start", 230_000, Feeder.Tap.NONE, Feeder.Impedance.NONE),
                        new Feeder.Band(222_000, 253_000),
                        1000,
                        List.of(
                                new Feeder.Cable(
                                        "start",
                                        "end",
                                        Connection.L1,
                                        new Feeder.Impedance(2_000_000, 0, 0, 0),
                                        Feeder.Cable.UNRATED)),
                        Map.of("home", "end"));
        Community community =
                community(BATTERY, limit(Limit.Scope.TOTAL, 2_500, Optional.empty()))
                        .withFeeder(feeder);

        CheckReport report = Checker.check(community, plan(Series.of(2_000, 0, 0, 0), "battery"));

        // 1000 W leave (230 + sqrt(44900)) / 2 = 220.948 V.
        assertThat(report.violations())
                .contains(
                        new Violation(Violation.Kind.VOLTAGE, "end L1", 0, 7_000, "mV"),
                        new Violation(Violation.Kind.PLANNING_VOLTAGE, "end L1", 1, 1_052, "mV"));
    }

    @Test
    void findsALimitThatIsExceeded() {
        CheckReport report = check(BATTERY, Series.of(2_000, 0, 0, 0));

        assertThat(report.violations())
                .contains(new Violation(Violation.Kind.LIMIT, "transformer", 0, 500, "W"));
    }

    @Test
    void holdsALimitToItsFloorOnceItHasExpired() {
        Limit limit = limit(Limit.Scope.TOTAL, 2_500, Optional.of(new Limit.Expiry(2, 1_200)));

        CheckReport report = check(BATTERY, Series.of(1_500, 0, 300, -1_458), limit);

        assertThat(limit.wattsAt(1)).hasValue(2_500);
        assertThat(limit.wattsAt(2)).hasValue(1_200);
        assertThat(limit.wattsAt(4)).isEmpty();
        assertThat(report.violations())
                .containsExactly(new Violation(Violation.Kind.LIMIT, "transformer", 2, 100, "W"));
    }

    @Test
    void findsAHomeThatExceedsALimitOfItsOwn() {
        Limit.Window window = new Limit.Window(0, 2);
        Limit limit =
                Limit.ofHome(
                        "own",
                        Limit.Source.CONTRACT,
                        "home",
                        Limit.Direction.IMPORT,
                        1_300,
                        window);

        CheckReport report = check(BATTERY, Series.of(400, 0, 400, -800), limit);

        // 1000 W of load and the battery's 400 W; nothing is said of slot 2.
        assertThat(report.violations())
                .contains(new Violation(Violation.Kind.LIMIT, "own", 0, 100, "W"))
                .noneMatch(each -> each.subject().equals("own") && each.slot() > 0);
    }

    /** What it could do more: by its power, and for a quarter-hour by what is in it. */
    @Test
    void findsAReserveThatIsNotKept() {
        Limit give = reserve(Limit.Direction.EXPORT, 1_400);
        Limit take = reserve(Limit.Direction.IMPORT, 1_800);

        // 450 Wh, of which 350 Wh could give 4 x 350 x 0.9 = 1260 W; then 500 Wh and 1440 W.
        Series watts = Series.of(-180, 223, 0, 0);

        assertThat(check(BATTERY, watts, give).violations())
                .containsExactly(new Violation(Violation.Kind.LIMIT, "reserve", 0, 140, "W"));
        // 2000 W less 223 W.
        assertThat(check(BATTERY, watts, take).violations())
                .containsExactly(new Violation(Violation.Kind.LIMIT, "reserve", 1, 23, "W"));
    }

    private static Limit reserve(Limit.Direction direction, int watts) {
        return new Limit(
                "reserve",
                Limit.Source.CONTRACT,
                Limit.Scope.RESERVE,
                direction,
                watts,
                new Limit.Window(0, 4));
    }

    @Test
    void findsARiseThatIsTooSteepButNotIntoTheFirstSlot() {
        Limit limit = limit(Limit.Scope.RAMP, 500, Optional.empty());

        CheckReport report = check(BATTERY, Series.of(1_000, 0, 700, -1_377), limit);

        assertThat(report.violations())
                .containsExactly(new Violation(Violation.Kind.LIMIT, "transformer", 2, 200, "W"));
    }

    @Test
    void findsAVehicleThatLeavesWithTooLittle() {
        Charger charger =
                new Charger(
                        "car",
                        Connection.L1,
                        Charger.Steps.onOff(1_000),
                        new Charger.Stay(1, 3),
                        500,
                        OptionalInt.empty());

        assertThat(check(charger, Series.of(0, 1_000, 0, 0)).violations())
                .contains(new Violation(Violation.Kind.DEPARTURE, "car", -1, 250, "Wh"));
        assertThat(check(charger, Series.of(0, 1_000, 0, 1_000)).violations())
                .contains(new Violation(Violation.Kind.CHARGE, "car", 3, 1_000, "W"));
        assertThat(check(charger, Series.of(0, 500, 500, 0)).violations())
                .contains(new Violation(Violation.Kind.POWER, "car", 1, 500, "W"));
    }

    @Test
    void followsTheBatteryOfAVehicleThatGivesBack() {
        Charger car =
                new Charger(
                        "car",
                        Connection.L1,
                        new Charger.Steps(100, 2, 20),
                        new Charger.Stay(0, 3),
                        50,
                        OptionalInt.empty(),
                        Optional.of(
                                new Charger.ToHome(
                                        new Charger.Pack(10_000, 4_900, 5_000),
                                        new Charger.Steps(90, 2, 10),
                                        new Charger.Losses(1000, 900),
                                        10_000)));

        // 360 W given take 100 Wh, 600 W store 150.
        CheckReport kept = check(car, Series.of(-360, 600, 0, 0));

        assertThat(kept.violations()).isEmpty();
        assertThat(kept.parts().wear().quarterNano()).isEqualTo(960L * 10_000);
        assertThat(check(car, Series.of(-450, 600, 200, 0)).violations())
                .containsExactly(new Violation(Violation.Kind.STORE, "car", 0, 100_000, "mWq"));
        assertThat(check(car, Series.of(-360, 500, 0, 0)).violations())
                .containsExactly(new Violation(Violation.Kind.DEPARTURE, "car", -1, 25, "Wh"));
        assertThat(check(car, Series.of(-90, 600, 0, 200)).violations())
                .containsExactly(
                        new Violation(Violation.Kind.POWER, "car", 0, 90, "W"),
                        new Violation(Violation.Kind.CHARGE, "car", 3, 200, "W"));
    }

    @Test
    void findsARunThatIsBroken() {
        Appliance washer =
                new Appliance(
                        "washer", Connection.L1, Series.of(300, 100), new Appliance.Start(0, 2));

        assertThat(check(washer, Series.of(0, 0, 300, 100)).violations()).isEmpty();
        assertThat(check(washer, Series.of(300, 0, 100, 0)).violations())
                .contains(new Violation(Violation.Kind.RUN, "washer", -1, 1, "run"));
    }

    private static Limit limit(Limit.Scope scope, int watts, Optional<Limit.Expiry> expiry) {
        return new Limit(
                "transformer",
                Limit.Source.TRANSFORMER,
                scope,
                Limit.Direction.IMPORT,
                watts,
                new Limit.Window(0, 4),
                expiry);
    }

    private static CheckReport check(Device device, Series watts) {
        return check(device, watts, limit(Limit.Scope.TOTAL, 2_500, Optional.empty()));
    }

    private static CheckReport check(Device device, Series watts, Limit limit) {
        return Checker.check(community(device, limit), plan(watts, device.id()));
    }

    private static Plan plan(Series watts, String device) {
        return new Plan(Map.of(device, watts), Map.of());
    }

    private static Community community(Device device, Limit limit) {
        Home home =
                new Home(
                        "home",
                        Connection.L1,
                        Series.constant(4, 1_000),
                        new Home.Solar(Series.constant(4, 0), false),
                        List.of(device));
        Tariff tariff =
                new Tariff(
                        Series.of(200_000, 300_000, 300_000, 300_000),
                        Series.constant(4, 70_000),
                        new Tariff.PeakCharge(500_000, 1_200));
        Horizon horizon = new Horizon(Instant.parse("2026-06-01T10:00:00Z"), 4, false);
        return new Community("hand", horizon, tariff, List.of(limit), List.of(home));
    }
}
