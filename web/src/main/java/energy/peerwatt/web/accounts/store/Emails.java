package energy.peerwatt.web.accounts.store;

import energy.peerwatt.web.accounts.SessionToken;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * People's e-mail addresses, and the codes that were mailed to them: an address is verified when
 * its code comes back. Times are wall time.
 */
@ApplicationScoped
public class Emails {

    /** What a mailed code is good for. */
    public enum Purpose {
        VERIFY,
        RESET
    }

    private static final String OF =
            "SELECT email, email_verified_at IS NOT NULL, email_pending FROM market.account"
                    + " WHERE id = $1";

    private static final String SET =
            """
            WITH resets AS (DELETE FROM market.mailed_code
                WHERE account_id = $1 AND purpose = 'RESET')
            UPDATE market.account SET
                email = CASE WHEN email_verified_at IS NULL THEN $2 ELSE email END,
                email_pending = CASE WHEN email_verified_at IS NOT NULL AND email <> $2
                    THEN $2 END
            WHERE id = $1
            """;

    /** Few for each account in an hour: nobody's mailbox is filled. */
    private static final String DRAW =
            """
            INSERT INTO market.mailed_code
                (code_sha256, purpose, account_id, email, created_at, expires_at)
            SELECT $1, $2, $3, $4, now(), now() + make_interval(hours => $5)
            WHERE (SELECT count(*) FROM market.mailed_code WHERE account_id = $3 AND purpose = $2
                AND created_at > now() - interval '1 hour') < 5
            """;

    private static final String VERIFY =
            """
            WITH code AS (DELETE FROM market.mailed_code
                WHERE code_sha256 = $1 AND purpose = 'VERIFY' AND expires_at > now()
                RETURNING account_id, email)
            UPDATE market.account a
            SET email = c.email, email_verified_at = now(), email_pending = NULL FROM code c
            WHERE a.id = c.account_id AND coalesce(a.email_pending, a.email) = c.email
                AND NOT EXISTS
                (SELECT FROM market.account o WHERE o.email = c.email AND o.id <> a.id
                 AND o.email_verified_at IS NOT NULL)
            RETURNING a.id
            """;

    /** Sign-ins under way hold it too, see {@link BrowserSessions#open}: none is missed. */
    private static final String HOLD =
            """
            SELECT FROM market.account a WHERE a.id = (SELECT m.account_id
                FROM market.mailed_code m WHERE m.code_sha256 = $1 AND m.purpose = 'RESET')
            FOR NO KEY UPDATE
            """;

    private static final String RESET =
            """
            WITH code AS (DELETE FROM market.mailed_code m USING market.account o
                WHERE m.code_sha256 = $1 AND m.purpose = 'RESET' AND m.expires_at > now()
                    AND o.id = m.account_id AND o.email = m.email
                    AND o.email_verified_at IS NOT NULL
                RETURNING m.account_id),
            others AS (DELETE FROM market.mailed_code m USING code c
                WHERE m.account_id = c.account_id AND m.purpose = 'RESET'),
            sessions AS (DELETE FROM market.account_session s USING code c
                WHERE s.account_id = c.account_id),
            keys AS (DELETE FROM market.passkey k USING code c WHERE k.account_id = c.account_id),
            asked AS (DELETE FROM market.passkey_challenge k USING code c
                WHERE k.account_id = c.account_id),
            links AS (DELETE FROM market.account_subject s USING code c
                WHERE s.account_id = c.account_id),
            away AS (DELETE FROM market.oidc_sign_in o USING code c
                WHERE o.account_id = c.account_id),
            roles AS (DELETE FROM market.account_role r USING code c
                WHERE r.account_id = c.account_id AND r.good_until IS NOT NULL)
            UPDATE market.account a SET password_hash = $2 FROM code c WHERE a.id = c.account_id
            RETURNING a.id
            """;

    private final Pool pool;

    public Emails(Pool pool) {
        this.pool = pool;
    }

    /**
     * An address, and whether it was proven to be the person's.
     *
     * @param pending takes its place once it is proven
     */
    public record Email(String address, boolean verified, Optional<String> pending) {}

    public Uni<Optional<Email>> of(long account) {
        return pool.preparedQuery(OF)
                .execute(Tuple.of(account))
                .map(rows ->
                        Accounts.first(rows)
                                .filter(row -> row.getString(0) != null)
                                .map(row ->
                                        new Email(
                                                row.getString(0),
                                                row.getBoolean(1),
                                                Optional.ofNullable(row.getString(2)))));
    }

    /** Says where an account's mails are to go; a verified address stays until the new one is. */
    public Uni<Void> set(long account, String email) {
        return pool.preparedQuery(SET).execute(Tuple.of(account, email)).replaceWithVoid();
    }

    /** The account that has proven the address to be its own. */
    public Uni<Optional<Long>> owner(String email) {
        return pool.preparedQuery(
                        "SELECT id FROM market.account"
                                + " WHERE email = $1 AND email_verified_at IS NOT NULL")
                .execute(Tuple.of(email))
                .map(rows -> Accounts.first(rows).map(row -> row.getLong(0)));
    }

    /**
     * Draws a code to be mailed.
     *
     * @return empty if the account was mailed enough of them in the last hour
     */
    public Uni<Optional<String>> draw(Purpose purpose, long account, String email) {
        SessionToken code = SessionToken.draw();
        int hours = purpose == Purpose.RESET ? 1 : 72;
        return pool.preparedQuery("DELETE FROM market.mailed_code WHERE expires_at < now()")
                .execute()
                .chain(() ->
                        pool.preparedQuery(DRAW)
                                .execute(
                                        Tuple.tuple()
                                                .addValue(Buffer.buffer(code.sha256()))
                                                .addString(purpose.name())
                                                .addLong(account)
                                                .addString(email)
                                                .addInteger(hours)))
                .map(rows -> rows.rowCount() == 0 ? Optional.empty() : Optional.of(code.value()));
    }

    /**
     * Uses a mailed code: its address is verified.
     *
     * @return the account; empty if the code was not good
     */
    public Uni<Optional<Long>> verify(String code) {
        return SessionToken.parse(code)
                .map(token ->
                        pool.preparedQuery(VERIFY)
                                .execute(Tuple.of(Buffer.buffer(token.sha256())))
                                .map(rows -> Accounts.first(rows).map(row -> row.getLong(0))))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    /**
     * Uses a mailed code: the password is another one, every browser is signed out, and passkeys,
     * links to a provider and the roles it gave are no more: they may be somebody else's.
     *
     * @return the account; empty if the code was not good
     */
    public Uni<Optional<Long>> reset(String code, String hash) {
        return SessionToken.parse(code)
                .map(token -> reset(Buffer.buffer(token.sha256()), hash))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Optional<Long>> reset(Buffer code, String hash) {
        return pool.withTransaction(connection ->
                connection
                        .preparedQuery(HOLD)
                        .execute(Tuple.of(code))
                        .chain(() -> connection.preparedQuery(RESET).execute(Tuple.of(code, hash)))
                        .map(rows -> Accounts.first(rows).map(row -> row.getLong(0))));
    }
}
