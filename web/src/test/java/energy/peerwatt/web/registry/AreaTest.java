package energy.peerwatt.web.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AreaTest {

    private static final Price FEE = Price.ofMicroPerKwh(25_000);
    private static final AreaRules RULES =
            new AreaRules(
                    new AreaId(1),
                    DeliveryInterval.QUARTER_HOUR,
                    Duration.ofMinutes(5),
                    Duration.ofHours(8),
                    Price.ofMicroPerKwh(1_000),
                    Energy.ofWattHours(1),
                    FEE.plus(FEE));

    @ParameterizedTest
    @CsvSource({
        "09:00:00, 09:15",
        "09:09:59, 09:15",
        "09:10:00, 09:30",
        "09:14:59, 09:30",
        "09:24:59, 09:30",
        "09:25:00, 09:45",
    })
    void knowsTheNextIntervalWhoseGateIsOpen(String now, String start) {
        Area area = new Area("Test", ZoneOffset.UTC, "EUR", RULES, FEE, FEE);

        DeliveryInterval next = area.nextOpen(Instant.parse("2026-06-18T" + now + "Z"));

        assertThat(next.start()).isEqualTo("2026-06-18T" + start + ":00Z");
        assertThat(area.gateOf(next)).isAfter(Instant.parse("2026-06-18T" + now + "Z"));
    }

    @Test
    void refusesFeesThatDoNotAddUp() {
        assertThatThrownBy(() -> new Area("Test", ZoneOffset.UTC, "EUR", RULES, FEE, Price.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
