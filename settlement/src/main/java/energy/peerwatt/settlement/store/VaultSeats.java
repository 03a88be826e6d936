package energy.peerwatt.settlement.store;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * Participants' accounts in the vault, and in which part of its area each is. Nothing in here ever
 * changes. Call from any thread. An unreachable database fails a call with {@link
 * energy.peerwatt.market.ErrorCode#DATABASE_UNAVAILABLE}.
 */
public class VaultSeats {

    private final Pool pool;

    protected VaultSeats(Pool pool) {
        this.pool = pool;
    }

    /** Index of each of these participants' accounts; those without are absent. */
    public Uni<Map<ParticipantId, Long>> indices(Collection<ParticipantId> participants) {
        return query(
                        "SELECT participant, account_index FROM settlement.vault_account"
                                + " WHERE participant = ANY ($1)",
                        Tuple.of(values(participants)))
                .map(rows -> byParticipant(rows, row -> row.getLong(1)));
    }

    /** Whose account this is; empty if it is nobody's. */
    public Uni<Optional<ParticipantId>> participantOf(long index) {
        return query(
                        "SELECT participant FROM settlement.vault_account WHERE account_index = $1",
                        Tuple.of(index))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> new ParticipantId(row.getLong(0)))
                                .findFirst());
    }

    /** Keeps indices that the chain has for good. */
    public Uni<Void> keep(Map<ParticipantId, Long> indices) {
        List<Map.Entry<ParticipantId, Long>> all = List.copyOf(indices.entrySet());
        return query(
                        "INSERT INTO settlement.vault_account (participant, account_index)"
                                + " SELECT * FROM unnest($1::bigint[], $2::bigint[])"
                                + " ON CONFLICT (participant) DO NOTHING",
                        Tuple.of(
                                all.stream().map(e -> e.getKey().value()).toArray(Long[]::new),
                                all.stream().map(Map.Entry::getValue).toArray(Long[]::new)))
                .replaceWithVoid();
    }

    /** The part of each participant that has one in the area. */
    public Uni<Map<ParticipantId, Integer>> parts(AreaId area) {
        return query(
                        "SELECT participant, part FROM settlement.vault_seat WHERE area = $1",
                        Tuple.of(area.value()))
                .map(rows -> byParticipant(rows, row -> row.getInteger(1)));
    }

    /** Gives participants with accounts a part in the area, unless they have one. */
    public Uni<Void> seat(AreaId area, Map<ParticipantId, Integer> parts) {
        List<Map.Entry<ParticipantId, Integer>> all = List.copyOf(parts.entrySet());
        return query(
                        "INSERT INTO settlement.vault_seat (area, participant, part)"
                                + " SELECT $1, * FROM unnest($2::bigint[], $3::integer[])"
                                + " ON CONFLICT (area, participant) DO NOTHING",
                        Tuple.of(
                                area.value(),
                                all.stream().map(e -> e.getKey().value()).toArray(Long[]::new),
                                all.stream().map(Map.Entry::getValue).toArray(Integer[]::new)))
                .replaceWithVoid();
    }

    private static Long[] values(Collection<ParticipantId> participants) {
        return participants.stream().map(ParticipantId::value).toArray(Long[]::new);
    }

    private static <T> Map<ParticipantId, T> byParticipant(
            RowSet<Row> rows, Function<Row, T> value) {
        Map<ParticipantId, T> found = new HashMap<>();
        rows.forEach(row -> found.put(new ParticipantId(row.getLong(0)), value.apply(row)));
        return found;
    }

    private Uni<RowSet<Row>> query(String sql, Tuple parameters) {
        return DatabaseFailure.named("vault accounts", pool.preparedQuery(sql).execute(parameters));
    }
}
