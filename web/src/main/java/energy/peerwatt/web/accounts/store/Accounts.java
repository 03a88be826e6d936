package energy.peerwatt.web.accounts.store;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.web.accounts.Account;
import energy.peerwatt.web.accounts.AccountEvent.Author;
import energy.peerwatt.web.accounts.AccountEvent.Kind;
import energy.peerwatt.web.accounts.AccountRole;
import energy.peerwatt.web.accounts.NewAccount;
import energy.peerwatt.web.accounts.PairingCode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Accounts with their roles and homes. */
@ApplicationScoped
public class Accounts {

    /** Columns of an account {@code a}, for {@link #account}. */
    static final String COLUMNS =
            """
            a.id, a.login, a.name, a.password_hash,
            ARRAY(SELECT r.role FROM market.account_role r WHERE r.account_id = a.id
                AND (r.good_until IS NULL OR r.good_until > now())),
            ARRAY(SELECT h.participant_id FROM market.household_member h WHERE h.account_id = a.id)
            """;

    private static final String FIND =
            "SELECT "
                    + COLUMNS
                    + " FROM market.account a WHERE a.login = $1"
                    + " OR (a.login = lower($1) AND position('@' IN $1) > 0)"
                    + " ORDER BY a.login = $1 DESC LIMIT 1";

    private static final String INSERT =
            """
            INSERT INTO market.account (login, name, password_hash) VALUES ($1, $2, $3)
            ON CONFLICT (login) DO NOTHING RETURNING id
            """;

    private static final String FORGET =
            """
            WITH codes AS (UPDATE market.pairing_code c SET created_by = 'account ' || a.id
                FROM market.account a WHERE a.id = $1 AND c.created_by = a.login),
            grants AS (UPDATE market.data_grant SET grantee = 'account ' || grantee_id
                WHERE grantee_id = $1),
            reads AS (UPDATE market.staff_read SET reader = 'account ' || account_id
                WHERE account_id = $1)
            UPDATE market.account_event e
            SET by_login = CASE WHEN e.by_login = a.login THEN 'account ' || a.id
                    ELSE e.by_login END,
                address = CASE WHEN e.by_login = a.login THEN '' ELSE e.address END,
                detail = CASE WHEN e.account_id = a.id AND (e.kind IN ('EMAIL_SET', 'SIGNED_IN')
                    OR starts_with(e.kind, 'PASSKEY')) THEN '' ELSE e.detail END
            FROM market.account a
            WHERE a.id = $1 AND (e.account_id = a.id OR e.by_login = a.login)
            """;

    /** Whoever is let out of a home must not come back by a code drawn before. */
    private static final String LET_OUT =
            """
            WITH codes AS (DELETE FROM market.pairing_code
                WHERE participant_id = $2 AND used_at IS NULL
                    AND EXISTS (SELECT FROM market.household_member
                        WHERE account_id = $1 AND participant_id = $2)),
            payouts AS (DELETE FROM settlement.payout_address
                WHERE account = $1 AND participant = $2)
            DELETE FROM market.household_member WHERE account_id = $1 AND participant_id = $2
            """;

    private static final String REVOKE_CODES =
            """
            DELETE FROM market.pairing_code c USING market.account a
            WHERE a.id = $1 AND c.created_by = a.login AND c.used_at IS NULL
            """;

    private static final String SET_PASSWORD =
            """
            WITH codes AS (DELETE FROM market.mailed_code
                WHERE account_id = $1 AND purpose = 'RESET')
            UPDATE market.account SET password_hash = $2 WHERE id = $1
            """;

    private static final String RECOVER =
            """
            WITH a AS (UPDATE market.account SET password_hash = $2, configured_hash = $2,
                    email = NULL, email_verified_at = NULL, email_pending = NULL
                WHERE login = $1 RETURNING id),
            sessions AS (DELETE FROM market.account_session s USING a WHERE s.account_id = a.id),
            codes AS (DELETE FROM market.mailed_code c USING a WHERE c.account_id = a.id),
            keys AS (DELETE FROM market.passkey k USING a WHERE k.account_id = a.id),
            asked AS (DELETE FROM market.passkey_challenge k USING a WHERE k.account_id = a.id),
            links AS (DELETE FROM market.account_subject s USING a WHERE s.account_id = a.id),
            away AS (DELETE FROM market.oidc_sign_in o USING a WHERE o.account_id = a.id)
            INSERT INTO market.account_role SELECT a.id, unnest($3::varchar[]) FROM a
            ON CONFLICT (account_id, role) DO UPDATE SET good_until = NULL
            """;

    private static final String GRANT =
            "INSERT INTO market.account_role SELECT $1, unnest($2::varchar[]) ON CONFLICT DO NOTHING";

