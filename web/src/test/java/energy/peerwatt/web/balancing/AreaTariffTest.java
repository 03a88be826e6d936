package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.balancer.model.Tariff;
import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.tariff.DatedPrice;
import energy.peerwatt.settlement.tariff.TariffKind;
import energy.peerwatt.settlement.tariff.TariffTable;
import energy.peerwatt.settlement.tariff.TimeWindow;
import energy.peerwatt.settlement.tariff.Validity;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.registry.MemberTariffs;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.MeteringPoint.Tariffs;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AreaTariffTest {

    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");

    /** 22:00 in Vienna. */
    private static final DeliveryInterval FIRST =
            DeliveryInterval.quarterHourAt(Instant.parse("2026-06-18T20:00:00Z"));

    private static final Tariffs OPENING =
            new Tariffs(Price.ofMicroPerKwh(300_000), Price.ofMicroPerKwh(80_000));

    private static MeteringPoint point(MemberTariffs tariffs) {
        return new MeteringPoint(
                new MeteringPointId("AT-1"),
                new AreaId(1),
                new ParticipantId(100),
                tariffs,
                new MeteringPoint.Equipment("SDM630", 0, 0, 0),
                Optional.empty());
    }

    private static DatedPrice price(TariffKind kind, LocalTime from, LocalTime until, long micro) {
        return new DatedPrice(
                new DatedPrice.Item(
                        kind,
                        "energy",
                        Optional.empty(),
                        new TimeWindow(TimeWindow.ALWAYS.days(), from, until)),
                Price.ofMicroPerKwh(micro),
                Validity.from(LocalDate.of(2026, 6, 19)),
                "contract");
    }

    @Test
    void hoursOfUseDatesAndNegativePricesAreWhatIsPlannedWith() {
        TariffTable changes =
                TariffTable.of(
                        VIENNA,
                        List.of(
                                price(
                                        TariffKind.RETAIL,
                                        LocalTime.of(2, 0),
                                        LocalTime.of(4, 0),
                                        -100_000),
                                price(
                                        TariffKind.FEED_IN,
                                        LocalTime.of(5, 0),
                                        LocalTime.of(6, 0),
                                        900_000)));
        List<MeteringPoint> points =
                List.of(
                        point(new MemberTariffs(OPENING, changes)),
                        point(MemberTariffs.constant(OPENING)));

        Tariff tariff = AreaTariff.of(points, FIRST, 40, Tariff.PeakCharge.NONE);

        assertThat(tariff.importMicro().at(15)).as("01:45").isEqualTo(300_000);
        assertThat(tariff.importMicro().at(16)).as("02:00, one of two").isEqualTo(100_000);
        assertThat(tariff.importMicro().at(23)).as("03:45").isEqualTo(100_000);
        assertThat(tariff.importMicro().at(24)).as("04:00").isEqualTo(300_000);
        assertThat(tariff.exportMicro().at(16)).isEqualTo(80_000);
        assertThat(tariff.exportMicro().at(28))
                .as("no more than import costs then")
                .isEqualTo(300_000);
    }

    @Test
    void aPriceThatNobodyCanReckonWithNamesItsField() {
        Tariffs absurd = new Tariffs(Price.ofMicroPerKwh(5_000_000_000L), OPENING.feedIn());

        assertThatThrownBy(() ->
                        AreaTariff.of(
                                List.of(point(MemberTariffs.constant(absurd))),
                                FIRST,
                                4,
                                Tariff.PeakCharge.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("importMicro must be from");
    }
}
