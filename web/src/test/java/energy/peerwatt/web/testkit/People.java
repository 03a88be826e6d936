package energy.peerwatt.web.testkit;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.web.accounts.AccountRole;
import energy.peerwatt.web.accounts.NewAccount;
import energy.peerwatt.web.accounts.Passwords;
import energy.peerwatt.web.accounts.store.Accounts;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes accounts for one test, and takes them away after it. */
@ApplicationScoped
public class People {

    /** Of everybody here. */
    public static final String PASSWORD = "a good password";

    private final Accounts accounts;
    private final Passwords passwords;
    private final Pool pool;

    public People(Accounts accounts, Passwords passwords, Pool pool) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.pool = pool;
    }

    /** A person with these roles and homes. */
    public long add(String login, Set<AccountRole> roles, long... homes) {
        return accounts.create(
                        new NewAccount(
                                login,
                                "Person " + login,
                                Optional.of(passwords.hash(PASSWORD)),
                                roles,
                                Arrays.stream(homes)
                                        .mapToObj(ParticipantId::new)
                                        .collect(Collectors.toSet())))
                .await()
                .indefinitely()
                .orElseThrow();
    }

    /** Takes everybody away whose login begins so. */
    public void removeAll(String prefix) {
        run("DELETE FROM market.account WHERE starts_with(login, $1)", prefix);
    }

    /** Links a provider's subject to a person, as a provider that gives no roles would. */
    public void link(String login, String subject) {
        run(
                "INSERT INTO market.account_subject (issuer, subject, account_id, made_by_it)"
                        + " SELECT 'https://provider.example', $2, id, false"
                        + " FROM market.account WHERE login = $1",
                login,
                subject);
    }

    /** How many passkeys and subjects of providers sign in to a person's account. */
    public long links(String login) {
        return pool.preparedQuery(
                        "SELECT (SELECT count(*) FROM market.passkey WHERE account_id = a.id)"
                                + " + (SELECT count(*) FROM market.account_subject"
                                + " WHERE account_id = a.id)"
                                + " FROM market.account a WHERE a.login = $1")
                .execute(Tuple.of(login))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }

    /** The number that a query answers with. */
    public long count(String sql) {
        return pool.query(sql).execute().await().indefinitely().iterator().next().getLong(0);
    }

    /** Changes rows as time would. */
    public void run(String sql, Object... values) {
        pool.preparedQuery(sql).execute(Tuple.from(Arrays.asList(values))).await().indefinitely();
    }
}
