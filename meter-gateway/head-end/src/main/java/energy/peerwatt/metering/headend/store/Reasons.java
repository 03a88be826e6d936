package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.ValueReason;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Reasons as one column: names separated by commas, empty for none. */
final class Reasons {

    private Reasons() {}

    static String format(Set<ValueReason> reasons) {
        return reasons.stream().sorted().map(Enum::name).collect(Collectors.joining(","));
    }

    static Set<ValueReason> parse(String column) {
        return column.isEmpty()
                ? Set.of()
                : Arrays.stream(column.split(",", -1))
                        .map(ValueReason::valueOf)
                        .collect(Collectors.toUnmodifiableSet());
    }
}
