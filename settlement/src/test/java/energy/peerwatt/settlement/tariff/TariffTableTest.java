package energy.peerwatt.settlement.tariff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.settlement.tariff.DatedPrice.Item;
import energy.peerwatt.unit.Price;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TariffTableTest {

    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
    private static final LocalDate YEAR = LocalDate.parse("2026-01-01");
    private static final LocalDate JULY = LocalDate.parse("2026-07-01");

    @Test
    void aChangeTakesEffectAtLocalMidnight() {
        TariffTable table = table(retail(300_000, YEAR), retail(320_000, JULY));

        assertThat(retailAt(table, "2026-06-30T21:45:00Z")).contains(Price.ofMicroPerKwh(300_000));
        assertThat(retailAt(table, "2026-06-30T22:00:00Z")).contains(Price.ofMicroPerKwh(320_000));
        assertThat(retailAt(table, "2025-12-31T22:45:00Z")).as("unknown is not zero").isEmpty();
    }

    @Test
    void whatEndedIsUnknownAfterwards() {
        Validity half = new Validity(YEAR, Optional.of(JULY));
        TariffTable table = table(dated(Item.of(TariffKind.LEVY, "levy"), 4_460, half));

        assertThat(table.at(TariffKind.LEVY, at("2026-06-30T21:59:59Z"))).isPresent();
        assertThat(table.at(TariffKind.LEVY, at("2026-06-30T22:00:00Z"))).isEmpty();
    }

    @Test
    void chargesOfOneKindAddUp() {
        TariffTable table =
                table(
                        dated(Item.of(TariffKind.LEVY, "one"), 4_460, Validity.from(YEAR)),
                        dated(Item.of(TariffKind.LEVY, "other"), 9_410, Validity.from(JULY)));

        assertThat(table.at(TariffKind.LEVY, at("2026-03-01T12:00:00Z")))
                .contains(Price.ofMicroPerKwh(4_460));
        assertThat(table.at(TariffKind.LEVY, at("2026-08-01T12:00:00Z")))
                .contains(Price.ofMicroPerKwh(13_870));
    }

    @Test
    void gridFeesDifferByDistanceAndHour() {
        Item night =
                new Item(
                        TariffKind.GRID_FEE,
                        "grid fee",
                        Optional.of(ZoneDistance.SAME_TRANSFORMER),
                        new TimeWindow(
                                EnumSet.allOf(DayOfWeek.class),
                                LocalTime.of(22, 0),
                                LocalTime.MIDNIGHT));
        TariffTable table =
                table(
                        gridFee(ZoneDistance.SAME_TRANSFORMER, 30_000),
                        gridFee(ZoneDistance.SAME_FEEDER, 50_000),
                        dated(night, 10_000, Validity.from(YEAR)));

        assertThat(fee(table, ZoneDistance.SAME_TRANSFORMER, "2026-06-18T19:59:59Z"))
                .contains(Price.ofMicroPerKwh(30_000));
        assertThat(fee(table, ZoneDistance.SAME_TRANSFORMER, "2026-06-18T20:00:00Z"))
                .contains(Price.ofMicroPerKwh(10_000));
        assertThat(fee(table, ZoneDistance.SAME_FEEDER, "2026-06-18T20:00:00Z"))
                .contains(Price.ofMicroPerKwh(50_000));
        assertThat(fee(table, ZoneDistance.OTHER_OPERATOR, "2026-06-18T20:00:00Z")).isEmpty();
    }

    /** Both clock hours of the autumn day count, the spring day's missing one does not. */
    @Test
    void hoursAreThoseOfTheLocalClock() {
        Item night =
                new Item(
                        TariffKind.RETAIL,
                        "retail",
                        Optional.empty(),
                        new TimeWindow(
                                EnumSet.allOf(DayOfWeek.class),
                                LocalTime.of(2, 0),
                                LocalTime.of(3, 0)));
        TariffTable table = table(dated(night, 200_000, Validity.from(YEAR)));

        assertThat(hoursWithPrice(table, "2026-10-24T22:00:00Z", 25)).isEqualTo(2);
        assertThat(hoursWithPrice(table, "2026-03-28T23:00:00Z", 23)).isZero();
        assertThat(hoursWithPrice(table, "2026-06-17T22:00:00Z", 24)).isOne();
    }

    @Test
    void twoPricesForOneMomentAreRefused() {
        assertThatThrownBy(() -> table(retail(300_000, YEAR), retail(310_000, YEAR)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("validFrom")
                .hasMessageContaining("2026-01-01");
        DatedPrice year =
                dated(
                        Item.of(TariffKind.RETAIL, "retail"),
                        300_000,
                        new Validity(YEAR, Optional.of(YEAR.plusYears(1))));
        assertThatThrownBy(() -> table(year, retail(310_000, JULY)))
                .hasMessageContaining("two prices of RETAIL");
    }

    @Test
    void badPricesAreRefusedByField() {
        assertThatThrownBy(() -> gridFee(ZoneDistance.SAME_FEEDER, -1))
                .hasMessageContaining("priceMicro");
        assertThatThrownBy(() -> Item.of(TariffKind.GRID_FEE, "fee"))
                .hasMessageContaining("distance");
        assertThatThrownBy(() -> new Validity(JULY, Optional.of(JULY)))
                .hasMessageContaining("validUntil");
        assertThatThrownBy(() ->
                        new DatedPrice(
                                Item.of(TariffKind.TAX, "tax"),
                                Price.ZERO,
                                Validity.from(YEAR),
                                " "))
                .hasMessageContaining("legalBasis");
    }

    private static long hoursWithPrice(TariffTable table, String from, int hours) {
        return java.util.stream.IntStream.range(0, hours)
                .filter(hour ->
                        table.at(TariffKind.RETAIL, at(from).plusSeconds(3_600L * hour))
                                .isPresent())
                .count();
    }

    private static Optional<Price> fee(TariffTable table, ZoneDistance distance, String moment) {
        return table.at(TariffKind.GRID_FEE, Optional.of(distance), at(moment));
    }

    private static Optional<Price> retailAt(TariffTable table, String moment) {
        return table.at(TariffKind.RETAIL, at(moment));
    }

    private static Instant at(String moment) {
        return Instant.parse(moment);
    }

    private static TariffTable table(DatedPrice... prices) {
        return TariffTable.of(VIENNA, List.of(prices));
    }

    private static DatedPrice retail(long micro, LocalDate from) {
        return dated(Item.of(TariffKind.RETAIL, "retail"), micro, Validity.from(from));
    }

    private static DatedPrice gridFee(ZoneDistance distance, long micro) {
        return dated(Item.gridFee(distance), micro, Validity.from(YEAR));
    }

    private static DatedPrice dated(Item item, long micro, Validity validity) {
        return new DatedPrice(
                item, Price.ofMicroPerKwh(micro), validity, "price sheet of the test");
    }
}
