package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.forecast.ClearSky;
import energy.peerwatt.balancer.forecast.NetEnergy;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AreaPastTest {

    private static final DeliveryInterval NOW =
            DeliveryInterval.quarterHourAt(Instant.parse("2026-06-18T16:00:00Z"));
    private static final int DAY = 96;

    /** 100 Wh, and up to 100 Wh more by chance. */
    private static HomeHistory home(int days, int missing) {
        SplittableRandom random = new SplittableRandom(days);
        List<NetEnergy> load = new ArrayList<>();
        List<NetEnergy> solar = new ArrayList<>();
        for (int back = 1; back <= days * DAY; back++) {
            if (back % DAY >= missing) {
                load.add(new NetEnergy(NOW.plus(-back), 100 + random.nextInt(101)));
                solar.add(new NetEnergy(NOW.plus(-back), 0));
            }
        }
        return new HomeHistory(load, solar, false);
    }

    private static Uncertainty uncertainty(HomeHistory... homes) {
        AreaPast past = new AreaPast();
        for (HomeHistory home : homes) {
            past.add(home);
        }
        return past.uncertainty(NOW, 8, new ClearSky(48, 15), ZoneOffset.UTC, _ -> false);
    }

    @Test
    void fourOfFiveQuarterHoursWereNoFurtherOff() {
        Uncertainty one = uncertainty(home(20, 0));

        assertThat(one.hasValues()).isTrue();
        assertThat(one.more()).hasSize(8).allSatisfy(watts -> assertThat(watts).isBetween(80, 240));
        assertThat(one.less()).hasSize(8).allSatisfy(watts -> assertThat(watts).isBetween(80, 240));
    }

    @Test
    void whatOneHomeDidAndAnotherDidNotMakesLessThanTwice() {
        Uncertainty one = uncertainty(home(20, 0));
        Uncertainty both = uncertainty(home(20, 0), home(21, 0));

        int single = one.more().stream().mapToInt(Integer::intValue).sum();
        int together = both.more().stream().mapToInt(Integer::intValue).sum();
        assertThat(together).isBetween(single + 1, 2 * single - 1);
    }

    @Test
    void aHomeOfWhichTooLittleIsKnownIsLeftOutAndCounted() {
        Uncertainty one = uncertainty(home(20, 0));
        Uncertainty both = uncertainty(home(20, 0), home(6, 0));

        assertThat(one.unknown()).isZero();
        assertThat(both.unknown()).isEqualTo(1);
        assertThat(both.more()).isEqualTo(one.more());
        assertThat(both.less()).isEqualTo(one.less());
    }

    @Test
    void isUnknownWithoutDaysThatAllHomesAreKnownOf() {
        assertThat(uncertainty(home(1, 0)).hasValues()).isFalse();
        assertThat(uncertainty().hasValues()).isFalse();
    }
}
