package energy.peerwatt.matching;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AreasTest {

    private static final long FIRST = 100;

    private final Areas areas = new Areas();

    private Area open(int id, Duration length, long nextToClose) {
        AreaRules rules =
                new AreaRules(
                        new AreaId(id),
                        length,
                        Duration.ofMinutes(5),
                        Duration.ofDays(1),
                        Price.ofMicroPerKwh(10),
                        Energy.ofWattHours(5),
                        Price.ofMicroPerKwh(0));
        Area area =
                new Area(new DatedRules[] {new DatedRules(DatedRules.ALWAYS, rules)}, nextToClose);
        areas.add(area);
        return area;
    }

    private Area quarterHours(int id, long nextToClose) {
        return open(id, Duration.ofMinutes(15), nextToClose);
    }

    private static OpenInterval closing(Area area) {
        return new OpenInterval(area, area.nextToClose(), 0);
    }

    @Test
    void ofAreasThatCloseTogetherTheLastIsStillOpenToAllOthers() {
        for (int id = 1; id <= 50; id++) {
            quarterHours(id, FIRST);
        }
        for (int id = 1; id < 50; id++) {
            Area area = areas.get(id);
            assertThat(areas.nextToClose()).isSameAs(area);
            assertThat(areas.stillOpen(closing(area))).isSameAs(areas.get(50));
            areas.closeNext(area);
        }
        assertThat(areas.stillOpen(closing(areas.get(50)))).isNull();
    }

    @Test
    void whoClosedFewerGatesIsStillOpen() {
        Area early = quarterHours(1, FIRST);
        Area late = quarterHours(2, FIRST - 3);
        quarterHours(3, FIRST - 2);
        quarterHours(4, FIRST);

        assertThat(areas.stillOpen(closing(early))).isSameAs(late);

        areas.closeNext(late);
        assertThat(areas.stillOpen(closing(early))).isSameAs(areas.get(3));
    }

    @Test
    void whoClosedTheGateAlreadyOrHasOtherIntervalsIsNot() {
        Area area = quarterHours(1, FIRST);
        quarterHours(2, FIRST + 1);
        open(3, Duration.ofMinutes(30), FIRST - 9);
        open(4, Duration.ofMinutes(30), FIRST - 9);

        assertThat(areas.stillOpen(closing(area))).isNull();
    }
}
