package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.check.Check;
import energy.peerwatt.metering.headend.check.CheckRules;
import energy.peerwatt.metering.headend.check.Finding;
import energy.peerwatt.metering.headend.check.GatewayClock;
import energy.peerwatt.metering.headend.validation.ClockRules;
import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.metering.protocol.Reading;
import energy.peerwatt.time.DeliveryInterval;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the readings of one gateway tell of its clock, within the caller's transaction.
 *
 * @param seen what this process has recorded; asking the database about it again would be in vain
 */
record ClockFindings(
        SqlConnection connection,
        GatewayRow gateway,
        ClockRules rules,
        CheckRules checks,
        Set<Key> seen) {

    /** A check that found something in a register on a day since 1970. */
    record Key(RegisterId register, Check check, long day) {

        static Key of(Reading reading, Check check) {
            return new Key(
                    new RegisterId(reading.meteringPoint(), reading.channel()),
                    check,
                    Math.floorDiv(reading.at().getEpochSecond(), SECONDS_OF_A_DAY));
        }
    }

    private static final int SECONDS_OF_A_DAY = 86_400;

    /**
     * Judges the clock by these readings, in their order, and records what is wrong once for each
     * register and day.
     */
    Uni<Void> record(List<Reading> readings, Instant now) {
        Optional<GatewayClock> clock = gateway.clock();
        Map<Key, Finding> found = new LinkedHashMap<>();
        // A jump or drift is of all that is read from then on, a state of what is read in it.
        Map<Check, String> events = new EnumMap<>(Check.class);
        Map<Check, String> states = new EnumMap<>(Check.class);
        @Nullable ClockState last = null;
        for (Reading reading : readings) {
            if (!reading.clock().equals(last)) {
                last = reading.clock();
                GatewayClock.Judged judged = GatewayClock.next(clock, reading.at(), last, rules);
                clock = Optional.of(judged.clock());
                states.clear();
                judged.found()
                        .forEach((check, text) ->
                                (isEvent(check) ? events : states).put(check, text));
            }
            add(found, reading, states);
            add(found, reading, events);
        }
        Optional<GatewayClock> after = clock;
        return FindingStore.recordOnceADay(connection, List.copyOf(found.values()), now)
                .invoke(() -> seen.addAll(found.keySet()))
                .chain(() -> save(after));
    }

    private static boolean isEvent(Check check) {
        return check == Check.CLOCK_JUMP || check == Check.CLOCK_DRIFT;
    }

    private void add(Map<Key, Finding> found, Reading reading, Map<Check, String> wrong) {
        wrong.forEach((check, text) -> {
            Key key = Key.of(reading, check);
            if (!seen.contains(key)) {
                found.computeIfAbsent(key, _ -> finding(reading, check, text));
            }
        });
    }

    private Finding finding(Reading reading, Check check, String text) {
        Instant start =
                DeliveryInterval.containing(reading.at(), DeliveryInterval.QUARTER_HOUR).start();
        return new Finding(
                reading.meteringPoint(),
                reading.channel(),
                start,
                check,
                checks.severity(check),
                text);
    }

    private Uni<Void> save(Optional<GatewayClock> clock) {
        return clock.isEmpty() || clock.equals(gateway.clock())
                ? Uni.createFrom().voidItem()
                : GatewayClockColumns.save(connection, gateway.number(), clock.get());
    }
}
