package energy.peerwatt.settlement.store;

import energy.peerwatt.settlement.store.OutboxEntry.Outcome;
import energy.peerwatt.settlement.store.OutboxEntry.Signed;
import energy.peerwatt.settlement.store.OutboxEntry.State;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of the operator's account. Every statement is a transaction of its own.
 *
 * <p>Call from any thread. An unreachable database fails a call with {@link
 * energy.peerwatt.market.ErrorCode#DATABASE_UNAVAILABLE}.
 */
@ApplicationScoped
public class ChainOutbox {

    private static final String COLUMNS =
            "nonce, batch_key, transaction_hash, state, block_number, block_hash, error";

    private static final String SELECT = "SELECT " + COLUMNS + " FROM settlement.chain_outbox ";

    private static final String SELECT_SIGNED =
            "SELECT " + COLUMNS + ", raw_transaction FROM settlement.chain_outbox ";

    private final Pool pool;

    public ChainOutbox(Pool pool) {
        this.pool = pool;
    }

    /**
     * Adds an entry unless its nonce or batch key is taken.
     *
     * @return whether it was added
     */
    public Uni<Boolean> add(Signed signed) {
        OutboxEntry entry = signed.entry();
        byte[] raw = HexFormat.of().parseHex(signed.rawTransactionHex());
        return query(
                        "INSERT INTO settlement.chain_outbox"
                                + " (nonce, batch_key, raw_transaction, transaction_hash)"
                                + " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                        Tuple.of(
                                entry.nonce(),
                                entry.batchKeyHex(),
                                Buffer.buffer(raw),
                                entry.transactionHashHex()))
                .map(rows -> rows.rowCount() == 1);
    }

    /** The nonce for the next entry. */
    public Uni<Long> nextNonce() {
        return query(
                        "SELECT coalesce(max(nonce) + 1, 0) FROM settlement.chain_outbox",
                        Tuple.tuple())
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** The entry with the smallest nonce. */
    public Uni<Optional<Signed>> first() {
        return query(SELECT_SIGNED + "ORDER BY nonce LIMIT 1", Tuple.tuple())
                .map(rows -> signed(rows).stream().findFirst());
    }

    /** The final entry with the largest nonce. */
    public Uni<Optional<OutboxEntry>> lastFinal() {
        return query(
                        SELECT
                                + "WHERE state IN ('CONFIRMED', 'REVERTED')"
                                + " ORDER BY nonce DESC LIMIT 1",
                        Tuple.tuple())
                .map(rows -> entries(rows).stream().findFirst());
    }

    /** The oldest entries that are not final, in nonce order. */
    public Uni<List<Signed>> unfinished(int limit) {
        return query(
                        SELECT_SIGNED
                                + "WHERE state IN ('PREPARED', 'SENT') ORDER BY nonce LIMIT $1",
                        Tuple.of(limit))
                .map(ChainOutbox::signed);
    }

    /** The entries with these keys, in nonce order; unknown keys are absent. */
    public Uni<List<OutboxEntry>> find(Collection<String> batchKeysHex) {
        return query(
                        SELECT + "WHERE batch_key = ANY ($1) ORDER BY nonce",
                        Tuple.of(batchKeysHex.toArray(String[]::new)))
                .map(ChainOutbox::entries);
    }

    /** Notes that prepared entries were sent. Final entries are left alone. */
    public Uni<Void> markSent(Collection<Long> nonces) {
        return query(
                        "UPDATE settlement.chain_outbox SET state = 'SENT', sent_at = now()"
                                + " WHERE nonce = ANY ($1) AND state = 'PREPARED'",
                        Tuple.of(nonces.toArray(Long[]::new)))
                .replaceWithVoid();
    }

    /** Notes where entries ended, all or none. Entries that are final already are left alone. */
    public Uni<Void> markFinal(Map<Long, Outcome> outcomes) {
        List<Map.Entry<Long, Outcome>> ordered = List.copyOf(outcomes.entrySet());
        List<Outcome> values = ordered.stream().map(Map.Entry::getValue).toList();
        return query(
                        "UPDATE settlement.chain_outbox o SET"
                                + " state = CASE WHEN f.error IS NULL THEN 'CONFIRMED'"
                                + " ELSE 'REVERTED' END,"
                                + " block_number = f.block_number, block_hash = f.block_hash,"
                                + " error = f.error, final_at = now(),"
                                + " sent_at = coalesce(o.sent_at, now())"
                                + " FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[])"
                                + " AS f (nonce, block_number, block_hash, error)"
                                + " WHERE o.nonce = f.nonce AND o.state IN ('PREPARED', 'SENT')",
                        Tuple.of(
                                ordered.stream().map(Map.Entry::getKey).toArray(Long[]::new),
                                values.stream().map(Outcome::blockNumber).toArray(Long[]::new),
                                values.stream().map(Outcome::blockHashHex).toArray(String[]::new),
                                values.stream().map(Outcome::error).toArray(String[]::new)))
                .replaceWithVoid();
    }

    /** Number of confirmed entries, the deployment not counted. */
    public Uni<Long> confirmed() {
        return query(
                        "SELECT count(*) FROM settlement.chain_outbox WHERE state = 'CONFIRMED'"
                                + " AND nonce > 0",
                        Tuple.tuple())
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private Uni<RowSet<Row>> query(String sql, Tuple parameters) {
        return DatabaseFailure.named("chain outbox", pool.preparedQuery(sql).execute(parameters));
    }

    private static List<Signed> signed(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Signed(entry(row), rawHex(row)))
                .toList();
    }

    private static List<OutboxEntry> entries(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).map(ChainOutbox::entry).toList();
    }

    private static OutboxEntry entry(Row row) {
        return new OutboxEntry(
                row.getLong("nonce"),
                row.getString("batch_key"),
                row.getString("transaction_hash"),
                State.valueOf(row.getString("state")),
                outcome(row));
    }

    private static String rawHex(Row row) {
        return HexFormat.of().formatHex(row.getBuffer("raw_transaction").getBytes());
    }

    private static @Nullable Outcome outcome(Row row) {
        Long blockNumber = row.getLong("block_number");
        return blockNumber == null
                ? null
                : new Outcome(blockNumber, row.getString("block_hash"), row.getString("error"));
    }
}
