package energy.peerwatt.settlement.store;

import energy.peerwatt.market.ParticipantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * With which keys members vote. Call from any thread. An unreachable database fails a call with
 * {@link energy.peerwatt.market.ErrorCode#DATABASE_UNAVAILABLE}.
 */
public final class VotingKeyStore {

    private static final String SELECT =
            "SELECT id, participant, account, address, wanted, told, refusal"
                    + " FROM settlement.voting_key k ";

    private final Pool pool;

    VotingKeyStore(Pool pool) {
        this.pool = pool;
    }

    /** The one that votes for a participant, or is to; empty if it has named none. */
    public Uni<Optional<VotingKey>> of(ParticipantId participant) {
        return query(SELECT + "WHERE participant = $1 AND wanted", Tuple.of(participant.value()))
                .map(rows -> keys(rows).stream().findFirst());
    }

    /** All that vote, or are to. */
    public Uni<List<VotingKey>> wanted() {
        return query(SELECT + "WHERE wanted ORDER BY id", Tuple.tuple()).map(VotingKeyStore::keys);
    }

    /**
     * Keeps a participant's key in place of its earlier one; the same once more changes nothing.
     *
     * @param key to be kept, without an id
     * @param proof signature that shows that the address is the person's
     * @return false if the address votes for another participant
     */
    public Uni<Boolean> name(VotingKey key, String proof, Instant now) {
        Tuple values =
                Tuple.of(
                        key.participant().value(),
                        key.account(),
                        key.address(),
                        proof,
                        now.atOffset(ZoneOffset.UTC));
        Uni<Boolean> named =
                pool.withTransaction(connection ->
                        drop(
                                        connection,
                                        "participant = $1 AND address <> $2",
                                        Tuple.of(key.participant().value(), key.address()))
                                .chain(() -> connection.preparedQuery(NAME).execute(values))
                                .replaceWith(true));
        return DatabaseFailure.named(
                "voting keys", named.onFailure(VotingKeyStore::isTaken).recoverWithItem(false));
    }

    private static final String NAME =
            """
            INSERT INTO settlement.voting_key (participant, account, address, proof, named_at)
            SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS (
                SELECT FROM settlement.voting_key
                WHERE participant = $1 AND address = $3 AND wanted)
            """;

    private static boolean isTaken(Throwable failure) {
        return failure instanceof PgException refused && "23505".equals(refused.getSqlState());
    }

    /** Whoever named it does not vote with it any more. */
    public Uni<Void> drop(long id) {
        return DatabaseFailure.named(
                "voting keys",
                pool.withTransaction(connection -> drop(connection, "id = $1", Tuple.of(id))));
    }

    private static Uni<Void> drop(SqlConnection connection, String which, Tuple values) {
        return connection
                .preparedQuery(
                        "UPDATE settlement.voting_key SET wanted = false, told = false WHERE "
                                + which
                                + " AND wanted")
                .execute(values)
                .replaceWithVoid();
    }

    /** What the chain does not have yet, the oldest first; of an address one after the other. */
    public Uni<List<VotingKey>> due(int limit) {
        return query(
                        SELECT
                                + "WHERE NOT told AND NOT EXISTS ("
                                + "SELECT FROM settlement.voting_key b WHERE b.address = k.address"
                                + " AND b.id < k.id AND NOT b.told) ORDER BY id LIMIT $1",
                        Tuple.of(limit))
                .map(VotingKeyStore::keys);
    }

    /**
     * The chain has it as it was wanted, or never will; nothing changes if it is wanted otherwise
     * by now.
     *
     * @param refusal why it never will
     */
    public Uni<Void> told(VotingKey key, Optional<String> refusal) {
        return query(
                        "UPDATE settlement.voting_key SET told = true, refusal = $3"
                                + " WHERE id = $1 AND wanted = $2",
                        Tuple.of(key.id(), key.wanted(), refusal.orElse(null)))
                .replaceWithVoid();
    }

    private static List<VotingKey> keys(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row ->
                        new VotingKey(
                                row.getLong("id"),
                                new ParticipantId(row.getLong("participant")),
                                row.getLong("account"),
                                row.getString("address"),
                                row.getBoolean("wanted"),
                                row.getBoolean("told"),
                                row.getString("refusal")))
                .toList();
    }

    private Uni<RowSet<Row>> query(String sql, Tuple parameters) {
        return DatabaseFailure.named("voting keys", pool.preparedQuery(sql).execute(parameters));
    }
}
