package energy.peerwatt.web.accounts;

import energy.peerwatt.web.accounts.store.Accounts;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The login whose password the configuration sets: the way in to a new market, and back into one
 * that was taken over. What people change later stays, until the configuration has another
 * password.
 */
@Singleton
public class ConfiguredLogin {

    private static final Logger LOG = Logger.getLogger(ConfiguredLogin.class);
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(10);

    private final Accounts accounts;
    private final Passwords passwords;

    public ConfiguredLogin(Accounts accounts, Passwords passwords) {
        this.accounts = accounts;
        this.passwords = passwords;
    }

    /**
     * Makes the account, or sets its password and ends whatever others may still have of it, unless
     * the configuration had this password before. Blocks.
     */
    public void set(String login, String password) {
        Optional<String> last = accounts.configuredHash(login).await().atMost(DATABASE_TIMEOUT);
        if (last.filter(hash -> passwords.matches(password, hash)).isPresent()) {
            return;
        }
        NewAccount account =
                NewAccount.staff(
                        login,
                        passwords.hash(password),
                        Set.of(AccountRole.OPERATOR, AccountRole.ADMIN));
        accounts.create(account)
                .chain(() -> accounts.recover(account))
                .await()
                .atMost(DATABASE_TIMEOUT);
        LOG.warnf(
                "the configuration has a new password of %s: it is set, the roles are given, and its"
                        + " sessions, passkeys, links to a provider, mailed codes and e-mail"
                        + " address are no more",
                login);
    }
}
