package energy.peerwatt.web.tariff;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.AreaFees;
import energy.peerwatt.settlement.tariff.DatedPrice;
import energy.peerwatt.settlement.tariff.GridZone;
import energy.peerwatt.settlement.tariff.TariffKind;
import energy.peerwatt.settlement.tariff.TariffTable;
import energy.peerwatt.settlement.tariff.TimeWindow;
import energy.peerwatt.settlement.tariff.Validity;
import energy.peerwatt.settlement.tariff.ZoneDistance;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.registry.AreaCharges;
import energy.peerwatt.web.registry.MemberTariffs;
import energy.peerwatt.web.registry.MeteringPoint.Tariffs;
import energy.peerwatt.web.registry.TariffChange;
import energy.peerwatt.web.registry.TariffDraft;
import energy.peerwatt.web.registry.ZoneChange;
import energy.peerwatt.web.view.LineSums;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HomeEffectTest {

    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
    private static final ParticipantId HOME = new ParticipantId(100);

    /** A Thursday. */
    private static final LocalDate FIRST = LocalDate.parse("2026-10-01");

    /** Retail 0.30, feed-in 0.08, grid fee 0.03, levy 0.02. */
    private static final Charged BEFORE =
            new Charged(
                    new AreaCharges(
                            new AreaFees(Price.ofCentsPerKwh(3), Price.ofCentsPerKwh(2)),
                            ZoneDistance.SAME_TRANSFORMER,
                            TariffTable.of(VIENNA, List.of()),
                            List.of()),
                    new MemberTariffs(
                            new Tariffs(Price.ofCentsPerKwh(30), Price.ofCentsPerKwh(8)),
                            TariffTable.of(VIENNA, List.of())));

    /** On Mondays from 12:00 retail is 0.10, and feed-in of another home is of no account. */
    private static final TariffDraft.Sheet NOON =
            new TariffDraft.Sheet(
                    List.of(
                            change(HOME, TariffKind.RETAIL, noon(), 100_000),
                            change(
                                    new ParticipantId(101),
                                    TariffKind.FEED_IN,
                                    TimeWindow.ALWAYS,
                                    0)));

    private static TimeWindow noon() {
        return new TimeWindow(Set.of(DayOfWeek.MONDAY), LocalTime.of(12, 0), LocalTime.of(14, 0));
    }

    private static TariffChange change(
            ParticipantId of, TariffKind kind, TimeWindow window, long micro) {
        return new TariffChange(
                new AreaId(1), Optional.of(of), price(kind, Optional.empty(), window, micro));
    }

    private static DatedPrice price(
            TariffKind kind, Optional<ZoneDistance> distance, TimeWindow window, long micro) {
        return new DatedPrice(
                new DatedPrice.Item(kind, "t", distance, window),
                Price.ofMicroPerKwh(micro),
                Validity.from(FIRST),
                "price sheet");
    }

    @Test
    void theWeekHasOnlyTheHoursWhosePriceChanges() {
        assertThat(PriceSpan.changes(BEFORE, BEFORE.with(NOON, HOME), FIRST, VIENNA))
                .containsExactly(
                        new PriceSpan(
                                TariffKind.RETAIL,
                                List.of(DayOfWeek.MONDAY),
                                LocalTime.of(12, 0),
                                LocalTime.of(14, 0),
                                Price.ofCentsPerKwh(30),
                                Price.ofCentsPerKwh(10)));
    }

    @Test
    void spansReachTheEndOfTheDayAndShareDays() {
        TariffDraft.Sheet all =
                new TariffDraft.Sheet(
                        List.of(change(HOME, TariffKind.FEED_IN, TimeWindow.ALWAYS, 90_000)));

        assertThat(PriceSpan.changes(BEFORE, BEFORE.with(all, HOME), FIRST, VIENNA))
                .containsExactly(
                        new PriceSpan(
                                TariffKind.FEED_IN,
                                List.of(DayOfWeek.values()),
                                LocalTime.MIDNIGHT,
                                LocalTime.MIDNIGHT,
                                Price.ofCentsPerKwh(8),
                                Price.ofCentsPerKwh(9)));
    }

    @Test
    void anAreasSheetLeavesZonesAndTheirFeesAsTheyAre() {
        ParticipantId other = new ParticipantId(101);
        DatedPrice fee =
                price(
                        TariffKind.GRID_FEE,
                        Optional.of(ZoneDistance.SAME_FEEDER),
                        TimeWindow.ALWAYS,
                        45_000);
        AreaCharges zoned =
                new AreaCharges(
                                BEFORE.area().opening(),
                                ZoneDistance.SAME_TRANSFORMER,
                                TariffTable.of(VIENNA, List.of(fee)),
                                List.of())
                        .with(new ZoneChange(HOME, FIRST, new GridZone("grid", "F1", "T1")))
                        .with(new ZoneChange(other, FIRST, new GridZone("grid", "F1", "T2")));
        Charged before = new Charged(zoned, BEFORE.member());
        TariffDraft.Sheet levy =
                new TariffDraft.Sheet(
                        List.of(
                                new TariffChange(
                                        new AreaId(1),
                                        Optional.empty(),
                                        price(
                                                TariffKind.LEVY,
                                                Optional.empty(),
                                                TimeWindow.ALWAYS,
                                                10_000))));

        assertThat(PriceSpan.changes(before, before.with(levy, HOME), FIRST, VIENNA))
                .containsExactly(
                        new PriceSpan(
                                TariffKind.LEVY,
                                List.of(DayOfWeek.values()),
                                LocalTime.MIDNIGHT,
                                LocalTime.MIDNIGHT,
                                Price.ofCentsPerKwh(2),
                                Price.ofCentsPerKwh(1)));
    }

    /**
     * Monday 12:00 in summer time: 1,000 Wh of the supplier, 500 shared, 200 fed in cost 0.30 + 0.5
     * * 0.05 - 0.2 * 0.08 = 0.309, and 0.20 less with the sheet; an hour earlier the same.
     */
    @Test
    void countsEachHourOfThePastAtThePriceOfThatHourOfTheWeek() {
        LineSums energy =
                new LineSums(
                        Energy.ofWattHours(500),
                        Energy.ZERO,
                        Energy.ofWattHours(1_000),
                        Energy.ofWattHours(200),
                        Money.ZERO,
                        Money.ZERO);
        Instant from = Instant.parse("2026-07-05T22:00:00Z");
        Instant to = Instant.parse("2026-07-06T22:00:00Z");

        HomeEffect effect =
                HomeEffect.of(
                        HOME,
                        new HomeEffect.Span(from, to, FIRST, VIENNA),
                        Map.of(
                                Instant.parse("2026-07-06T10:00:00Z"), energy,
                                Instant.parse("2026-07-06T09:45:00Z"), energy),
                        BEFORE,
                        BEFORE.with(NOON, HOME));

        assertThat(effect)
                .isEqualTo(
                        new HomeEffect(
                                HOME,
                                from,
                                to,
                                2,
                                Energy.ofWattHours(2_000),
                                Energy.ofWattHours(1_000),
                                Energy.ofWattHours(400),
                                Money.parse("0.618"),
                                Money.parse("0.418")));
    }
}
