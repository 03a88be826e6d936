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
import org.jspecify.annotations.Nullable;

/** What the readings of one gateway tell of its clock, within the caller's transaction. */
record ClockFindings(
        SqlConnection connection, GatewayRow gateway, ClockRules rules, CheckRules checks) {

    private record Key(RegisterId register, Check check) {}

    /**
     * Judges the clock by these readings, in their order, and records what is wrong once for each
     * register and day.
     */
    Uni<Void> record(List<Reading> readings, Instant now) {
        Optional<GatewayClock> clock = gateway.clock();
        Map<Key, Finding> found = new LinkedHashMap<>();
        // A jump or drift is of all that is read from then on.
        Map<Check, String> events = new EnumMap<>(Check.class);
        @Nullable ClockState quiet = null;
        for (Reading reading : readings) {
            if (reading.clock().equals(quiet)) {
                continue;
            }
            GatewayClock.Judged judged =
                    GatewayClock.next(clock, reading.at(), reading.clock(), rules);
            clock = Optional.of(judged.clock());
            judged.found()
                    .forEach((check, text) -> {
                        if (check == Check.CLOCK_JUMP || check == Check.CLOCK_DRIFT) {
                            events.put(check, text);
                        } else {
                            add(found, reading, check, text);
                        }
                    });
            events.forEach((check, text) -> add(found, reading, check, text));
            quiet = judged.found().isEmpty() && events.isEmpty() ? reading.clock() : null;
        }
        Optional<GatewayClock> after = clock;
        return FindingStore.recordOnceADay(connection, List.copyOf(found.values()), now)
                .chain(() -> save(after));
    }

    private void add(Map<Key, Finding> found, Reading reading, Check check, String text) {
        RegisterId register = new RegisterId(reading.meteringPoint(), reading.channel());
        found.computeIfAbsent(
                new Key(register, check),
                _ ->
                        new Finding(
                                reading.meteringPoint(),
                                reading.channel(),
                                DeliveryInterval.containing(
                                                reading.at(), DeliveryInterval.QUARTER_HOUR)
                                        .start(),
                                check,
                                checks.severity(check),
                                text));
    }

    private Uni<Void> save(Optional<GatewayClock> clock) {
        return clock.isEmpty() || clock.equals(gateway.clock())
                ? Uni.createFrom().voidItem()
                : GatewayClockColumns.save(connection, gateway.number(), clock.get());
    }
}
