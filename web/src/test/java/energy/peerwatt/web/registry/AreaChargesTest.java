package energy.peerwatt.web.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.market.Trade;
import energy.peerwatt.market.TradeId;
import energy.peerwatt.settlement.AreaFees;
import energy.peerwatt.settlement.IntervalSettlement;
import energy.peerwatt.settlement.LineKind;
import energy.peerwatt.settlement.MeteredPosition;
import energy.peerwatt.settlement.MeteredSharing;
import energy.peerwatt.settlement.SettlementInput;
import energy.peerwatt.settlement.Tariff;
import energy.peerwatt.settlement.billing.Invoice.Issuer;
import energy.peerwatt.settlement.tariff.TariffTable;
import energy.peerwatt.settlement.tariff.VatRole;
import energy.peerwatt.settlement.tariff.VatTable;
import energy.peerwatt.settlement.tariff.ZoneDistance;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Never worse with VAT: what a buyer pays in the end is at most its own all-in price. */
class AreaChargesTest {

    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
    private static final Instant BEFORE = Instant.parse("2026-06-30T21:45:00Z");
    private static final Instant AFTER = Instant.parse("2026-06-30T22:00:00Z");
    private static final Price RETAIL = Price.ofMicroPerKwh(300_000);
    private static final AreaCharges CHARGES =
            new AreaCharges(
                    new AreaFees(Price.ofCentsPerKwh(3), Price.ofCentsPerKwh(2)),
                    ZoneDistance.SAME_TRANSFORMER,
                    TariffTable.of(VIENNA, List.of()),
                    List.of(
                            invoicing("2026-01-01", VatRole.SMALL_BUSINESS),
                            invoicing("2026-07-01", VatRole.STANDARD)));

    @Test
    void theCeilingIsWhatIsLeftBeforeVat() {
        assertThat(CHARGES.ceiling(RETAIL, BEFORE)).isEqualTo(RETAIL);
        assertThat(CHARGES.ceiling(RETAIL, AFTER)).isEqualTo(Price.ofMicroPerKwh(250_000));
        for (long micro = 299_990; micro < 300_010; micro++) {
            long ceiling = CHARGES.ceiling(Price.ofMicroPerKwh(micro), AFTER).microPerKwh();
            assertThat(VatTable.grossMicro(ceiling, 200)).isLessThanOrEqualTo(micro);
            assertThat(VatTable.grossMicro(ceiling + 1, 200)).isGreaterThan(micro);
        }
    }

    @Test
    void thePoolLeavesTheBuyerNoWorseOffWithVat() {
        var lines = settle(AFTER, List.of()).lines();

        long price =
                lines.stream()
                        .filter(line -> line.kind() == LineKind.POOL_ENERGY)
                        .findFirst()
                        .orElseThrow()
                        .price()
                        .microPerKwh();
        assertThat(price).isEqualTo(140_000);
        assertThat(VatTable.grossMicro(price + 50_000, 200)).isLessThanOrEqualTo(300_000);
        assertThat(
                        lines.stream()
                                .filter(line -> line.kind() == LineKind.RESIDUAL_SUPPLY)
                                .findFirst()
                                .orElseThrow()
                                .price())
                .as("the supplier's own price stays what it is")
                .isEqualTo(RETAIL);
    }

    @Test
    void aTradeThatIsWorseWithVatStopsTheInterval() {
        assertThat(settle(BEFORE, List.of(trade(BEFORE))).lines()).isNotEmpty();
        assertThatThrownBy(() -> settle(AFTER, List.of(trade(AFTER))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("line 1")
                .hasMessageContaining("worse off");
    }

    /** 21 ct and 5 ct of fees are less than 30 ct, but not with 20 % VAT. */
    private static Trade trade(Instant start) {
        return new Trade(
                new TradeId(1),
                new AreaId(1),
                interval(start),
                new ParticipantId(100),
                new ParticipantId(101),
                new OrderId(1),
                new OrderId(2),
                Energy.ofWattHours(400),
                Price.ofCentsPerKwh(21));
    }

    private static IntervalSettlement settle(Instant start, List<Trade> trades) {
        Tariff tariff = new Tariff(RETAIL, Price.ofCentsPerKwh(8), CHARGES.ceiling(RETAIL, start));
        return MeteredSharing.settle(
                new SettlementInput(
                        new AreaId(1),
                        interval(start),
                        1,
                        List.of(position(100, 0, 400, tariff), position(101, 1_000, 0, tariff)),
                        trades,
                        CHARGES.at(start)));
    }

    private static MeteredPosition position(long member, long in, long out, Tariff tariff) {
        return new MeteredPosition(
                new ParticipantId(member),
                Energy.ofWattHours(in),
                Energy.ofWattHours(out),
                Quality.ACTUAL,
                tariff);
    }

    private static DeliveryInterval interval(Instant start) {
        return new DeliveryInterval(start, DeliveryInterval.QUARTER_HOUR);
    }

    private static Invoicing invoicing(String from, VatRole role) {
        return new Invoicing(LocalDate.parse(from), new Issuer("TEST", "Test", ""), "AT", role);
    }
}
