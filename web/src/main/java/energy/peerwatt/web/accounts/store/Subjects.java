package energy.peerwatt.web.accounts.store;

import energy.peerwatt.web.accounts.Account;
import energy.peerwatt.web.accounts.AccountRole;
import energy.peerwatt.web.accounts.ProviderSession;
import energy.peerwatt.web.accounts.SessionToken;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whose account a provider's subject is, and sign-ins under way there. Times are wall time. */
@ApplicationScoped
public class Subjects {

    private static final String BEGIN =
            """
            WITH over AS (DELETE FROM market.oidc_sign_in WHERE expires_at < now())
            INSERT INTO market.oidc_sign_in (state_sha256, browser_sha256, account_id,
                session_id, proves, expires_at)
            VALUES ($1, $2, $3, $4, $5, now() + interval '10 minutes')
            """;

    private static final String END =
            """
            DELETE FROM market.oidc_sign_in
            WHERE state_sha256 = $1 AND browser_sha256 = $2 AND expires_at > now()
            RETURNING account_id, session_id, proves, began_at
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
            roles AS (INSERT INTO market.account_role
                SELECT id, unnest($5::varchar[]), now() + interval '24 hours' FROM made)
            INSERT INTO market.account_subject (issuer, subject, account_id, made_by_it)
            SELECT $1, $2, id, true FROM made RETURNING account_id
            """;

    /** Each subject is of one account, and each account of one subject of a provider. */
    private static final String LINK =
            """
            INSERT INTO market.account_subject (issuer, subject, account_id, made_by_it)
            VALUES ($1, $2, $3, false) ON CONFLICT DO NOTHING
            """;

    /** The last way to sign in stays; the roles that the provider gave do not. */
    private static final String UNLINK =
            """
            WITH gone AS (DELETE FROM market.account_subject s USING market.account a
                WHERE s.account_id = $1 AND a.id = $1 AND (a.password_hash IS NOT NULL
                    OR EXISTS (SELECT FROM market.passkey WHERE account_id = $1))
                RETURNING s.account_id),
            roles AS (DELETE FROM market.account_role r USING gone g
                WHERE r.account_id = g.account_id AND r.good_until IS NOT NULL)
            SELECT account_id FROM gone
            """;

    /** Whom the provider dismisses must not keep a role by coming in another way. */
    private static final String RENEW =
            """
            WITH gone AS (DELETE FROM market.account_role
                WHERE account_id = $1 AND role <> ALL($2))
            INSERT INTO market.account_role (account_id, role, good_until)
            SELECT $1, unnest($2::varchar[]), now() + interval '24 hours'
            ON CONFLICT (account_id, role) DO UPDATE SET good_until = excluded.good_until
            """;

    private final Pool pool;

    public Subjects(Pool pool) {
        this.pool = pool;
    }

    /** What a sign-in at the provider is for. */
    public enum Purpose {
        SIGN_IN,
        /** The subject is to sign in to the account from now on. */
        LINK,
        /** The person of a session is to show that it still sits there. */
        PROVE
    }

    /**
     * A sign-in at the provider.
     *
     * @param account whose it is; empty to sign in
     * @param session in which it begins; empty to sign in, and without a browser
     */
    public record Errand(Purpose purpose, OptionalLong account, OptionalLong session) {

        /** Who it is, the provider says. */
        public static final Errand SIGN_IN =
                new Errand(Purpose.SIGN_IN, OptionalLong.empty(), OptionalLong.empty());
    }

    /**
     * A sign-in that was under way.
     *
     * @param began wall time
     */
    public record UnderWay(Errand errand, Instant began) {}

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
     */
    public Uni<Void> begin(SessionToken state, SessionToken browser, Errand errand) {
        return pool.preparedQuery(BEGIN)
                .execute(
                        Tuple.of(
                                sha256(state),
                                sha256(browser),
                                boxed(errand.account()),
                                boxed(errand.session()),
                                errand.purpose() == Purpose.PROVE))
                .replaceWithVoid();
    }

    private static @Nullable Long boxed(OptionalLong id) {
        return id.isPresent() ? id.getAsLong() : null;
    }

    private static OptionalLong id(@Nullable Long id) {
        return id == null ? OptionalLong.empty() : OptionalLong.of(id);
    }

    /** Ends a sign-in that comes back to the browser where it began; good once. */
    public Uni<Optional<UnderWay>> end(SessionToken state, SessionToken browser) {
        return pool.preparedQuery(END)
                .execute(Tuple.of(sha256(state), sha256(browser)))
                .map(rows -> Accounts.first(rows).map(Subjects::underWay));
    }

    private static UnderWay underWay(Row row) {
        OptionalLong account = id(row.getLong(0));
        Purpose ofAccount = row.getBoolean(2) ? Purpose.PROVE : Purpose.LINK;
        Purpose purpose = account.isPresent() ? ofAccount : Purpose.SIGN_IN;
        return new UnderWay(
                new Errand(purpose, account, id(row.getLong(1))),
                row.getOffsetDateTime(3).toInstant());
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

    /**
     * Makes an account for a subject, without homes. One that it was unlinked from is not given
     * back: it gets another one.
     *
     * @return empty if somebody just did
     */
    public Uni<Optional<Long>> make(ProviderSession session) {
        return make(session, session.login())
                .chain(made ->
                        made.isPresent()
                                ? Uni.createFrom().item(made)
                                : find(session)
                                        .chain(known ->
                                                known.isPresent()
                                                        ? Uni.createFrom().item(Optional.empty())
                                                        : make(session, session.anotherLogin())));
    }

    private Uni<Optional<Long>> make(ProviderSession session, String login) {
        String[] roles = names(session.roles());
        return pool.preparedQuery(MAKE)
                .execute(
                        Tuple.of(session.issuer(), session.subject(), login, session.name())
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
     * Ends that the provider signs in to an account, and the roles that it gave.
     *
     * @return false if it did not, or there is no other way in
     */
    public Uni<Boolean> unlink(long account) {
        return pool.preparedQuery(UNLINK)
                .execute(Tuple.of(account))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Gives an account the roles of the provider and no others, for 24 hours. */
    public Uni<Void> renewRoles(long account, Set<AccountRole> roles) {
        return pool.preparedQuery(RENEW)
                .execute(Tuple.tuple().addLong(account).addArrayOfString(names(roles)))
                .replaceWithVoid();
    }

    /**
     * Takes away the roles that the provider gave.
     *
     * @return whether there were any
     */
    public Uni<Boolean> dropRoles(long account) {
        return pool.preparedQuery(
                        "DELETE FROM market.account_role"
                                + " WHERE account_id = $1 AND good_until IS NOT NULL")
                .execute(Tuple.of(account))
                .map(rows -> rows.rowCount() > 0);
    }

    private static String[] names(Set<AccountRole> roles) {
        return roles.stream().map(AccountRole::name).toArray(String[]::new);
    }

    private static Buffer sha256(SessionToken token) {
        return Buffer.buffer(token.sha256());
    }
}
