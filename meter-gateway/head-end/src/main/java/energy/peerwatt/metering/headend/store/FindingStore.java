package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.check.Check;
import energy.peerwatt.metering.headend.check.Finding;
import energy.peerwatt.metering.headend.check.Severity;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What checks found; an operator may withdraw it, nobody deletes it. */
@ApplicationScoped
public class FindingStore {

    private static final String COLUMNS =
            "SELECT metering_point, channel, interval_start, check_name, severity, detail,"
                    + " found_at, withdrawn_at FROM metering.finding ";

    private static final String OF_POINT =
            COLUMNS
                    + "WHERE metering_point = $1 AND interval_start >= $2 AND interval_start < $3"
                    + " ORDER BY interval_start, channel, check_name";

    private static final String NEWEST =
            COLUMNS
                    + "WHERE withdrawn_at IS NULL ORDER BY found_at DESC, metering_point,"
                    + " interval_start LIMIT $1";

    private static final String WITHDRAW =
            """
            UPDATE metering.finding SET withdrawn_at = $5
            WHERE metering_point = $1 AND interval_start = $2 AND channel = $3
            AND check_name = $4 AND withdrawn_at IS NULL
            """;

    private static final String ROWS =
            """
            INSERT INTO metering.finding (metering_point, channel, interval_start, check_name,
                severity, detail, found_at)
            SELECT u.*, $7 FROM unnest($1::varchar[], $2::varchar[], $3::timestamptz[],
                $4::varchar[], $5::varchar[], $6::varchar[])
                AS u(metering_point, channel, interval_start, check_name, severity, detail)
            """;

    private static final String RECORD = ROWS + "ON CONFLICT DO NOTHING";

    private static final String RECORD_ONCE_A_DAY =
            ROWS
                    + """
                    WHERE NOT EXISTS (SELECT FROM metering.finding f
                        WHERE f.metering_point = u.metering_point AND f.channel = u.channel
                        AND f.check_name = u.check_name AND f.interval_start >=
                            date_trunc('day', u.interval_start AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'
                        AND f.interval_start < (date_trunc('day', u.interval_start AT TIME ZONE 'UTC')
                            + interval '1 day') AT TIME ZONE 'UTC')
                    ON CONFLICT DO NOTHING
                    """;

    private final Pool pool;

    public FindingStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * A finding on record.
     *
     * @param foundAt market time
     * @param withdrawnAt when an operator said that nothing was wrong; empty while it stands
     */
    public record Recorded(Finding finding, Instant foundAt, Optional<Instant> withdrawnAt) {

        public boolean stands() {
            return withdrawnAt.isEmpty();
        }
    }

    /**
     * Of one metering point, by interval; withdrawn ones too.
     *
     * @param from first interval start, inclusive
     * @param to last interval start, exclusive
     */
    public Uni<List<Recorded>> of(MeteringPointId point, Instant from, Instant to) {
        return list(OF_POINT, Tuple.of(point.value(), Columns.time(from), Columns.time(to)));
    }

    /** Those that stand, the newest first. */
    public Uni<List<Recorded>> newest(int limit) {
        return list(NEWEST, Tuple.of(limit));
    }

    /**
     * Takes one back; it stays on record.
     *
     * @return false if there is none that stands
     */
    public Uni<Boolean> withdraw(
            MeteringPointId point, Instant start, Channel channel, Check check, Instant now) {
        return DatabaseFailure.named(
                "withdraw finding",
                pool.preparedQuery(WITHDRAW)
                        .execute(
                                Tuple.of(
                                        point.value(),
                                        Columns.time(start),
                                        channel.name(),
                                        check.name(),
                                        Columns.time(now)))
                        .map(rows -> rows.rowCount() == 1));
    }

    /** Records what is not on record yet; asks the database nothing if nothing was found. */
    static Uni<Void> record(SqlClient client, List<Finding> findings, Instant now) {
        return insert(client, RECORD, findings, now);
    }

    /** The same, but each check only once for each register and UTC day. */
    static Uni<Void> recordOnceADay(SqlClient client, List<Finding> findings, Instant now) {
        return insert(client, RECORD_ONCE_A_DAY, findings, now);
    }

    private static Uni<Void> insert(
            SqlClient client, String statement, List<Finding> findings, Instant now) {
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
        return client.preparedQuery(statement).execute(columns).replaceWithVoid();
    }

    private Uni<List<Recorded>> list(String query, Tuple parameters) {
        return DatabaseFailure.named(
                "read findings",
                pool.preparedQuery(query)
                        .execute(parameters)
                        .map(rows ->
                                StreamSupport.stream(rows.spliterator(), false)
                                        .map(FindingStore::recorded)
                                        .toList()));
    }

    private static Recorded recorded(Row row) {
        Finding finding =
                new Finding(
                        new MeteringPointId(row.getString(0)),
                        Channel.valueOf(row.getString(1)),
                        row.getOffsetDateTime(2).toInstant(),
                        Check.valueOf(row.getString(3)),
                        Severity.valueOf(row.getString(4)),
                        row.getString(5));
        return new Recorded(
                finding,
                row.getOffsetDateTime(6).toInstant(),
                Optional.ofNullable(row.getOffsetDateTime(7)).map(time -> time.toInstant()));
    }
}
