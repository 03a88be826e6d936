package energy.peerwatt.web.accounts.store;

import energy.peerwatt.web.accounts.Account;
import energy.peerwatt.web.accounts.AccountRole;
import energy.peerwatt.web.accounts.ProviderSession;
import energy.peerwatt.web.accounts.SessionToken;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Whose account a provider's subject is, and sign-ins under way there. Times are wall time. */
@ApplicationScoped
public class Subjects {

    private static final String BEGIN =
            """
            WITH over AS (DELETE FROM market.oidc_sign_in WHERE expires_at < now())
            INSERT INTO market.oidc_sign_in (state_sha256, browser_sha256, account_id, expires_at)
            VALUES ($1, $2, $3, now() + interval '10 minutes')
            """;

    private static final String END =
            """
            DELETE FROM market.oidc_sign_in
            WHERE state_sha256 = $1 AND browser_sha256 = $2 AND expires_at > now()
            RETURNING account_id
            """;

    private static final String FIND =
            "SELECT s.made_by_it, "
                    + Accounts.COLUMNS
                    + " FROM market.account_subject s JOIN market.account a ON a.id = s.account_id"
                    + " WHERE s.issuer = $1 AND s.subject = $2";

    private static final String MAKE =
            """
            WITH made AS (INSERT INTO market.account (login, name) VALUES ($3, $4)
                ON CONFLICT (login) DO NOTHING RETURNING id),
            roles AS (INSERT INTO market.account_role SELECT id, unnest($5::varchar[]) FROM made)
            INSERT INTO market.account_subject (issuer, subject, account_id, made_by_it)
            SELECT $1, $2, id, true FROM made RETURNING account_id
            """;

    /** Each subject is of one account, and each account of one subject of a provider. */
    private static final String LINK =
            """
            INSERT INTO market.account_subject (issuer, subject, account_id, made_by_it)
            VALUES ($1, $2, $3, false) ON CONFLICT DO NOTHING
            """;

    /** The last way to sign in stays. */
    private static final String UNLINK =
            """
            DELETE FROM market.account_subject s USING market.account a
            WHERE s.account_id = $1 AND a.id = $1 AND (a.password_hash IS NOT NULL
                OR EXISTS (SELECT FROM market.passkey WHERE account_id = $1))
            """;

    private final Pool pool;

    public Subjects(Pool pool) {
        this.pool = pool;
    }

    /**
     * A sign-in that was under way.
     *
     * @param linksTo the account to link the subject to; empty if it signs in
     */
    public record UnderWay(OptionalLong linksTo) {}

    /**
     * An account by which a provider's subject signs in.
     *
     * @param madeByIt whether the provider made it, and says its roles
     */
    public record Known(Account account, boolean madeByIt) {}

    /**
     * Keeps a sign-in that begins, for ten minutes.
     *
     * @param browser what only the browser has in which it begins
     * @param account to link the subject to; none to sign in
     */
    public Uni<Void> begin(SessionToken state, SessionToken browser, @Nullable Long account) {
        return pool.preparedQuery(BEGIN)
                .execute(Tuple.of(sha256(state), sha256(browser), account))
                .replaceWithVoid();
    }

    /** Ends a sign-in that comes back to the browser where it began; good once. */
    public Uni<Optional<UnderWay>> end(SessionToken state, SessionToken browser) {
        return pool.preparedQuery(END)
                .execute(Tuple.of(sha256(state), sha256(browser)))
                .map(rows ->
                        Accounts.first(rows)
                                .map(row -> row.getLong(0))
                                .map(id -> new UnderWay(OptionalLong.of(id)))
                                .or(() ->
                                        rows.rowCount() == 0
                                                ? Optional.empty()
                                                : Optional.of(new UnderWay(OptionalLong.empty()))));
    }

    /** Whose a subject is. */
    public Uni<Optional<Known>> find(ProviderSession session) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(session.issuer(), session.subject()))
                .map(rows ->
                        Accounts.first(rows)
                                .map(row ->
                                        new Known(Accounts.account(row, 1), row.getBoolean(0))));
    }

    /** Makes an account for a subject, without homes; empty if somebody just did. */
    public Uni<Optional<Long>> make(ProviderSession session) {
        String[] roles = session.roles().stream().map(AccountRole::name).toArray(String[]::new);
        return pool.preparedQuery(MAKE)
                .execute(
                        Tuple.of(
                                        session.issuer(),
                                        session.subject(),
                                        session.login(),
                                        session.name())
                                .addArrayOfString(roles))
                .map(rows -> Accounts.first(rows).map(row -> row.getLong(0)));
    }

    /**
     * Lets a subject sign in to an account.
     *
     * @return false if the subject is somebody's already, or the account has one
     */
    public Uni<Boolean> link(ProviderSession session, long account) {
        return pool.preparedQuery(LINK)
                .execute(Tuple.of(session.issuer(), session.subject(), account))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Whether the provider signs in to the account. */
    public Uni<Boolean> isLinked(long account) {
        return pool.preparedQuery("SELECT FROM market.account_subject WHERE account_id = $1")
                .execute(Tuple.of(account))
                .map(rows -> rows.size() > 0);
    }

    /**
     * Ends that the provider signs in to an account.
     *
     * @return false if it did not, or there is no other way in
     */
    public Uni<Boolean> unlink(long account) {
        return pool.preparedQuery(UNLINK)
                .execute(Tuple.of(account))
                .map(rows -> rows.rowCount() > 0);
    }

    private static Buffer sha256(SessionToken token) {
        return Buffer.buffer(token.sha256());
    }
}
