package energy.peerwatt.web.accounts;

import energy.peerwatt.web.accounts.AccountEvent.Author;
import energy.peerwatt.web.accounts.AccountEvent.Kind;
import energy.peerwatt.web.accounts.store.AccountEvents;
import energy.peerwatt.web.accounts.store.Accounts;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks login and password, however they came in. */
@ApplicationScoped
public class PasswordLogin {

    private static final Pattern LOGIN = Pattern.compile("[\\p{Graph}]{1,254}");

    /** Checked for unknown logins, so that they take as long as known ones; fits no password. */
    private static final String NOBODYS_HASH =
            "$2a$10$......................0000000000000000000000000000000";

    private final Accounts accounts;
    private final Passwords passwords;
    private final FailureLimit failures;
    private final AccountEvents events;

    public PasswordLogin(
            Accounts accounts, Passwords passwords, FailureLimit failures, AccountEvents events) {
        this.events = events;
        this.accounts = accounts;
        this.passwords = passwords;
        this.failures = failures;
    }

    /**
     * The account that the password fits.
     *
     * @param address of who asks, in figures
     * @return fails with {@link AuthenticationFailedException} if it fits none, and with {@link
     *     TooManyFailures} if that happened too often
     */
    public Uni<Account> check(String login, String password, String address) {
        return Uni.createFrom()
                .voidItem()
                .invoke(() -> failures.attempt(login, address))
                .chain(() -> find(login))
                .chain(account ->
                        Uni.createFrom()
                                .item(() -> check(account, password))
                                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                                .onFailure(AuthenticationFailedException.class)
                                .call(() -> refused(account, address)))
                .invoke(() -> failures.succeeded(login, address));
    }

    /** What nobody's login was typed is not kept: it may be a password. */
    private Uni<Void> refused(Optional<Account> account, String address) {
        return account.map(known ->
                        events.record(
                                known.id(),
                                Kind.SIGN_IN_REFUSED,
                                new Author(known.login(), address),
                                ""))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Optional<Account>> find(String login) {
        return LOGIN.matcher(login).matches()
                ? accounts.find(login)
                : Uni.createFrom().item(Optional.empty());
    }

    private Account check(Optional<Account> account, String password) {
        String hash = account.flatMap(Account::passwordHash).orElse(NOBODYS_HASH);
        if (!passwords.matches(password, hash) || account.isEmpty()) {
            throw new AuthenticationFailedException("wrong name or password");
        }
        return account.get();
    }
}
