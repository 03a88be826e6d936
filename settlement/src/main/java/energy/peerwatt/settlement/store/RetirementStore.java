package energy.peerwatt.settlement.store;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What of their certificates participants want used up. Call from any thread. An unreachable
 * database fails a call with {@link energy.peerwatt.market.ErrorCode#DATABASE_UNAVAILABLE}.
 */
public final class RetirementStore {

    private static final String COLUMNS =
            "id, participant, area, interval_start, energy_wh, purpose, state, reason";

    private static final String SELECT =
            "SELECT " + COLUMNS + " FROM settlement.certificate_retirement ";

    private final Pool pool;

    RetirementStore(Pool pool) {
        this.pool = pool;
    }

    /** Keeps a wish; empty if an earlier one of the participant's interval is under way. */
    public Uni<Optional<Retirement>> request(
            ParticipantId participant, AreaId area, Instant start, long energyWh, String purpose) {
        return query(
                        "INSERT INTO settlement.certificate_retirement"
                                + " (participant, area, interval_start, energy_wh, purpose)"
                                + " VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING "
                                + COLUMNS,
                        Tuple.of(
                                participant.value(),
                                area.value(),
                                start.atOffset(ZoneOffset.UTC),
                                energyWh,
                                purpose))
                .map(rows -> retirements(rows).stream().findFirst());
    }

    /** What is under way, the oldest first. */
    public Uni<List<Retirement>> due(int limit) {
        return query(SELECT + "WHERE state = 'REQUESTED' ORDER BY id LIMIT $1", Tuple.of(limit))
                .map(RetirementStore::retirements);
    }

    /** A participant's newest, the newest first. */
    public Uni<List<Retirement>> of(ParticipantId participant, int limit) {
        return query(
                        SELECT + "WHERE participant = $1 ORDER BY id DESC LIMIT $2",
                        Tuple.of(participant.value(), limit))
                .map(RetirementStore::retirements);
    }

    /**
     * It has ended; nothing changes if it had before.
     *
     * @param refusal why it was not used up; empty if it was
     */
    public Uni<Void> ended(long id, Optional<String> refusal) {
        return query(
                        "UPDATE settlement.certificate_retirement SET reason = $2::text,"
                                + " state = CASE WHEN $2::text IS NULL THEN 'RETIRED' ELSE 'REFUSED' END"
                                + " WHERE id = $1 AND state = 'REQUESTED'",
                        Tuple.of(id, refusal.orElse(null)))
                .replaceWithVoid();
    }

    private static List<Retirement> retirements(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row ->
                        new Retirement(
                                row.getLong("id"),
                                new ParticipantId(row.getLong("participant")),
                                new AreaId(row.getInteger("area")),
                                row.getOffsetDateTime("interval_start").toInstant(),
                                row.getLong("energy_wh"),
                                row.getString("purpose"),
                                Retirement.State.valueOf(row.getString("state")),
                                row.getString("reason")))
                .toList();
    }

    private Uni<RowSet<Row>> query(String sql, Tuple parameters) {
        return DatabaseFailure.named("retirements", pool.preparedQuery(sql).execute(parameters));
    }
}