    static final String LET_IN =
            "INSERT INTO market.household_member SELECT $1, unnest($2::bigint[])"
                    + " ON CONFLICT DO NOTHING";

    private final Pool pool;

    public Accounts(Pool pool) {
        this.pool = pool;
    }

    /** The account of a login; of an e-mail address however its letters are written. */
    public Uni<Optional<Account>> find(String login) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(login))
                .map(rows -> first(rows).map(row -> account(row, 0)));
    }

    /**
     * Keeps the account unless its login is taken.
     *
     * @return its id; empty if the login is taken, and nothing was changed
     */
    public Uni<Optional<Long>> create(NewAccount account) {
        return pool.withTransaction(connection ->
                insert(connection, account)
                        .call(id ->
                                id.map(created -> grant(connection, created, account))
                                        .orElseGet(() -> Uni.createFrom().voidItem())));
    }

    private static Uni<Optional<Long>> insert(SqlConnection connection, NewAccount account) {
        return connection
                .preparedQuery(INSERT)
                .execute(
                        Tuple.of(
                                account.login(),
                                account.name(),
                                account.passwordHash().orElse(null)))
                .map(rows -> first(rows).map(row -> row.getLong(0)));
    }

    /**
     * Keeps an account that joins a home by a code, and uses the code up; all of it or nothing.
     *
     * @return its id; empty if the login is taken or the code is not good
     */
    public Uni<Optional<Long>> join(NewAccount account, String email, PairingCode code) {
        return pool.withTransaction(connection ->
                        insert(connection, account)
                                .map(id -> id.orElseThrow(NotJoined::new))
                                .call(id ->
                                        connection
                                                .preparedQuery(
                                                        "UPDATE market.account SET email = $2"
                                                                + " WHERE id = $1")
                                                .execute(Tuple.of(id, email)))
                                .call(id ->
                                        PairingCodes.use(connection, code, id)
                                                .map(home -> home.orElseThrow(NotJoined::new))))
                .map(Optional::of)
                .onFailure(NotJoined.class)
                .recoverWithItem(Optional.empty());
    }

    /** Takes back what was begun. */
    private static final class NotJoined extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotJoined() {
            super("not joined", null, false, false);
        }
    }

    /** People who act for a home, by name. */
    public Uni<List<Account>> household(ParticipantId home) {
        return pool.preparedQuery(
                        "SELECT "
                                + COLUMNS
                                + " FROM market.account a JOIN market.household_member m"
                                + " ON m.account_id = a.id WHERE m.participant_id = $1"
                                + " ORDER BY a.name, a.id")
                .execute(Tuple.of(home.value()))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> account(row, 0))
                                .toList());
    }

    private static Uni<Void> grant(SqlConnection connection, long id, NewAccount account) {
        String[] roles = account.roles().stream().map(AccountRole::name).toArray(String[]::new);
        Long[] homes = account.homes().stream().map(ParticipantId::value).toArray(Long[]::new);
        return connection
                .preparedQuery(GRANT)
                .execute(Tuple.tuple().addLong(id).addArrayOfString(roles))
                .chain(() ->
                        connection
                                .preparedQuery(LET_IN)
                                .execute(Tuple.tuple().addLong(id).addArrayOfLong(homes)))
                .replaceWithVoid();
    }

    /** The hash that {@link #recover} set last for a login. */
    public Uni<Optional<String>> configuredHash(String login) {
        return pool.preparedQuery("SELECT configured_hash FROM market.account WHERE login = $1")
                .execute(Tuple.of(login))
                .map(rows -> first(rows).map(row -> row.getString(0)));
    }

    /**
     * Gives an account that there is a password and these roles, and ends its sessions, passkeys,
     * links to a provider, mailed codes and e-mail address, which may be somebody else's; all of it
     * or nothing.
     */
    public Uni<Void> recover(NewAccount account) {
        String[] roles = account.roles().stream().map(AccountRole::name).toArray(String[]::new);
        Tuple values =
                Tuple.tuple()
                        .addString(account.login())
                        .addString(account.passwordHash().orElseThrow())
                        .addArrayOfString(roles);
        // Sign-ins under way hold the row too: none is missed.
        return pool.withTransaction(connection ->
                connection
                        .preparedQuery(
                                "SELECT FROM market.account WHERE login = $1 FOR NO KEY UPDATE")
                        .execute(Tuple.of(account.login()))
                        .chain(() -> connection.preparedQuery(RECOVER).execute(values))
                        .replaceWithVoid());
    }

    public Uni<Optional<Account>> find(long id) {
        return pool.preparedQuery("SELECT " + COLUMNS + " FROM market.account a WHERE a.id = $1")
                .execute(Tuple.of(id))
                .map(rows -> first(rows).map(row -> account(row, 0)));
    }

    /** Those of some accounts that there are, by id. */
    public Uni<Map<Long, Account>> find(Set<Long> some) {
        return pool.preparedQuery(
                        "SELECT " + COLUMNS + " FROM market.account a WHERE a.id = ANY($1)")
                .execute(Tuple.tuple().addArrayOfLong(some.toArray(Long[]::new)))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> account(row, 0))
                                .collect(Collectors.toMap(Account::id, one -> one)));
    }

    /** All accounts by login. */
    public Uni<List<Account>> all() {
        return pool.query("SELECT " + COLUMNS + " FROM market.account a ORDER BY a.login")
                .execute()
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> account(row, 0))
                                .toList());
    }

    /** Gives an account these roles and no others; one that a provider gave stays bounded. */
    public Uni<Void> setRoles(long id, Set<AccountRole> roles) {
        String[] names = roles.stream().map(AccountRole::name).toArray(String[]::new);
        return pool.withTransaction(connection ->
                connection
                        .preparedQuery(
                                "DELETE FROM market.account_role"
                                        + " WHERE account_id = $1"
                                        + " AND (role <> ALL($2) OR good_until <= now())")
                        .execute(Tuple.tuple().addLong(id).addArrayOfString(names))
                        .chain(() ->
                                connection
                                        .preparedQuery(GRANT)
                                        .execute(Tuple.tuple().addLong(id).addArrayOfString(names)))
                        .replaceWithVoid());
    }

    /** Lets a person act for a home. */
    public Uni<Void> letIn(long id, ParticipantId home) {
        return pool.preparedQuery(LET_IN)
                .execute(Tuple.tuple().addLong(id).addArrayOfLong(new Long[] {home.value()}))
                .replaceWithVoid();
    }

    /**
     * Lets a person no longer act for a home; its open pairing codes are no longer good.
     *
     * @return whether it did
     */
    public Uni<Boolean> letOut(long id, ParticipantId home) {
        return pool.preparedQuery(LET_OUT)
                .execute(Tuple.of(id, home.value()))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Whether the configuration sets the account's password, and would make it again. */
    public Uni<Boolean> isConfigured(long id) {
        return pool.preparedQuery(
                        "SELECT FROM market.account WHERE id = $1 AND configured_hash IS NOT NULL")
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 1);
    }

    /** Whether nobody else is an admin. */
    public Uni<Boolean> isOnlyAdmin(long id) {
        return pool.preparedQuery(
                        "SELECT FROM market.account_role WHERE role = 'ADMIN'"
                                + " AND (good_until IS NULL OR good_until > now())"
                                + " HAVING count(*) = 1 AND max(account_id) = $1")
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 1);
    }

    /**
     * Takes an account away, with its sessions, passkeys and the open codes that it drew. What
     * happened with it stays by its number, without who it was.
     *
     * @param by the admin who does it; empty if its own person does
     */
    public Uni<Void> remove(long id, Optional<Author> by) {
        Author author = by.orElse(new Author("account " + id, ""));
        return pool.withTransaction(connection ->
                connection
                        .preparedQuery(REVOKE_CODES)
                        .execute(Tuple.of(id))
                        .chain(() -> connection.preparedQuery(FORGET).execute(Tuple.of(id)))
                        .chain(() ->
                                connection
                                        .preparedQuery(
                                                "DELETE FROM settlement.payout_address"
                                                        + " WHERE account = $1")
                                        .execute(Tuple.of(id)))
                        .chain(() ->
                                connection
                                        .preparedQuery("DELETE FROM market.account WHERE id = $1")
                                        .execute(Tuple.of(id)))
                        .chain(() ->
                                AccountEvents.record(
                                        connection,
                                        id,
                                        Kind.ACCOUNT_REMOVED,
                                        author,
                                        by.isPresent() ? "by an admin" : "by its person"))
                        .replaceWithVoid());
    }

    /** Sets the password; what was mailed to set another one is no longer good. */
    public Uni<Void> setPassword(long id, String hash) {
        return pool.preparedQuery(SET_PASSWORD).execute(Tuple.of(id, hash)).replaceWithVoid();
    }

    static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }

    /** Reads {@link #COLUMNS} that begin at a position. */
    static Account account(Row row, int at) {
        return new Account(
                row.getLong(at),
                row.getString(at + 1),
                row.getString(at + 2),
                Optional.ofNullable(row.getString(at + 3)),
                Arrays.stream(row.getArrayOfStrings(at + 4))
                        .map(AccountRole::valueOf)
                        .collect(Collectors.toSet()),
                Arrays.stream(row.getArrayOfLongs(at + 5))
                        .map(ParticipantId::new)
                        .collect(Collectors.toSet()));
    }
}
