package energy.peerwatt.settlement.store;

import energy.peerwatt.settlement.store.OutboxEntry.Attempt;
import energy.peerwatt.settlement.store.OutboxEntry.Kind;
import energy.peerwatt.settlement.store.OutboxEntry.Outcome;
import energy.peerwatt.settlement.store.OutboxEntry.Signed;
import energy.peerwatt.settlement.store.OutboxEntry.State;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
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
            "kind, nonce, batch_key, round, transaction_hash, state, block_number, block_hash,"
                    + " error";

    private static final String SELECT = "SELECT " + COLUMNS + " FROM settlement.chain_outbox ";

    private static final String UNFINISHED = "state IN ('PREPARED', 'SENT', 'MINED')";

    /** Not written again since. */
    private static final String NEWEST =
            " NOT EXISTS (SELECT FROM settlement.chain_outbox later"
                    + " WHERE later.batch_key = chain_outbox.batch_key"
                    + " AND later.round > chain_outbox.round)";

    private final Pool pool;

    public ChainOutbox(Pool pool) {
        this.pool = pool;
    }

    private static final String ADD =
            """
            WITH fresh AS (
                SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::int[], $5::text[], $6::bytea[])
                    AS f (kind, nonce, batch_key, round, transaction_hash, raw)),
            added AS (
                INSERT INTO settlement.chain_outbox (kind, nonce, batch_key, round, transaction_hash)
                SELECT kind, nonce, batch_key, round, transaction_hash FROM fresh
                WHERE NOT EXISTS (
                    SELECT FROM settlement.chain_outbox o JOIN fresh f
                    ON o.nonce = f.nonce OR (o.batch_key = f.batch_key AND o.round >= f.round))
                AND NOT EXISTS (
                    SELECT FROM fresh f WHERE f.round > 1 AND NOT EXISTS (
                        SELECT FROM settlement.chain_outbox o
                        WHERE o.batch_key = f.batch_key AND o.round = f.round - 1
                        AND o.state = 'REVERTED'))
                RETURNING nonce)
            INSERT INTO settlement.chain_attempt (nonce, attempt, raw_transaction, transaction_hash)
            SELECT nonce, 0, raw, transaction_hash FROM fresh JOIN added USING (nonce)
            """;

    /**
     * Adds entries with their first attempts, all or none: none if one's nonce or key is taken, or
     * if one is of a later round and the one before was not refused.
     *
     * @return whether they were added
     */
    public Uni<Boolean> add(List<Signed> entries) {
        Tuple rows =
                Tuple.of(
                        column(entries, one -> one.entry().kind().name(), String[]::new),
                        column(entries, one -> one.entry().nonce(), Long[]::new),
                        column(entries, one -> one.entry().batchKeyHex(), String[]::new),
                        column(entries, one -> one.entry().round(), Integer[]::new),
                        column(entries, one -> one.entry().transactionHashHex(), String[]::new),
                        column(entries, one -> raw(one.newest()), Buffer[]::new));
        return query(ADD, rows)
                .map(added -> added.rowCount() == entries.size())
                // Somebody else took a nonce or key meanwhile.
                .onFailure(ChainOutbox::isTaken)
                .recoverWithItem(false);
    }

    private static boolean isTaken(Throwable failure) {
        return failure instanceof PgException refused && "23505".equals(refused.getSqlState());
    }

    private static <T> T[] column(
            List<Signed> entries, Function<Signed, T> value, IntFunction<T[]> array) {
        return entries.stream().map(value).toArray(array);
    }

    /**
     * Adds the newest attempt of an entry, unless the entry is final by now or has moved on.
     *
     * @return whether it was added
     */
    public Uni<Boolean> raise(Signed signed) {
        Tuple row =
                Tuple.of(
                        signed.entry().nonce(),
                        signed.attempts().size() - 1,
                        raw(signed.newest()),
                        signed.newest().transactionHashHex());
        return query(
                        "WITH raised AS (UPDATE settlement.chain_outbox SET transaction_hash = $4"
                                + " WHERE nonce = $1 AND "
                                + UNFINISHED
                                + " AND (SELECT count(*) FROM settlement.chain_attempt"
                                + " WHERE nonce = $1) = $2 RETURNING nonce)"
                                + " INSERT INTO settlement.chain_attempt"
                                + " (nonce, attempt, raw_transaction, transaction_hash)"
                                + " SELECT nonce, $2, $3, $4 FROM raised",
                        row)
                .map(rows -> rows.rowCount() == 1);
    }

    /** Whether neither entries nor accounts were ever kept here. */
    public Uni<Boolean> isUnused() {
        return query(
                        "SELECT NOT EXISTS (SELECT FROM settlement.chain_outbox)"
                                + " AND NOT EXISTS (SELECT FROM settlement.chain_custody)",
                        Tuple.tuple())
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /**
     * Fingerprint of the secret that the accounts in the entries come from; where none is kept yet,
     * keeps this one.
     */
    public Uni<String> custodyOr(String fingerprint) {
        return query(
                        "INSERT INTO settlement.chain_custody (fingerprint) VALUES ($1)"
                                + " ON CONFLICT DO NOTHING",
                        Tuple.of(fingerprint))
                .chain(() ->
                        query("SELECT fingerprint FROM settlement.chain_custody", Tuple.tuple()))
                .map(rows -> rows.iterator().next().getString(0));
    }

    /** The accounts that entries have opened. */
    public VaultSeats seats() {
        return new VaultSeats(pool);
    }

    /** Money that participants take out by entries here. */
    public WithdrawalStore withdrawals() {
        return new WithdrawalStore(pool);
    }

    /** With which keys members vote, by entries here. */
    public VotingKeyStore votingKeys() {
        return new VotingKeyStore(pool);
    }

    /** Certificates that participants use up by entries here. */
    public RetirementStore retirements() {
        return new RetirementStore(pool);
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
        return signed("true", 1).map(found -> found.stream().findFirst());
    }

    /** The deployment's entries, in nonce order. */
    public Uni<List<Signed>> deployment() {
        return signed("kind = 'DEPLOYMENT'", Integer.MAX_VALUE);
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
        return signed(UNFINISHED, limit);
    }

    /**
     * The newest entries that the contract refused, and that were not written again since, the
     * newest first.
     */
    public Uni<List<Signed>> reverted(int limit) {
        return signed("state = 'REVERTED' AND" + NEWEST, limit, "DESC");
    }

    /**
     * The oldest entry that was refused with one of these errors, and not written again since.
     *
     * @param errors names, without arguments
     */
    public Uni<Optional<OutboxEntry>> firstRefusedWith(Collection<String> errors) {
        return query(
                        SELECT
                                + "WHERE state = 'REVERTED' AND split_part(error, '(', 1) = ANY ($1)"
                                + " AND"
                                + NEWEST
                                + " ORDER BY nonce LIMIT 1",
                        Tuple.of(errors.toArray(String[]::new)))
                .map(rows -> entries(rows).stream().findFirst());
    }

    /**
     * Number of entries that were written after the contract had refused the one before, payments
     * to members and their votes aside.
     */
    public Uni<Long> writtenAgain() {
        return query(
                        "SELECT count(*) FROM settlement.chain_outbox WHERE round > 1"
                                + " AND kind NOT IN ('EXIT_WISH', 'EXIT', 'MEMBER', 'VOTE', 'DECISION',"
                                + " 'CERTIFICATE')",
                        Tuple.tuple())
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /**
     * Number of entries in each state, without the refused ones that were written again; states
     * without entries are absent.
     */
    public Uni<Map<State, Long>> counts() {
        return query(
                        "SELECT state, count(*) FROM settlement.chain_outbox WHERE state <> 'REVERTED'"
                                + " OR"
                                + NEWEST
                                + " GROUP BY state",
                        Tuple.tuple())
                .map(rows -> {
                    Map<State, Long> counts = new EnumMap<>(State.class);
                    rows.forEach(
                            row -> counts.put(State.valueOf(row.getString(0)), row.getLong(1)));
                    return counts;
                });
    }

    /** The newest entry of each of these keys, in nonce order; unknown keys are absent. */
    public Uni<List<OutboxEntry>> find(Collection<String> batchKeysHex) {
        return query(
                        SELECT + "WHERE batch_key = ANY ($1) AND" + NEWEST + " ORDER BY nonce",
                        Tuple.of(batchKeysHex.toArray(String[]::new)))
                .map(ChainOutbox::entries);
    }

    /** The newest entry of a key with its attempts; empty if the key is unknown. */
    public Uni<Optional<Signed>> findSigned(String batchKeyHex) {
        return query(signedSql("batch_key = $1 AND" + NEWEST, "1", "ASC"), Tuple.of(batchKeyHex))
                .map(ChainOutbox::signed)
                .map(found -> found.stream().findFirst());
    }

    /**
     * Notes that the newest attempts of entries were handed to the node. An entry that a block had
     * and lost goes back to sending; final entries are left alone.
     *
     * @param height newest block at that time
     */
    public Uni<Void> markSent(Collection<Long> nonces, long height) {
        return query(
                        "WITH sent AS (UPDATE settlement.chain_outbox SET state = 'SENT',"
                                + " sent_at = coalesce(sent_at, now())"
                                + " WHERE nonce = ANY ($1) AND "
                                + UNFINISHED
                                + " RETURNING transaction_hash)"
                                + " UPDATE settlement.chain_attempt a SET sent_height = $2"
                                + " FROM sent WHERE a.transaction_hash = sent.transaction_hash",
                        Tuple.of(nonces.toArray(Long[]::new), height))
                .replaceWithVoid();
    }

    /** Notes that a block has entries' transactions, not yet deep enough. */
    public Uni<Void> markMined(Collection<Long> nonces) {
        return query(
                        "UPDATE settlement.chain_outbox SET state = 'MINED',"
                                + " sent_at = coalesce(sent_at, now())"
                                + " WHERE nonce = ANY ($1) AND state IN ('PREPARED', 'SENT')",
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
                                + " transaction_hash = f.transaction_hash,"
                                + " error = f.error, final_at = now(),"
                                + " sent_at = coalesce(o.sent_at, now())"
                                + " FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[],"
                                + " $5::text[])"
                                + " AS f (nonce, block_number, block_hash, transaction_hash, error)"
                                + " WHERE o.nonce = f.nonce AND o."
                                + UNFINISHED,
                        Tuple.of(
                                ordered.stream().map(Map.Entry::getKey).toArray(Long[]::new),
                                values.stream().map(Outcome::blockNumber).toArray(Long[]::new),
                                values.stream().map(Outcome::blockHashHex).toArray(String[]::new),
                                values.stream()
                                        .map(Outcome::transactionHashHex)
                                        .toArray(String[]::new),
                                values.stream().map(Outcome::error).toArray(String[]::new)))
                .replaceWithVoid();
    }

    /** Number of confirmed batches. */
    public Uni<Long> confirmed() {
        return query(
                        "SELECT count(*) FROM settlement.chain_outbox WHERE state = 'CONFIRMED'"
                                + " AND kind = 'BATCH'",
                        Tuple.tuple())
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private Uni<RowSet<Row>> query(String sql, Tuple parameters) {
        return DatabaseFailure.named("chain outbox", pool.preparedQuery(sql).execute(parameters));
    }

    private Uni<List<Signed>> signed(String condition, int limit) {
        return signed(condition, limit, "ASC");
    }

    /** Entries with their attempts, in this order of nonces. */
    private Uni<List<Signed>> signed(String condition, int limit, String order) {
        return query(signedSql(condition, "$1", order), Tuple.of(limit)).map(ChainOutbox::signed);
    }

    private static String signedSql(String condition, String limit, String order) {
        return "SELECT o.*, a.raw_transaction AS attempt_raw,"
                + " a.transaction_hash AS attempt_hash, a.sent_height FROM ("
                + SELECT
                + "WHERE "
                + condition
                + " ORDER BY nonce "
                + order
                + " LIMIT "
                + limit
                + ") o JOIN settlement.chain_attempt a USING (nonce) ORDER BY nonce "
                + order
                + ", a.attempt";
    }

    private static List<Signed> signed(RowSet<Row> rows) {
        Map<OutboxEntry, List<Attempt>> attempts = new LinkedHashMap<>();
        rows.forEach(row ->
                attempts.computeIfAbsent(entry(row), entry -> new ArrayList<>()).add(attempt(row)));
        return attempts.entrySet().stream()
                .map(entry -> new Signed(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Attempt attempt(Row row) {
        byte[] raw = row.getBuffer("attempt_raw").getBytes();
        return new Attempt(
                row.getString("attempt_hash"),
                HexFormat.of().formatHex(raw),
                row.getLong("sent_height"));
    }

    private static List<OutboxEntry> entries(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).map(ChainOutbox::entry).toList();
    }

    private static OutboxEntry entry(Row row) {
        return new OutboxEntry(
                Kind.valueOf(row.getString("kind")),
                row.getLong("nonce"),
                row.getString("batch_key"),
                row.getInteger("round"),
                row.getString("transaction_hash"),
                State.valueOf(row.getString("state")),
                outcome(row));
    }

    private static Buffer raw(Attempt attempt) {
        return Buffer.buffer(HexFormat.of().parseHex(attempt.rawTransactionHex()));
    }

    private static @Nullable Outcome outcome(Row row) {
        Long blockNumber = row.getLong("block_number");
        return blockNumber == null
                ? null
                : new Outcome(
                        row.getString("transaction_hash"),
                        blockNumber,
                        row.getString("block_hash"),
                        row.getString("error"));
    }
}
