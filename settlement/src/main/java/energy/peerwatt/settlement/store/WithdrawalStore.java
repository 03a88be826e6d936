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

    private static final String OPEN = "state IN ('REQUESTED', 'WAITING', 'PAYING', 'CALLING_OFF')";

    private final Pool pool;

    WithdrawalStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * Where a person is paid.
     *
     * @param address {@code 0x} and 40 lower-case digits
     * @param namedAt since when it is this one
     */
    public record PayoutAddress(String address, Instant namedAt) {}

    /** The address at which a person of a participant is paid; empty if it has named none. */
    public Uni<Optional<PayoutAddress>> payee(ParticipantId participant, long account) {
        return query(
                        "SELECT address, named_at FROM settlement.payout_address"
                                + " WHERE participant = $1 AND account = $2",
                        Tuple.of(participant.value(), account))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(row ->
                                        new PayoutAddress(
                                                row.getString(0),
                                                row.getOffsetDateTime(1).toInstant()))
                                .findFirst());
    }

    /**
     * Keeps a person's address in place of its earlier one; what was asked for before still goes
     * where it was to go. The same address once more stays named when it was named first.
     *
     * @param account of the person, who acts for the participant
     * @param payee named now
     * @param proof signature that shows that the address is the person's
     */
    public Uni<Void> name(
            ParticipantId participant, long account, PayoutAddress payee, String proof) {
        return query(
                        "INSERT INTO settlement.payout_address AS old (participant, account,"
                                + " address, proof, named_at) VALUES ($1, $2, $3, $4, $5)"
                                + " ON CONFLICT (participant, account) DO UPDATE"
                                + " SET address = excluded.address, proof = excluded.proof,"
                                + " named_at = CASE WHEN old.address = excluded.address"
                                + " THEN old.named_at ELSE excluded.named_at END",
                        Tuple.of(
                                participant.value(),
                                account,
                                payee.address(),
                                proof,
                                payee.namedAt().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /**
     * Keeps a person's wish, which goes to that person's address; empty if an earlier one of the
     * participant is under way, or if the person has named no address by then.
     *
     * @param namedBy when the address must have been named at the latest
     */
    public Uni<Optional<Withdrawal>> request(
            ParticipantId participant, long account, Money amount, Instant namedBy) {
        return query(
                        "INSERT INTO settlement.withdrawal (participant, amount_nano, payee)"
                                + " SELECT $1, $2, address FROM settlement.payout_address"
                                + " WHERE participant = $1 AND account = $3 AND named_at <= $4"
                                + " ON CONFLICT DO NOTHING RETURNING id,"
                                + " participant, amount_nano, payee, requested_at, state, ready_at,"
                                + " paid_nano, reason",
                        Tuple.of(
                                participant.value(),
                                amount.nano(),
                                account,
                                namedBy.atOffset(ZoneOffset.UTC)))
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

    /** One of them; empty if the participant has none of this id. */
    public Uni<Optional<Withdrawal>> find(ParticipantId participant, long id) {
        return query(
                        SELECT + "WHERE participant = $1 AND id = $2",
                        Tuple.of(participant.value(), id))
                .map(rows -> withdrawals(rows).stream().findFirst());
    }

    /**
     * The participant does not want it any more; nothing changes if it is being paid, or has ended.
     *
     * @return whether it is being called off now
     */
    public Uni<Boolean> callOff(ParticipantId participant, long id) {
        return query(
                        "UPDATE settlement.withdrawal SET state = 'CALLING_OFF'"
                                + " WHERE participant = $1 AND id = $2"
                                + " AND state IN ('REQUESTED', 'WAITING') RETURNING id",
                        Tuple.of(participant.value(), id))
                .map(rows -> rows.size() == 1);
    }

    /**
     * The vault knows the wish and pays from then on; nothing changes if it is no longer {@code
     * before}.
     */
    public Uni<Void> waits(Withdrawal before, Instant readyAt) {
        return change(
                "state = 'WAITING', ready_at = $3",
                "state = $2",
                Tuple.of(before.id(), before.state().name(), readyAt.atOffset(ZoneOffset.UTC)));
    }

    /** The payment is in the outbox; nothing changes if it is being called off. */
    public Uni<Void> pays(long id) {
        return change("state = 'PAYING'", "state = 'WAITING'", Tuple.of(id));
    }

    /** So much went out for good. */
    public Uni<Void> paid(long id, Money amount) {
        return change("state = 'PAID', paid_nano = $2", OPEN, Tuple.of(id, amount.nano()));
    }

    /** Nothing went out, and nothing will. */
    public Uni<Void> refused(long id, String reason) {
        return change("state = 'REFUSED', reason = $2", OPEN, Tuple.of(id, reason));
    }

    /** Nothing went out, because the participant wanted it so. */
    public Uni<Void> calledOff(long id) {
        return change("state = 'CALLED_OFF'", OPEN, Tuple.of(id));
    }

    /**
     * @param assignments of values from the second on
     * @param still in what state it must be; what has ended stays as it is
     */
    private Uni<Void> change(String assignments, String still, Tuple values) {
        return query(
                        "UPDATE settlement.withdrawal SET "
                                + assignments
                                + " WHERE id = $1 AND "
                                + still,
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
