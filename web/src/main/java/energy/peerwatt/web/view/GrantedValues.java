package energy.peerwatt.web.view;

import energy.peerwatt.market.Quality;
import energy.peerwatt.metering.headend.IntervalValue;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Values that were read by a grant; what is not known is not in them.
 *
 * @param intervals empty if the grant is of days
 * @param days empty if the grant is of intervals
 */
public record GrantedValues(List<IntervalValueView> intervals, List<Day> days) {

    /**
     * A register's local day.
     *
     * @param energyWh null unless every interval of the day has a value
     * @param quality the worst of its values'
     * @param values how many intervals have one
     */
    public record Day(
            LocalDate day, String channel, @Nullable Long energyWh, String quality, int values) {}

    /** Each value. */
    public static GrantedValues intervals(List<IntervalValue> values) {
        return new GrantedValues(
                values.stream().map(value -> IntervalValueView.of(value, List.of())).toList(),
                List.of());
    }

    /** Sums of local days. */
    public static GrantedValues days(List<IntervalValue> values, ZoneId zone) {
        Map<LocalDate, Map<String, List<IntervalValue>>> byDay = new TreeMap<>();
        for (IntervalValue value : values) {
            byDay.computeIfAbsent(
                            value.interval().start().atZone(zone).toLocalDate(),
                            _ -> new TreeMap<>())
                    .computeIfAbsent(value.channel().name(), _ -> new ArrayList<>())
                    .add(value);
        }
        List<Day> days = new ArrayList<>();
        byDay.forEach((day, channels) ->
                channels.forEach((channel, all) -> days.add(day(day, channel, all, zone))));
        return new GrantedValues(List.of(), days);
    }

    private static Day day(LocalDate day, String channel, List<IntervalValue> values, ZoneId zone) {
        long seconds =
                day.plusDays(1).atStartOfDay(zone).toEpochSecond()
                        - day.atStartOfDay(zone).toEpochSecond();
        long whole = seconds / values.getFirst().interval().length().toSeconds();
        long sum = values.stream().mapToLong(value -> value.energy().wattHours()).sum();
        Quality worst =
                values.stream().map(IntervalValue::quality).reduce(Quality.ACTUAL, Quality::worst);
        return new Day(
                day, channel, values.size() == whole ? sum : null, worst.name(), values.size());
    }
}
