package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.balancer.model.Appliance;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.HeatPump;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.SetpointPlan;
import energy.peerwatt.metering.protocol.SetpointPlan.Kind;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointTarget;
import energy.peerwatt.metering.protocol.SetpointTarget.Device;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.balancing.FlexibleLoad.Heating;
import energy.peerwatt.web.balancing.FlexibleLoad.Run;
import energy.peerwatt.web.balancing.FlexibleLoad.Use;
import energy.peerwatt.web.balancing.FlexibleLoads.Kept;
import energy.peerwatt.web.balancing.FlexibleLoads.Planned;
import energy.peerwatt.web.ingest.LivePoint;
import energy.peerwatt.web.registry.GridConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HouseLoadsTest {

    private static final MeteringPointId POINT = new MeteringPointId("AT-1");
    private static final DeliveryInterval FIRST =
            DeliveryInterval.quarterHourAt(Instant.parse("2026-06-18T07:00:00Z"));
    private static final int SLOTS = 8;

    private static final Home HOME =
            new Home(
                    "AT-1",
                    Connection.L2,
                    Series.constant(SLOTS, 900),
                    new Home.Solar(Series.constant(SLOTS, 0), false),
                    List.of());

    /** Gives 1.5 kW of heat on average, with 500 W. */
    private static final Heating PUMP =
            new Heating(2_000, 3_000, 6_000, 1_500, 4_000, FIRST.start());

    private static Home planned(Use use, Optional<Planned> plan, DeliveryInterval now) {
        FlexibleLoad load = new FlexibleLoad(POINT, "device", use);
        return HouseLoads.added(
                HOME, List.of(kept(load, plan)), seen(now, LivePoint.Loads.UNKNOWN));
    }

    private static Run run(int fromSlot, int readySlot) {
        return new Run(
                List.of(2_000, 0, 300),
                FIRST.plus(fromSlot).start(),
                FIRST.plus(readySlot).start().plusSeconds(60));
    }

    @Test
    void aRunMayBeginFromTheNextQuarterHourOnSoThatItIsOverInTime() {
        Appliance soon =
                (Appliance) planned(run(-4, 6), Optional.empty(), FIRST).devices().getFirst();
        Appliance later =
                (Appliance) planned(run(3, 99), Optional.empty(), FIRST).devices().getFirst();

        assertThat(soon.id()).isEqualTo("AT-1/device");
        assertThat(soon.connection()).isEqualTo(Connection.L2);
        assertThat(soon.start()).isEqualTo(new Appliance.Start(1, 3));
        assertThat(later.start()).as("within the horizon").isEqualTo(new Appliance.Start(3, 5));
        assertThat(planned(run(-9, 3), Optional.empty(), FIRST)).as("too late").isEqualTo(HOME);
        assertThat(planned(run(90, 99), Optional.empty(), FIRST)).as("too early").isEqualTo(HOME);
    }

    @Test
    void aRunWhosePublishedStartHasComeIsALoadLikeAnyOther() {
        Planned plan =
                new Planned(
                        FIRST.plus(-2).start(),
                        FIRST.plus(-2).start(),
                        List.of(0, 2_000, 0, 300),
                        0);

        Home running = planned(run(-4, 7), Optional.of(plan), FIRST);

        assertThat(running.devices()).isEmpty();
        assertThat(running.loadWatts())
                .isEqualTo(Series.of(900, 1_200, 900, 900, 900, 900, 900, 900));
        assertThat(planned(run(-4, 7), Optional.of(plan), FIRST.plus(-2)).devices())
                .as("before its start")
                .hasSize(1);
        assertThat(planned(run(-4, 7), Optional.of(plan), FIRST.plus(6)))
                .as("over")
                .isEqualTo(HOME);
    }

    @Test
    void aPlanThatWasNotRenewedInTimeBeginsNothing() {
        Planned plan = new Planned(FIRST.start(), FIRST.start(), steps(40, 2_000, 0, 300), 0);
        Kept kept = kept(new FlexibleLoad(POINT, "washer", run(0, 90)), Optional.of(plan));
        Instant then = FIRST.plus(40).start();

        assertThat(kept.startsAt(FIRST.plus(1).start())).as("it may hold").contains(then);
        assertThat(kept.startsAt(FIRST.plus(20).start())).as("no longer").isEmpty();
        assertThat(kept.startsAt(then)).isEmpty();
        assertThat(planned(run(0, 90), Optional.of(plan), FIRST.plus(41)).devices())
                .as("it is still to be planned")
                .hasSize(1);
        Planned soon = new Planned(FIRST.start(), FIRST.start(), steps(2, 2_000, 0, 300), 0);
        assertThat(kept(kept.load(), Optional.of(soon)).startsAt(FIRST.plus(30).start()))
                .as("it has begun long ago")
                .contains(FIRST.plus(2).start());
    }

    /** So many quarter-hours of nothing, then these. */
    private static List<Integer> steps(int idle, Integer... watts) {
        return Stream.concat(Collections.nCopies(idle, 0).stream(), Stream.of(watts)).toList();
    }

    @Test
    void aRunBeginsWithAQuarterHourThatIsNotRunning() {
        Instant now = FIRST.start().plusSeconds(420);
        Run hour = new Run(List.of(500, 500, 500, 500), now, now.plus(Duration.ofHours(1)));

        assertThat(hour.earliestEnd(now)).isEqualTo(FIRST.plus(5).start());
        assertThat(hour.earliestEnd(FIRST.plus(-9).start())).isEqualTo(FIRST.plus(5).start());
    }

    @Test
    void aHeatPumpsStoreFollowsItsPlanAndItsMeanIsTakenOffTheLoad() {
        Home home = planned(PUMP, Optional.empty(), FIRST);
        HeatPump pump = (HeatPump) home.devices().getFirst();

        assertThat(home.loadWatts()).isEqualTo(Series.constant(SLOTS, 400));
        assertThat(pump.heat()).isEqualTo(new HeatPump.Heat(6_000, 4_000, 4_000));

        Planned plan =
                new Planned(FIRST.start(), FIRST.start(), List.of(2_000, 2_000, 0, 0), 4_000);
        assertThat(stored(plan, 1)).as("+6 kW -1.5 kW for a quarter-hour").isEqualTo(5_125);
        assertThat(stored(plan, 2)).as("full").isEqualTo(6_000);
        assertThat(stored(plan, 3)).isEqualTo(5_625);
    }

    private static int stored(Planned plan, int slot) {
        Home home = planned(PUMP, Optional.of(plan), FIRST.plus(slot));
        return ((HeatPump) home.devices().getFirst()).heat().initialWh();
    }

    @Test
    void aPlanThatBeganWithinAQuarterHourChangesTheStoreFromThenOn() {
        Instant third = FIRST.start().plusSeconds(300);
        Planned plan = new Planned(FIRST.start(), third, List.of(2_000, 0), 4_000);
        Kept kept = kept(new FlexibleLoad(POINT, "device", PUMP), Optional.of(plan));

        Home home =
                HouseLoads.added(
                        HOME,
                        List.of(kept),
                        new HouseLoads.Seen(
                                FIRST,
                                FIRST.start().plusSeconds(600),
                                LivePoint.Loads.UNKNOWN,
                                Map.of()));

        assertThat(((HeatPump) home.devices().getFirst()).heat().initialWh())
                .as("+6 kW -1.5 kW for five minutes")
                .isEqualTo(4_375);
    }

    @Test
    void whatAHeatPumpShowsGoesBeforeWhatItsPlanSays() {
        Home home = shown(PUMP, Optional.empty(), new LivePoint.Loads(NONE, of(999), NONE, YET));

        assertThat(((HeatPump) home.devices().getFirst()).heat().initialWh()).isEqualTo(999);
    }

    @Test
    void anApplianceThatShowsItHasStartedCannotBeMovedAndOneThatHasNotCan() {
        Instant before = FIRST.plus(-1).start();
        Planned plan = new Planned(before, before, List.of(2_000, 0, 300), 0);
        Planned now = new Planned(FIRST.start(), FIRST.start(), List.of(2_000, 0, 300), 0);
        LivePoint.Loads runs = new LivePoint.Loads(NONE, NONE, of(2_000), Optional.of(true));
        LivePoint.Loads waits = new LivePoint.Loads(NONE, NONE, of(0), Optional.of(false));

        Home byHand = shown(run(-4, 7), Optional.empty(), runs);
        Home late = shown(run(-4, 7), Optional.of(plan), waits);

        assertThat(byHand.devices()).isEmpty();
        assertThat(byHand.loadWatts())
                .isEqualTo(Series.of(2_900, 900, 1_200, 900, 900, 900, 900, 900));
        assertThat(late.devices()).as("still to be planned").hasSize(1);
        assertThat(shown(run(-4, 7), Optional.of(now), waits).devices())
                .as("it may start until the quarter-hour is over")
                .isEmpty();
    }

    private static final OptionalLong NONE = OptionalLong.empty();
    private static final Optional<Boolean> YET = Optional.empty();

    private static OptionalLong of(long value) {
        return OptionalLong.of(value);
    }

    private static Home shown(Use use, Optional<Planned> plan, LivePoint.Loads shown) {
        FlexibleLoad load = new FlexibleLoad(POINT, "device", use);
        return HouseLoads.added(HOME, List.of(kept(load, plan)), seen(FIRST, shown));
    }

    private static Kept kept(FlexibleLoad load, Optional<Planned> plan) {
        return new Kept(load, plan, Optional.empty());
    }

    private static HouseLoads.Seen seen(DeliveryInterval first, LivePoint.Loads shown) {
        return new HouseLoads.Seen(first, first.start(), shown, Map.of());
    }

    @Test
    void aRunThatWasSeenToBeginIsCountedFromThenOnInEveryPlan() {
        FlexibleLoad load = new FlexibleLoad(POINT, "washer", run(-4, 7));
        LivePoint.Loads runs = new LivePoint.Loads(NONE, NONE, of(2_000), Optional.of(true));
        Kept set = kept(load, Optional.empty());

        Optional<Instant> begun =
                HouseLoads.begun(set, Optional.of(true), FIRST.start().plusSeconds(70));

        assertThat(begun).contains(FIRST.start());
        Kept seen = new Kept(load, Optional.empty(), begun);
        assertThat(HouseLoads.begun(seen, Optional.of(true), FIRST.plus(3).start()))
                .as("it is the same run")
                .isEqualTo(begun);
        assertThat(HouseLoads.begun(seen, Optional.empty(), FIRST.plus(3).start()))
                .as("nothing is heard of it")
                .isEqualTo(begun);
        assertThat(HouseLoads.begun(seen, Optional.of(false), FIRST.plus(3).start()))
                .as("it is set up anew")
                .isEmpty();
        Home later = HouseLoads.added(HOME, List.of(seen), seen(FIRST.plus(1), runs));
        assertThat(later.loadWatts())
                .isEqualTo(Series.of(900, 1_200, 900, 900, 900, 900, 900, 900));
        Home over = HouseLoads.added(HOME, List.of(seen), seen(FIRST.plus(3), runs));
        assertThat(over.loadWatts()).isEqualTo(HOME.loadWatts());
        assertThat(over.devices()).isEmpty();
    }

    @Test
    void aRunThatWasSeenAtAnotherTimeThanPlannedIsNotByItsPlan() {
        FlexibleLoad load = new FlexibleLoad(POINT, "washer", run(-4, 7));
        Planned plan = new Planned(FIRST.start(), FIRST.start(), List.of(0, 2_000, 0, 300), 0);
        Optional<Planned> published = Optional.of(plan);
        Instant planned = FIRST.plus(1).start();

        assertThat(new Kept(load, published, Optional.empty()).isByPlan()).isTrue();
        assertThat(new Kept(load, published, Optional.of(planned)).isByPlan()).isTrue();
        Kept early = new Kept(load, published, Optional.of(FIRST.start()));
        assertThat(early.isByPlan()).isFalse();
        assertThat(early.startsAt(FIRST.start())).contains(FIRST.start());
        assertThat(
                        HouseLoads.begun(
                                kept(load, published),
                                Optional.of(true),
                                FIRST.plus(2).start().plusSeconds(1)))
                .as("seen late, it began as planned")
                .contains(planned);
    }

    @Test
    void whatOperatorsOrderIsALoadAndNotPlanned() {
        FlexibleLoad washer = new FlexibleLoad(POINT, "washer", run(0, 8));
        FlexibleLoad pump = new FlexibleLoad(POINT, "heat-pump", PUMP);

        Home washing = ordered(washer, Device.APPLIANCE, Kind.CHARGE, 2_000);
        Home waiting = ordered(washer, Device.APPLIANCE, Kind.IDLE, 0);
        Home heating = ordered(pump, Device.HEAT_PUMP, Kind.CHARGE, 1_700);

        assertThat(washing.devices()).isEmpty();
        assertThat(washing.loadWatts())
                .isEqualTo(Series.of(900, 900, 2_900, 900, 1_200, 900, 900, 900));
        assertThat(waiting.devices()).isEmpty();
        assertThat(waiting.loadWatts()).isEqualTo(HOME.loadWatts());
        assertThat(heating.devices()).isEmpty();
        assertThat(heating.loadWatts())
                .as("1.7 kW in place of the 0.5 kW it takes on average")
                .isEqualTo(Series.of(900, 900, 2_100, 2_100, 900, 900, 900, 900));
    }

    /** From the third quarter-hour on, for two. */
    private static Home ordered(FlexibleLoad load, Device device, Kind kind, long watts) {
        Step step = new Step(FIRST.plus(2).start(), FIRST.plus(4).start(), kind, watts);
        SetpointPlan order =
                new SetpointPlan(
                        new SetpointTarget("gw-1", POINT, device),
                        1,
                        FIRST.start(),
                        FIRST.plus(4).start(),
                        SetpointPlan.Floor.NONE,
                        List.of(step));
        LivePoint.Loads shown = new LivePoint.Loads(NONE, of(2_500), NONE, Optional.of(false));
        return HouseLoads.added(
                HOME,
                List.of(kept(load, Optional.empty())),
                new HouseLoads.Seen(FIRST, FIRST.start(), shown, Map.of(device, order)));
    }

    @Test
    void aDayLaterNobodyKnowsHowWarmItIs() {
        Instant old = FIRST.start().minus(HouseLoads.FRESH).minus(Duration.ofSeconds(1));
        Heating then = new Heating(2_000, 3_000, 6_000, 1_500, 4_000, old);

        assertThat(planned(then, Optional.empty(), FIRST)).isEqualTo(HOME);
    }

    @Test
    void whatNoPlanCouldKeepIsRefusedByField() {
        assertThatThrownBy(() -> new Heating(2_000, 3_000, 6_000, 6_001, 0, FIRST.start()))
                .hasMessageStartingWith("demandW: ");
        assertThatThrownBy(() -> new Heating(2_000, 3_000, 6_000, 1_500, 6_001, FIRST.start()))
                .hasMessageStartingWith("storedWh: ");
        assertThatThrownBy(() -> new Run(List.of(0, 5), Instant.EPOCH, Instant.MAX))
                .hasMessageStartingWith("cycleW: ");
        assertThatThrownBy(() -> new FlexibleLoad(POINT, "BATTERY", PUMP))
                .hasMessageStartingWith("name: ");
    }

    private static Connections limited(int importW) {
        return new Connections(
                Map.of(
                        POINT,
                        new GridConnection(
                                Optional.empty(), OptionalInt.of(importW), OptionalInt.empty())));
    }

    private static List<String> limits(Connections limited, Home home) {
        return limited.limits(List.of(home)).stream()
                .map(limit -> limit.window().from() + ": " + limit.watts())
                .toList();
    }

    @Test
    void aHomesOwnLimitIsWidenedByWhatNoStartOfARunFits() {
        Home home = planned(run(3, 6), Optional.empty(), FIRST);

        assertThat(limits(limited(1_000), home))
                .containsExactly("0: 1000", "3: 2900", "4: 1000", "5: 1200", "6: 1000");
        assertThat(limited(1_000).widened(List.of(home)))
                .containsExactly(new Connections.Widened("AT-1", 1_000, 2_900));
    }

    @Test
    void aLimitThatSomeStartFitsStays() {
        int[] load = {900, 500, 500, 4_500, 4_500, 4_500, 4_500, 4_500};
        Home before = new Home("AT-1", Connection.L2, Series.of(load), HOME.solar(), List.of());
        Run run = new Run(List.of(2_000), FIRST.start(), FIRST.plus(8).start());
        Kept kept = kept(new FlexibleLoad(POINT, "washer", run), Optional.empty());
        Home home = HouseLoads.added(before, List.of(kept), seen(FIRST, LivePoint.Loads.UNKNOWN));

        assertThat(limits(limited(5_000), home)).containsExactly("0: 5000");
        assertThat(limited(5_000).widened(List.of(home))).isEmpty();
        assertThat(limits(limited(2_000), home)).contains("1: 2500", "3: 4500");
    }

    @Test
    void aLimitIsWidenedToTheLeastThatKeepsAStoreWarm() {
        Home home = planned(PUMP, Optional.empty(), FIRST);

        assertThat(limits(limited(1_000), home))
                .as("400 W and 500 W of the pump are within")
                .containsExactly("0: 1000");
        assertThat(limits(limited(700), home)).containsExactly("0: 900");
        assertThat(limited(700).widened(List.of(home)))
                .containsExactly(new Connections.Widened("AT-1", 700, 900));
    }
}
