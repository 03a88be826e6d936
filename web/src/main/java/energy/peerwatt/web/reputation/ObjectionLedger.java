package energy.peerwatt.web.reputation;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.check.Check;
import energy.peerwatt.web.reputation.Objection.Answer;
import energy.peerwatt.web.reputation.Objection.FindingKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Keeps objections; each is answered once, nothing is deleted. */
@ApplicationScoped
public class ObjectionLedger {

    private static final String COLUMNS =
            "id, metering_point, filed_at, text, interval_start, channel, check_name, answered_at,"
                    + " answered_by, upheld, answer";

    private static final String FILE =
            """
            INSERT INTO market.objection (metering_point, filed_at, text, interval_start, channel,
                check_name)
            VALUES ($1, $2, $3, $4, $5, $6) RETURNING
            """
                    + COLUMNS;

    private static final String ANSWER =
            """
            UPDATE market.objection SET answered_at = $3, answered_by = $4, upheld = $5, answer = $6
            WHERE metering_point = $1 AND id = $2 AND answered_at IS NULL RETURNING
            """
                    + COLUMNS;

    private static final String OF_POINT =
            "SELECT "
                    + COLUMNS
                    + " FROM market.objection WHERE metering_point = $1 ORDER BY id DESC LIMIT 200";

    private final Pool pool;

    public ObjectionLedger(Pool pool) {
        this.pool = pool;
    }

    /** Keeps a new one. */
    public Uni<Objection> file(
            MeteringPointId point, String text, Optional<FindingKey> about, Instant now) {
        Tuple values =
                Tuple.tuple()
                        .addString(point.value())
                        .addOffsetDateTime(time(now))
                        .addString(text)
                        .addOffsetDateTime(about.map(key -> time(key.start())).orElse(null))
                        .addString(about.map(key -> key.channel().name()).orElse(null))
                        .addString(about.map(key -> key.check().name()).orElse(null));
        return pool.preparedQuery(FILE)
                .execute(values)
                .map(rows -> objection(rows.iterator().next()));
    }

    /** Answers one; empty if there is none without an answer. */
    public Uni<Optional<Objection>> answer(MeteringPointId point, long id, Answer answer) {
        Tuple values =
                Tuple.tuple()
                        .addString(point.value())
                        .addLong(id)
                        .addOffsetDateTime(time(answer.at()))
                        .addString(answer.login())
                        .addBoolean(answer.upheld())
                        .addString(answer.text());
        return pool.preparedQuery(ANSWER)
                .execute(values)
                .map(rows -> list(rows).stream().findFirst());
    }

    /** Of a metering point, the newest first, 200 at most. */
    public Uni<List<Objection>> of(MeteringPointId point) {
        return pool.preparedQuery(OF_POINT)
                .execute(Tuple.of(point.value()))
                .map(ObjectionLedger::list);
    }

    private static List<Objection> list(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(ObjectionLedger::objection)
                .toList();
    }

    private static Objection objection(Row row) {
        return new Objection(
                row.getLong(0),
                new MeteringPointId(row.getString(1)),
                row.getOffsetDateTime(2).toInstant(),
                row.getString(3),
                about(row),
                answer(row));
    }

    private static Optional<FindingKey> about(Row row) {
        @Nullable OffsetDateTime start = row.getOffsetDateTime(4);
        return start == null
                ? Optional.empty()
                : Optional.of(
                        new FindingKey(
                                start.toInstant(),
                                Channel.valueOf(row.getString(5)),
                                Check.valueOf(row.getString(6))));
    }

    private static Optional<Answer> answer(Row row) {
        @Nullable OffsetDateTime at = row.getOffsetDateTime(7);
        return at == null
                ? Optional.empty()
                : Optional.of(
                        new Answer(
                                at.toInstant(),
                                row.getString(8),
                                row.getBoolean(9),
                                row.getString(10)));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
