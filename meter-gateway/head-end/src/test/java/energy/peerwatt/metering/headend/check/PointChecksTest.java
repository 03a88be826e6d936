package energy.peerwatt.metering.headend.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.Site;
import energy.peerwatt.metering.headend.Site.Location;
import energy.peerwatt.metering.headend.Site.Sources;
import energy.peerwatt.metering.headend.check.PointDay.Value;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class PointChecksTest {

    private static final Instant DAY = Instant.parse("2026-06-18T00:00:00Z");
    private static final Location VIENNA = new Location(48_200_000, 16_370_000);
    private static final Sources NONE = new Sources(0, false);
    private static final Sources PANELS = new Sources(5_000, false);
    private static final Sources PANELS_AND_BATTERY = new Sources(5_000, true);

    private final Map<Channel, List<Value>> values = new EnumMap<>(Channel.class);

    @Test
    void aRegisterThatStandsStillWhereItMovedEachDayIsFrozen() {
        with(Channel.IMPORT, quarter -> quarter < 40 ? 50 : 0, 30);

        assertThat(check(NONE))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.check()).isEqualTo(Check.FROZEN);
                    assertThat(finding.severity()).isEqualTo(Severity.SUSPECT);
                    assertThat(finding.start()).isEqualTo(start(95));
                    assertThat(finding.detail())
                            .isEqualTo("0 Wh in 56 intervals, at least 1680 Wh on days before");
                });
    }

    @Test
    void aRegisterThatRestsAsOnOtherDaysOrForAnHourIsNot() {
        with(Channel.EXPORT, quarter -> 0, 0);
        with(Channel.IMPORT, quarter -> quarter % 8 == 0 ? 50 : 0, 30);
        assertThat(check(NONE)).isEmpty();

        // The sun covers the home's own use: nothing is taken, something is given.
        with(Channel.IMPORT, quarter -> quarter % 48 == 0 ? 50 : 0, 30);
        with(Channel.EXPORT, quarter -> 20, 0);
        assertThat(check(PANELS)).isEmpty();

        with(Channel.EXPORT, quarter -> 0, 0);
        assertThat(check(PANELS)).extracting(Finding::check).contains(Check.FROZEN);
        assertThat(check(PANELS_AND_BATTERY)).isEmpty();
    }

    @Test
    void anIntervalFarAboveTheDayIsASpike() {
        with(Channel.IMPORT, quarter -> quarter == 30 ? 3_000 : 200 + quarter, 0);

        assertThat(check(NONE)).extracting(Finding::check).containsExactly(Check.DAY_SPIKE);
    }

    @Test
    void aCarThatChargesOrAKettleIsNot() {
        with(Channel.IMPORT, quarter -> quarter >= 80 && quarter < 84 ? 2_900 : 50, 0);
        with(Channel.EXPORT, quarter -> quarter == 50 ? 500 : 0, 0);

        assertThat(check(PANELS)).isEmpty();
    }

    @Test
    void valuesThatDoNotAddUpToTheRegisterAreFound() {
        List<Value> day = new ArrayList<>();
        day.add(
                new Value(
                        start(0),
                        100,
                        OptionalLong.of(1_100),
                        OptionalLong.empty(),
                        OptionalLong.empty()));
        day.add(
                new Value(
                        start(1),
                        70,
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty()));
        day.add(
                new Value(
                        start(2),
                        100,
                        OptionalLong.of(1_300),
                        OptionalLong.empty(),
                        OptionalLong.empty()));
        day.add(
                new Value(
                        start(3),
                        10,
                        OptionalLong.of(1_310),
                        OptionalLong.empty(),
                        OptionalLong.empty()));
        values.put(Channel.IMPORT, day);

        assertThat(check(NONE))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.check()).isEqualTo(Check.SUM);
                    assertThat(finding.start()).isEqualTo(start(2));
                    assertThat(finding.detail())
                            .isEqualTo("values before differ from the register by -30 Wh");
                });
    }

    @Test
    void importAndExportForHoursAreTold() {
        with(Channel.IMPORT, quarter -> quarter >= 20 && quarter < 28 ? 400 : 10, 0);
        with(Channel.EXPORT, quarter -> quarter >= 20 && quarter < 28 ? 300 : 0, 0);
        assertThat(check(PANELS)).extracting(Finding::check).containsExactly(Check.BOTH_DIRECTIONS);

        with(Channel.EXPORT, quarter -> quarter >= 20 && quarter < 27 ? 300 : 0, 0);
        assertThat(check(PANELS)).isEmpty();
    }

    @Test
    void exportNeedsSomethingThatGives() {
        with(Channel.EXPORT, quarter -> quarter > 60 ? 200 : 0, 0);

        assertThat(check(NONE))
                .extracting(Finding::check)
                .containsExactly(Check.EXPORT_WITHOUT_SOURCE);
        assertThat(check(PANELS)).isEmpty();
        assertThat(check(new Sources(0, true))).isEmpty();
    }

    @Test
    void swappedRegistersGiveMoreThanIsGenerated() {
        with(Channel.GENERATION, quarter -> quarter >= 24 && quarter < 72 ? 800 : 0, 0);
        with(Channel.EXPORT, quarter -> quarter >= 24 && quarter < 72 ? 0 : 250, 0);
        assertThat(check(PANELS))
                .extracting(Finding::check, Finding::start)
                .containsExactly(
                        tuple(Check.EXPORT_ABOVE_GENERATION, start(23)),
                        tuple(Check.EXPORT_ABOVE_GENERATION, start(95)));
        assertThat(check(PANELS_AND_BATTERY)).isEmpty();

        with(Channel.EXPORT, quarter -> quarter >= 24 && quarter < 72 ? 780 : 0, 0);
        assertThat(check(PANELS)).isEmpty();
    }

    @Test
    void panelsGiveNothingAtNight() {
        // In Vienna in June the sun is more than 6 degrees down from 20 to 2 o'clock UTC.
        with(Channel.GENERATION, quarter -> quarter >= 16 && quarter < 76 ? 900 : 0, 0);
        assertThat(check(PANELS)).isEmpty();

        with(Channel.GENERATION, quarter -> quarter >= 16 && quarter < 76 ? 900 : 1, 0);
        assertThat(check(PANELS))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.check()).isEqualTo(Check.NIGHT_SUN);
                    assertThat(finding.start()).isEqualTo(start(0));
                });
    }

    @Test
    void panelsGiveNoMoreThanAFifthAboveTheirPeak() {
        with(Channel.GENERATION, quarter -> quarter == 48 ? 1_500 : quarter == 47 ? 700 : 0, 0);
        assertThat(check(PANELS)).isEmpty();

        with(Channel.GENERATION, quarter -> quarter == 48 ? 1_501 : quarter == 47 ? 700 : 0, 0);
        assertThat(check(PANELS))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.check()).isEqualTo(Check.GENERATION_ABOVE_PEAK);
                    assertThat(finding.detail()).isEqualTo("1501 Wh by panels of 5000 W");
                });
    }

    @Test
    void aSeverityCanBeConfigured() {
        with(Channel.EXPORT, quarter -> 200, 0);
        CheckRules defaults = CheckRules.DEFAULTS;
        CheckRules rules =
                new CheckRules(
                        defaults.frozen(),
                        defaults.spike(),
                        defaults.directions(),
                        defaults.sun(),
                        CheckRules.DEFAULTS.power(),
                        Map.of(Check.EXPORT_WITHOUT_SOURCE, Severity.REJECT));

        assertThat(new PointChecks(rules).check(day(NONE)))
                .extracting(Finding::severity)
                .containsExactly(Severity.REJECT);
    }

    private void with(Channel channel, IntToLongFunction wattHours, long leastBefore) {
        List<Value> day = new ArrayList<>();
        long soFar = 0;
        for (int quarter = 0; quarter < 96; quarter++) {
            long energy = wattHours.applyAsLong(quarter);
            soFar += energy;
            day.add(
                    new Value(
                            start(quarter),
                            energy,
                            OptionalLong.of(soFar),
                            energy == 0 ? OptionalLong.of(leastBefore) : OptionalLong.empty(),
                            OptionalLong.empty()));
        }
        values.put(channel, day);
    }

    private List<Finding> check(Sources sources) {
        return new PointChecks(CheckRules.DEFAULTS).check(day(sources));
    }

    private PointDay day(Sources sources) {
        return new PointDay(
                new Site(
                        new MeteringPointId("AT-TEST-1"),
                        ZoneId.of("Europe/Vienna"),
                        "street",
                        sources,
                        Optional.of(VIENNA)),
                values);
    }

    private static Instant start(int quarter) {
        return DAY.plusSeconds(900L * quarter);
    }
}
