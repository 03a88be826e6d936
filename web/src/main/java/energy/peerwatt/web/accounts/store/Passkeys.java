package energy.peerwatt.web.accounts.store;

import energy.peerwatt.web.accounts.Account;
import energy.peerwatt.web.accounts.Credential;
import energy.peerwatt.web.accounts.Passkey;
import energy.peerwatt.web.accounts.SessionToken;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** People's passkeys, and the challenges that they sign. Times are wall time. */
@ApplicationScoped
public class Passkeys {

    /** So many of one account; whoever has more devices removes one. */
    public static final int MOST = 20;

    /** What a signature of a challenge is good for. */
    public enum Purpose {
        SIGN_IN,
        /** That the person of a session is still there. */
        PROVE,
        ADD
    }

    private static final String DRAW =
            """
            WITH over AS (DELETE FROM market.passkey_challenge WHERE expires_at < now())
            INSERT INTO market.passkey_challenge (challenge_sha256, purpose, account_id, expires_at)
            VALUES ($1, $2, $3, now() + interval '5 minutes')
            """;

    private static final String TAKE =
            """
            DELETE FROM market.passkey_challenge WHERE challenge_sha256 = $1 AND purpose = $2
                AND account_id IS NOT DISTINCT FROM $3::bigint AND expires_at > now()
            """;

    private static final String ADD =
            """
            INSERT INTO market.passkey
                (account_id, credential_id, credential, sign_count, backup_eligible, name)
            SELECT $1, $2, $3, $4, $5, $6
            WHERE (SELECT count(*) FROM market.passkey WHERE account_id = $1) < $7
            ON CONFLICT (credential_id) DO NOTHING RETURNING id
            """;

    private static final String LIST =
            "SELECT id, name, created_at, last_used_at, credential_id FROM market.passkey"
                    + " WHERE account_id = $1 ORDER BY id";

    private static final String FIND =
            "SELECT p.id, p.name, p.credential_id, p.credential, p.sign_count, p.backup_eligible,"
                    + " a.handle, "
                    + Accounts.COLUMNS
                    + " FROM market.passkey p JOIN market.account a ON a.id = p.account_id"
                    + " WHERE p.credential_id = $1";

    /** A count that somebody else has used meanwhile is of a copy. */
    private static final String USED =
            """
            UPDATE market.passkey SET sign_count = $2, last_used_at = now()
            WHERE id = $1 AND (sign_count < $2 OR (sign_count = 0 AND $2 = 0))
            """;

    /** The last way to sign in stays. */
    private static final String REMOVE =
            """
            DELETE FROM market.passkey p USING market.account a
            WHERE p.id = $2 AND p.account_id = $1 AND a.id = $1
                AND (a.password_hash IS NOT NULL
                    OR EXISTS (SELECT FROM market.account_subject s WHERE s.account_id = $1)
                    OR EXISTS (SELECT FROM market.passkey o WHERE o.account_id = $1 AND o.id <> $2))
            RETURNING p.name
            """;

    private final Pool pool;

    public Passkeys(Pool pool) {
        this.pool = pool;
    }

    /**
     * A passkey with whose it is.
     *
     * @param handle by which authenticators know the account
     */
    public record Owned(
            long id, String name, Credential credential, UUID handle, Account account) {}

    /**
     * Draws a challenge, good for five minutes.
     *
     * @param account none to sign in
     */
    public Uni<SessionToken> draw(Purpose purpose, @Nullable Long account) {
        SessionToken challenge = SessionToken.draw();
        return pool.preparedQuery(DRAW)
                .execute(Tuple.of(sha256(challenge), purpose.name(), account))
                .replaceWith(challenge);
    }

    /**
     * Uses a challenge up.
     *
     * @return whether it was good
     */
    public Uni<Boolean> take(String challenge, Purpose purpose, @Nullable Long account) {
        return SessionToken.parse(challenge)
                .map(token ->
                        pool.preparedQuery(TAKE)
                                .execute(Tuple.of(sha256(token), purpose.name(), account))
                                .map(rows -> rows.rowCount() == 1))
                .orElseGet(() -> Uni.createFrom().item(false));
    }

    /** What authenticators know an account by. */
    public Uni<UUID> handle(long account) {
        return pool.preparedQuery("SELECT handle FROM market.account WHERE id = $1")
                .execute(Tuple.of(account))
                .map(rows -> rows.iterator().next().getUUID(0));
    }

    /**
     * Keeps a passkey.
     *
     * @return its id; empty if there are {@link #MOST}, or it is somebody's already
     */
    public Uni<Optional<Long>> add(long account, Credential credential, String name) {
        return pool.preparedQuery(ADD)
                .execute(
                        Tuple.tuple()
                                .addLong(account)
                                .addValue(credential.id())
                                .addValue(credential.data())
                                .addLong(credential.signCount())
                                .addBoolean(credential.backupEligible())
                                .addString(name)
                                .addInteger(MOST))
                .map(rows -> Accounts.first(rows).map(row -> row.getLong(0)));
    }

    /** Those of an account, the oldest first. */
    public Uni<List<Passkey>> of(long account) {
        return list(account).map(rows -> rows.map(Passkeys::passkey).toList());
    }

    /** By which authenticators know those of an account. */
    public Uni<List<Buffer>> credentialIds(long account) {
        return list(account).map(rows -> rows.map(row -> row.getBuffer(4).getDelegate()).toList());
    }

    private Uni<Stream<Row>> list(long account) {
        return pool.preparedQuery(LIST).execute(Tuple.of(account)).map(Passkeys::stream);
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    private static Passkey passkey(Row row) {
        return new Passkey(
                row.getLong(0),
                row.getString(1),
                row.getOffsetDateTime(2).toInstant(),
                Optional.ofNullable(row.getOffsetDateTime(3)).map(OffsetDateTime::toInstant));
    }

    /** The passkey that an authenticator knows by this id. */
    public Uni<Optional<Owned>> find(Buffer credentialId) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(credentialId))
                .map(rows -> Accounts.first(rows).map(Passkeys::owned));
    }

    private static Owned owned(Row row) {
        return new Owned(
                row.getLong(0),
                row.getString(1),
                new Credential(
                        row.getBuffer(2).getDelegate(),
                        row.getBuffer(3).getDelegate(),
                        row.getLong(4),
                        row.getBoolean(5)),
                row.getUUID(6),
                Accounts.account(row, 7));
    }

    /**
     * Notes that a passkey was used.
     *
     * @param signCount what its authenticator counts now
     * @return false if it was used with this count or a later one before
     */
    public Uni<Boolean> used(long id, long signCount) {
        return pool.preparedQuery(USED)
                .execute(Tuple.of(id, signCount))
                .map(rows -> rows.rowCount() == 1);
    }

    /**
     * Removes a passkey of an account.
     *
     * @return its name; empty if it has none such, or would have no way to sign in any more
     */
    public Uni<Optional<String>> remove(long account, long id) {
        return pool.preparedQuery(REMOVE)
                .execute(Tuple.of(account, id))
                .map(rows -> Accounts.first(rows).map(row -> row.getString(0)));
    }

    private static Buffer sha256(SessionToken challenge) {
        return Buffer.buffer(challenge.sha256());
    }
}
