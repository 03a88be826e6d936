package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.check.Check;
import energy.peerwatt.metering.headend.check.CheckRules;
import energy.peerwatt.metering.headend.check.Finding;
import energy.peerwatt.metering.headend.check.PowerCheck;
import energy.peerwatt.time.DeliveryInterval;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What is odd about the devices behind registers on one UTC day. */
final class DeviceChecks {

    private static final Duration DAY = Duration.ofDays(1);
    private static final int SHOWN_CHARACTERS = 70;

    // An exchange may be told with the time at which somebody wrote it down.
    private static final String CHANGES =
            """
            SELECT g.metering_point, g.channel, d.from_at, p.identity, d.identity, p.profile,
                d.profile
            FROM metering.register g
            JOIN metering.register_device d ON d.register_id = g.id
                AND d.from_at >= $2 AND d.from_at < $3
            CROSS JOIN LATERAL (SELECT * FROM metering.register_device b
                WHERE b.register_id = g.id AND b.from_at < d.from_at
                ORDER BY b.from_at DESC LIMIT 1) p
            WHERE g.metering_point = ANY ($1::varchar[])
            AND NOT EXISTS (SELECT 1 FROM metering.register o
                JOIN metering.register_change c ON c.register_id = o.id
                WHERE o.metering_point = g.metering_point AND c.reason = 'EXCHANGE'
                AND c.from_at > p.from_at AND c.from_at BETWEEN d.from_at - interval '1 day'
                    AND d.from_at + interval '1 day')
            ORDER BY d.from_at, g.id
            """;

    // Trapezoids between readings with power that follow each other closely. A register that
    // starts again on that day is left out.
    private static final String POWER =
            """
            SELECT metering_point, channel, max(at), sum(millis)::bigint,
                (sum((greatest(power_w, 0)::bigint + greatest(power_before, 0)) * millis)
                    / 7200000)::bigint,
                sum(register_wh - wh_before)::bigint
            FROM (SELECT g.metering_point, g.channel, r.at, r.register_wh, r.power_w,
                    lag(r.register_wh) OVER w AS wh_before, lag(r.power_w) OVER w AS power_before,
                    (extract(epoch FROM r.at - lag(r.at) OVER w) * 1000)::bigint AS millis
                FROM metering.register g
                JOIN metering.reading r ON r.register_id = g.id AND r.at >= $2 AND r.at < $3
                    AND r.power_w IS NOT NULL AND r.screening = 0
                WHERE g.metering_point = ANY ($1::varchar[])
                AND NOT EXISTS (SELECT 1 FROM metering.register_change c
                    WHERE c.register_id = g.id AND c.from_at >= $2 AND c.from_at < $3)
                WINDOW w AS (PARTITION BY g.id ORDER BY r.at)) s
            WHERE millis <= $4 GROUP BY metering_point, channel
            """;

    private final Pool pool;
    private final CheckRules rules;
    private final PowerCheck power;

    DeviceChecks(Pool pool, CheckRules rules) {
        this.pool = pool;
        this.rules = rules;
        power = new PowerCheck(rules);
    }

    /** What is found of these metering points on the day that starts there. */
    Uni<List<Finding>> check(List<MeteringPointId> points, Instant day) {
        String[] names = Columns.names(points, MeteringPointId::value);
        Tuple span = Tuple.of(names, Columns.time(day), Columns.time(day.plus(DAY)));
        Tuple spanAndGap =
                Tuple.of(
                        names,
                        Columns.time(day),
                        Columns.time(day.plus(DAY)),
                        rules.power().gap().toMillis());
        return find(CHANGES, span, this::changed)
                .chain(changes ->
                        find(POWER, spanAndGap, this::incoherent)
                                .map(odd ->
                                        Stream.concat(changes.stream(), odd.stream()).toList()));
    }

    private Uni<List<Finding>> find(
            String query, Tuple values, java.util.function.Function<Row, Optional<Finding>> judge) {
        return pool.preparedQuery(query)
                .execute(values)
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(judge)
                                .flatMap(Optional::stream)
                                .toList());
    }

    private Optional<Finding> changed(Row row) {
        @Nullable String before = row.getString(3);
        @Nullable String now = row.getString(4);
        if (before != null && !before.equals(now)) {
            String detail = "%s became %s".formatted(end(before), end(String.valueOf(now)));
            return Optional.of(
                    finding(row, Check.DEVICE_CHANGED, detail + ", no exchange is known"));
        }
        boolean isSame = before == null && row.getString(5).equals(row.getString(6)) && now != null;
        return isSame
                ? Optional.empty()
                : Optional.of(
                        finding(
                                row,
                                Check.PROFILE_CHANGED,
                                "decoded by %s, now by %s"
                                        .formatted(row.getString(5), row.getString(6))));
    }

    /** The serial number is at the end. */
    private static String end(String identity) {
        int from = Math.max(0, identity.length() - SHOWN_CHARACTERS);
        return from == 0 ? identity : "…" + identity.substring(from);
    }

    private Optional<Finding> incoherent(Row row) {
        PowerCheck.Day day =
                new PowerCheck.Day(
                        Duration.ofMillis(row.getLong(3)), row.getLong(4), row.getLong(5));
        return power.check(day).map(detail -> finding(row, Check.POWER_UNLIKE_REGISTER, detail));
    }

    private Finding finding(Row row, Check check, String detail) {
        Instant at = row.getOffsetDateTime(2).toInstant();
        return new Finding(
                new MeteringPointId(row.getString(0)),
                Channel.valueOf(row.getString(1)),
                DeliveryInterval.containing(at, DeliveryInterval.QUARTER_HOUR).start(),
                check,
                rules.severity(check),
                detail);
    }
}
