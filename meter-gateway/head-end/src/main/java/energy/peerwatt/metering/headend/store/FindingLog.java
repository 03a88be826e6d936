package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.check.Finding;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;

/** Puts findings on record; the same one again changes nothing. */
final class FindingLog {

    private static final String ADD =
            """
            INSERT INTO metering.finding (metering_point, channel, interval_start, check_name,
                severity, detail, found_at)
            SELECT u.*, $7 FROM unnest($1::varchar[], $2::varchar[], $3::timestamptz[],
                $4::varchar[], $5::varchar[], $6::varchar[]) AS u
            ON CONFLICT DO NOTHING
            """;

    private FindingLog() {}

    /** Asks the database nothing if there are none. */
    static Uni<Void> add(SqlClient client, List<Finding> findings, Instant now) {
        if (findings.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns =
                Tuple.tuple()
                        .addArrayOfString(Columns.names(findings, f -> f.meteringPoint().value()))
                        .addArrayOfString(Columns.names(findings, f -> f.channel().name()))
                        .addArrayOfOffsetDateTime(Columns.times(findings, Finding::start))
                        .addArrayOfString(Columns.names(findings, f -> f.check().name()))
                        .addArrayOfString(Columns.names(findings, f -> f.severity().name()))
                        .addArrayOfString(Columns.names(findings, Finding::detail))
                        .addOffsetDateTime(Columns.time(now));
        return client.preparedQuery(ADD).execute(columns).replaceWithVoid();
    }
}
