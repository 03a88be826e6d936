package energy.peerwatt.web.accounts;

import energy.peerwatt.web.accounts.AccountEvent.Author;
import energy.peerwatt.web.accounts.AccountEvent.Kind;
import energy.peerwatt.web.accounts.store.AccountEvents;
import energy.peerwatt.web.accounts.store.Accounts;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Checks login and password, however they came in. */
@ApplicationScoped
public class PasswordLogin {

    private static final Pattern LOGIN = Pattern.compile("[\\p{Graph}]{1,254}");

    /** Checked for unknown logins, so that they take as long as known ones; fits no password. */
    private static final String NOBODYS_HASH =
            "$2a$10$......................0000000000000000000000000000000";

    private static final Logger LOG = Logger.getLogger(PasswordLogin.class);

    private final Map<Asked, Uni<Account>> underWay = new ConcurrentHashMap<>();
    private final Accounts accounts;
    private final Passwords passwords;
    private final FailureLimit failures;
    private final AccountEvents events;

    private record Asked(String login, String address, String passwordDigest) {}

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
        if (!LOGIN.matcher(login).matches()) {
            return failures.countedLine(
                    address,
                    Uni.createFrom()
                            .failure(() -> new AuthenticationFailedException("no such name")));
        }
        String normal = normal(login);
        return accounts.find(normal)
                .chain(account ->
                        account.filter(known -> isRemembered(known, password))
                                .map(known ->
                                        Uni.createFrom().item(() -> letIn(known, normal, address)))
                                .orElseGet(() -> together(normal, account, password, address)));
    }

    /** As logins are kept: of e-mail addresses the letters' case means nothing. */
    public static String normal(String login) {
        return login.contains("@") ? login.toLowerCase(Locale.ROOT) : login;
    }

    private Account letIn(Account known, String login, String address) {
        failures.require(login, address);
        return known;
    }

    /** Programs send it with each request: it needs no looking at, and no counting. */
    private boolean isRemembered(Account account, String password) {
        return account.passwordHash()
                .filter(hash -> passwords.remembers(password, hash))
                .isPresent();
    }

    /** The same asked several times at once is looked at once, and counts once. */
    private Uni<Account> together(
            String login, Optional<Account> account, String password, String address) {
        Asked asked =
                new Asked(login, address, HexFormat.of().formatHex(passwords.digest(password)));
        return underWay.computeIfAbsent(
                asked,
                _ ->
                        failures.countedPassword(login, address, look(account, password, address))
                                .onTermination()
                                .invoke(() -> underWay.remove(asked))
                                .memoize()
                                .indefinitely());
    }

    private Uni<Account> look(Optional<Account> account, String password, String address) {
        return Uni.createFrom()
                .item(() -> check(account, password))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onFailure(AuthenticationFailedException.class)
                .invoke(() -> account.ifPresent(known -> refused(known, address)));
    }

    /**
     * What nobody's login was typed is not kept: it may be a password. Nobody waits for it, so that
     * the answer for a known login takes no longer.
     */
    private void refused(Account known, String address) {
        events.record(known.id(), Kind.SIGN_IN_REFUSED, new Author(known.login(), address), "")
                .subscribe()
                .with(_ -> {}, failure -> LOG.error("a refusal was not kept", failure));
    }

    private Account check(Optional<Account> account, String password) {
        String hash = account.flatMap(Account::passwordHash).orElse(NOBODYS_HASH);
        if (!passwords.matches(password, hash) || account.isEmpty()) {
            throw new AuthenticationFailedException("wrong name or password");
        }
        return account.get();
    }
}
