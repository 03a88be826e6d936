package energy.peerwatt.settlement.store;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.unit.Money;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Where participants' money goes that they take out, and what they have asked for. Call from any
 * thread. An unreachable database fails a call with {@link
 * energy.peerwatt.market.ErrorCode#DATABASE_UNAVAILABLE}.
 */
public final class WithdrawalStore {

    private static final String SELECT =
            "SELECT id, participant, amount_nano, payee, requested_at, state, ready_at, paid_nano,"
                    + " reason FROM settlement.withdrawal ";

    private static final String OPEN = "state IN ('REQUESTED', 'WAITING', 'PAYING')";

    private final Pool pool;

    WithdrawalStore(Pool pool) {
        this.pool = pool;
    }

    /** The address at which a person of a participant is paid; empty if it has named none. */
    public Uni<Optional<String>> payee(ParticipantId participant, long account) {
        return query(
                        "SELECT address FROM settlement.payout_address WHERE participant = $1"
                                + " AND account = $2",
                        Tuple.of(participant.value(), account))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> row.getString(0))
                                .findFirst());
    }

    /**
     * Keeps a person's address in place of its earlier one; what was asked for before still goes
     * where it was to go.
     *
     * @param account of the person, who acts for the participant
     * @param address {@code 0x} and 40 lower-case digits
     * @param proof signature that shows that the address is the person's
     */
    public Uni<Void> name(ParticipantId participant, long account, String address, String proof) {
        return query(
                        "INSERT INTO settlement.payout_address (participant, account, address,"
                                + " proof) VALUES ($1, $2, $3, $4)"
                                + " ON CONFLICT (participant, account) DO UPDATE"
                                + " SET address = excluded.address, proof = excluded.proof,"
                                + " named_at = now()",
                        Tuple.of(participant.value(), account, address, proof))
                .replaceWithVoid();
    }

    /**
     * Keeps a person's wish, which goes to that person's address; empty if an earlier one of the
     * participant is under way, or if the person has named no address.
     */
    public Uni<Optional<Withdrawal>> request(
            ParticipantId participant, long account, Money amount) {
        return query(
                        "INSERT INTO settlement.withdrawal (participant, amount_nano, payee)"
                                + " SELECT $1, $2, address FROM settlement.payout_address"
                                + " WHERE participant = $1 AND account = $3"
                                + " ON CONFLICT DO NOTHING RETURNING id,"
                                + " participant, amount_nano, payee, requested_at, state, ready_at,"
                                + " paid_nano, reason",
                        Tuple.of(participant.value(), amount.nano(), account))
                .map(rows -> withdrawals(rows).stream().findFirst());
    }

    /**
     * What can go on, the oldest first: what does not wait for the vault's delay.
     *
     * @param after id of the last one that was looked at, 0 at first
     */
    public Uni<List<Withdrawal>> due(Instant now, long after, int limit) {
        return query(
                        SELECT
                                + "WHERE "
                                + OPEN
                                + " AND (state <> 'WAITING' OR ready_at <= $1) AND id > $2"
                                + " ORDER BY id LIMIT $3",
                        Tuple.of(now.atOffset(ZoneOffset.UTC), after, limit))
                .map(WithdrawalStore::withdrawals);
    }

    /** A participant's newest, the newest first. */
    public Uni<List<Withdrawal>> of(ParticipantId participant, int limit) {
        return query(
                        SELECT + "WHERE participant = $1 ORDER BY id DESC LIMIT $2",
                        Tuple.of(participant.value(), limit))
                .map(WithdrawalStore::withdrawals);
    }

    /** The vault knows the wish and pays from then on. */
    public Uni<Void> waits(long id, Instant readyAt) {
        return change(
                "state = 'WAITING', ready_at = $2", Tuple.of(id, readyAt.atOffset(ZoneOffset.UTC)));
    }

    /** The payment is in the outbox. */
    public Uni<Void> pays(long id) {
        return change("state = 'PAYING'", Tuple.of(id));
    }

    /** So much went out for good. */
    public Uni<Void> paid(long id, Money amount) {
        return change("state = 'PAID', paid_nano = $2", Tuple.of(id, amount.nano()));
    }

    /** Nothing went out, and nothing will. */
    public Uni<Void> refused(long id, String reason) {
        return change("state = 'REFUSED', reason = $2", Tuple.of(id, reason));
    }

    /** What has ended stays as it is. */
    private Uni<Void> change(String assignments, Tuple values) {
        return query(
                        "UPDATE settlement.withdrawal SET "
                                + assignments
                                + " WHERE id = $1 AND "
                                + OPEN,
                        values)
                .replaceWithVoid();
    }

    private static List<Withdrawal> withdrawals(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(WithdrawalStore::withdrawal)
                .toList();
    }

    private static Withdrawal withdrawal(Row row) {
        OffsetDateTime readyAt = row.getOffsetDateTime("ready_at");
        Long paid = row.getLong("paid_nano");
        return new Withdrawal(
                row.getLong("id"),
                new ParticipantId(row.getLong("participant")),
                Money.ofNano(row.getLong("amount_nano")),
                row.getString("payee"),
                row.getOffsetDateTime("requested_at").toInstant(),
                Withdrawal.State.valueOf(row.getString("state")),
                readyAt == null ? null : readyAt.toInstant(),
                paid == null ? null : Money.ofNano(paid),
                row.getString("reason"));
    }

    private Uni<RowSet<Row>> query(String sql, Tuple parameters) {
        return DatabaseFailure.named("withdrawals", pool.preparedQuery(sql).execute(parameters));
    }
}
