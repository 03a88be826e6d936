package energy.peerwatt.settlement;

import static energy.peerwatt.settlement.Scenario.energy;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.settlement.allocation.Allocation;
import energy.peerwatt.settlement.allocation.AllocationKey;
import energy.peerwatt.settlement.allocation.Community;
import energy.peerwatt.settlement.allocation.DynamicKey;
import energy.peerwatt.settlement.allocation.ParticipationKey;
import energy.peerwatt.settlement.allocation.StaticKey;
import energy.peerwatt.time.DeliveryInterval;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Two real days of a consumer as its grid operator reported them. The rules are the same in any
 * unit; here the smallest is the report's own, mWh. Sources stand in the files.
 */
class GridOperatorDaysTest {

    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");

    /** One quarter-hour: the consumer's meter and its share of the community's generation. */
    private record Quarter(DeliveryInterval interval, Map<String, Long> values) {

        long value(String column) {
            return Objects.requireNonNull(values.get(column), column);
        }
    }

    @Test
    void coversTheDayOfTheClockChangeAsReported() {
        List<Quarter> day = quarters("2023-03-26");

        assertThat(day).hasSize(92);
        coversAsReported(day);
        assertThat(sum(day, "G.01")).isEqualTo(5_388_000);
        assertThat(sum(day, "G.02")).isEqualTo(10_951_487);
        assertThat(sum(day, "G.03")).isEqualTo(1_088_021);
        assertThat(residual(day)).isEqualTo(4_299_979);
    }

    @Test
    void coversTheDayOfSeveralCommunitiesAsReported() {
        List<Quarter> day = quarters("2024-06-01");

        assertThat(day).hasSize(96);
        coversAsReported(day);
        assertThat(sum(day, "G.01")).isEqualTo(21_298_000);
        assertThat(sum(day, "G.02")).isEqualTo(768_000);
        assertThat(sum(day, "G.03")).isEqualTo(768_000);
        assertThat(sum(day, "G.03R")).isEqualTo(463_000);
        assertThat(residual(day)).isEqualTo(20_530_000);
        ParticipationKey.Factor all = new ParticipationKey.Factor(0, 1_000_000);
        assertThat(day)
                .allMatch(quarter -> all.of(quarter.value("G.01")) == quarter.value("G.01T"))
                .allMatch(quarter -> quarter.value("G.03R") <= quarter.value("G.03"));
    }

    private static void coversAsReported(List<Quarter> day) {
        List<AllocationKey> keys =
                List.of(
                        new DynamicKey(),
                        new StaticKey(Map.of(Scenario.member(1), 1L), false),
                        new StaticKey(Map.of(Scenario.member(1), 1L), true));
        for (Quarter quarter : day) {
            for (AllocationKey key : keys) {
                Allocation allocation = key.allocate(community(quarter));
                assertThat(allocation.bought()[1]).isEqualTo(quarter.value("G.03"));
            }
            IntervalSettlement settled = settled(quarter);
            assertThat(settled.totals().pool().wattHours()).isEqualTo(quarter.value("G.03"));
            assertThat(settled.totals().residualFeedIn().wattHours())
                    .isEqualTo(quarter.value("G.02") - quarter.value("G.03"));
        }
    }

    private static Community community(Quarter quarter) {
        return new Community(
                quarter.interval(),
                List.of(Scenario.member(0), Scenario.member(1)),
                new long[] {quarter.value("G.02"), 0},
                new long[] {0, quarter.value("G.01")});
    }

    private static IntervalSettlement settled(Quarter quarter) {
        return new Scenario()
                .at(quarter.interval())
                .metered(0, quarter.value("G.02"))
                .metered(quarter.value("G.01"), 0)
                .settle();
    }

    private static long residual(List<Quarter> day) {
        return day.stream()
                .mapToLong(quarter ->
                        energy(settled(quarter), 1, Direction.BOUGHT, LineKind.RESIDUAL_SUPPLY))
                .sum();
    }

    private static long sum(List<Quarter> day, String column) {
        return day.stream().mapToLong(quarter -> quarter.value(column)).sum();
    }

    /** The rows of the file, which must be as many as the local day has quarter-hours. */
    private static List<Quarter> quarters(String date) {
        List<String> rows = lines("grid-operator-day-" + date + ".csv");
        String[] columns = rows.getFirst().split(";", -1);
        LocalDate day = LocalDate.parse(date);
        DeliveryInterval interval =
                DeliveryInterval.quarterHourAt(day.atStartOfDay(VIENNA).toInstant());
        List<Quarter> quarters = new ArrayList<>();
        for (String row : rows.subList(1, rows.size())) {
            long[] values = Arrays.stream(row.split(";")).mapToLong(Long::parseLong).toArray();
            Map<String, Long> byColumn = new HashMap<>();
            for (int i = 0; i < columns.length; i++) {
                byColumn.put(columns[i], values[i]);
            }
            quarters.add(new Quarter(interval, byColumn));
            interval = interval.next();
        }
        assertThat(interval.start()).isEqualTo(day.plusDays(1).atStartOfDay(VIENNA).toInstant());
        return quarters;
    }

    private static List<String> lines(String resource) {
        try (InputStream in = GridOperatorDaysTest.class.getResourceAsStream(resource)) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
