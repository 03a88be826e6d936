package energy.peerwatt.web.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.settlement.AreaFees;
import energy.peerwatt.settlement.tariff.DatedPrice;
import energy.peerwatt.settlement.tariff.DatedPrice.Item;
import energy.peerwatt.settlement.tariff.TariffKind;
import energy.peerwatt.settlement.tariff.TariffTable;
import energy.peerwatt.settlement.tariff.TimeWindow;
import energy.peerwatt.settlement.tariff.Validity;
import energy.peerwatt.settlement.tariff.ZoneDistance;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.AreaCharges;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EngineRulesTest {

    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
    private static final Price FEE = Price.ofCentsPerKwh(3);
    private static final Price LEVY = Price.ofCentsPerKwh(2);

    @Test
    void tellsOfEachChangeAtItsInterval() {
        Item night =
                new Item(
                        TariffKind.GRID_FEE,
                        "grid fee",
                        Optional.of(ZoneDistance.SAME_TRANSFORMER),
                        new TimeWindow(
                                TimeWindow.ALWAYS.days(), LocalTime.of(22, 0), LocalTime.MIDNIGHT));
        Area area =
                area(
                        dated(night, 10_000),
                        dated(Item.of(TariffKind.LEVY, "levy"), 4_460),
                        dated(Item.of(TariffKind.TAX, "tax"), 20_500));

        List<ConfigureArea> changes =
                EngineRules.changes(
                        area, interval("2026-06-30T12:00:00Z"), interval("2026-07-02T12:00:00Z"));

        assertThat(changes)
                .extracting(change -> change.validFrom().toString())
                .containsExactly(
                        "2026-06-30T22:00:00Z", "2026-07-01T20:00:00Z", "2026-07-01T22:00:00Z");
        assertThat(changes)
                .extracting(change -> change.rules().feesPerKwh().microPerKwh())
                .containsExactly(54_960L, 34_960L, 54_960L);
    }

    @Test
    void saysNothingWhileNothingChanges() {
        assertThat(
                        EngineRules.changes(
                                area(),
                                interval("2026-06-30T12:00:00Z"),
                                interval("2026-07-02T12:00:00Z")))
                .isEmpty();
    }

    private static DeliveryInterval interval(String start) {
        return new DeliveryInterval(Instant.parse(start), DeliveryInterval.QUARTER_HOUR);
    }

    private static DatedPrice dated(Item item, long micro) {
        return new DatedPrice(
                item,
                Price.ofMicroPerKwh(micro),
                Validity.from(LocalDate.parse("2026-07-01")),
                "price sheet of the test");
    }

    private static Area area(DatedPrice... prices) {
        AreaRules rules =
                new AreaRules(
                        new AreaId(1),
                        DeliveryInterval.QUARTER_HOUR,
                        Duration.ofMinutes(5),
                        Duration.ofHours(8),
                        Price.ofMicroPerKwh(1_000),
                        Energy.ofWattHours(1),
                        FEE.plus(LEVY));
        return new Area(
                "Test",
                VIENNA,
                "EUR",
                rules,
                new AreaCharges(
                        new AreaFees(FEE, LEVY),
                        ZoneDistance.SAME_TRANSFORMER,
                        TariffTable.of(VIENNA, List.of(prices)),
                        List.of()));
    }
}
