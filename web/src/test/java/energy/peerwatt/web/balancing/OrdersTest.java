package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.SetpointPlan;
import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointPlan.Kind;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointTarget;
import energy.peerwatt.metering.protocol.SetpointTarget.Device;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrdersTest {

    private static final Instant START = Instant.parse("2026-06-18T07:00:00Z");
    private static final DeliveryInterval FIRST = DeliveryInterval.quarterHourAt(START);

    /** An order for the first quarter-hour of two. */
    private static Home applied(Device device, Kind kind, long watts, boolean hasCar) {
        SetpointTarget target = new SetpointTarget("gw-1", new MeteringPointId("AT-1"), device);
        Instant end = START.plusSeconds(900);
        SetpointPlan plan =
                new SetpointPlan(
                        target,
                        1,
                        START,
                        end,
                        Floor.NONE,
                        List.of(new Step(START, end, kind, watts)));
        return new Orders(Map.of(device, plan), hasCar).applied(home(700), home(500), FIRST);
    }

    private static Home home(int loadW) {
        return new Home(
                "AT-1",
                Connection.THREE_PHASE,
                Series.of(loadW, loadW),
                new Home.Solar(Series.of(0, 0), true),
                List.of());
    }

    @Test
    void whatIsOrderedIsALoadUntilTheOrderEnds() {
        assertThat(applied(Device.BATTERY, Kind.CHARGE, 3_000, false).loadWatts())
                .isEqualTo(Series.of(3_500, 700));
        assertThat(applied(Device.BATTERY, Kind.IDLE, 0, false).loadWatts())
                .isEqualTo(Series.of(500, 700));
    }

    @Test
    void whatIsGivenBeyondTheLoadGoesOut() {
        Home home = applied(Device.BATTERY, Kind.DISCHARGE, 2_000, false);

        assertThat(home.loadWatts()).isEqualTo(Series.of(0, 700));
        assertThat(home.solar().watts()).isEqualTo(Series.of(1_500, 0));
        assertThat(home.solar().curtailable()).isFalse();
    }

    @Test
    void aCarTakesWhatItIsLetHave() {
        assertThat(applied(Device.CHARGER, Kind.LIMIT_IMPORT, 4_140, true).loadWatts())
                .isEqualTo(Series.of(4_640, 700));
        assertThat(applied(Device.CHARGER, Kind.LIMIT_IMPORT, 4_140, false).loadWatts())
                .isEqualTo(Series.of(500, 700));
    }

    @Test
    void panelsGiveNoMoreThanTheirInverterMay() {
        Home limited = withPanels(Kind.LIMIT_EXPORT, 1_200);

        assertThat(limited.solar().watts()).isEqualTo(Series.of(1_200, 3_000));
        assertThat(limited.loadWatts()).isEqualTo(Series.of(700, 700));
        assertThat(withPanels(Kind.IDLE, 0).solar().watts()).isEqualTo(Series.of(0, 3_000));
        assertThat(withPanels(Kind.LIMIT_EXPORT, 5_000).solar().watts())
                .isEqualTo(Series.of(3_000, 3_000));
    }

    /** Panels of 3 kW whose inverter is ordered something for the first quarter-hour. */
    private static Home withPanels(Kind kind, long watts) {
        SetpointTarget target =
                new SetpointTarget("gw-1", new MeteringPointId("AT-1"), Device.INVERTER);
        Instant end = START.plusSeconds(900);
        SetpointPlan plan =
                new SetpointPlan(
                        target,
                        1,
                        START,
                        end,
                        Floor.NONE,
                        List.of(new Step(START, end, kind, watts)));
        Home home =
                new Home(
                        "AT-1",
                        Connection.THREE_PHASE,
                        Series.of(700, 700),
                        new Home.Solar(Series.of(3_000, 3_000), false),
                        List.of());
        return new Orders(Map.of(Device.INVERTER, plan), false).applied(home, home, FIRST);
    }
}
