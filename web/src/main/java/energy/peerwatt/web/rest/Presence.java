package energy.peerwatt.web.rest;

import energy.peerwatt.web.accounts.Account;
import energy.peerwatt.web.accounts.ActiveSession;
import energy.peerwatt.web.accounts.PasskeyLogin;
import energy.peerwatt.web.accounts.PasswordLogin;
import energy.peerwatt.web.accounts.store.Accounts;
import energy.peerwatt.web.accounts.store.BrowserSessions;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Asks the person of a session to show once more who it is, before what cannot be taken back or
 * would let somebody in for good: an open browser alone is not enough for that.
 */
@Singleton
public class Presence {

    private final Accounts accounts;
    private final BrowserSessions sessions;
    private final PasswordLogin logins;
    private final PasskeyLogin passkeys;

    public Presence(
            Accounts accounts,
            BrowserSessions sessions,
            PasswordLogin logins,
            PasskeyLogin passkeys) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.logins = logins;
        this.passkeys = passkeys;
    }

    /**
     * Refuses who does not prove it.
     *
     * @param session by which it asks; none by HTTP Basic
     * @param address in figures
     */
    Uni<Void> require(String login, Optional<ActiveSession> session, String address, Proof proof) {
        return accounts.find(login)
                .map(Optional::orElseThrow)
                .chain(account -> {
                    if (proof.passkey() != null) {
                        return passkeys.prove(proof.passkey().toString(), account.id(), address)
                                .onFailure(AuthenticationFailedException.class)
                                .transform(_ ->
                                        Inputs.invalid("passkey", "is not one of this account"))
                                .replaceWithVoid();
                    }
                    return proof.password() == null
                            ? byProvider(account, session)
                            : password(account, proof.password(), address);
                });
    }

    private Uni<Void> password(Account account, String password, String address) {
        return logins.check(account.login(), password, address)
                .onFailure(AuthenticationFailedException.class)
                .transform(_ -> Inputs.invalid("password", "is not the password"))
                .replaceWithVoid();
    }

    /** The provider asked who it is once more, in this session; that is good for one act. */
    private Uni<Void> byProvider(Account account, Optional<ActiveSession> session) {
        return session.map(one -> sessions.useProof(one.id()))
                .orElseGet(() -> Uni.createFrom().item(false))
                .invoke(proven -> {
                    if (!proven) {
                        throw Inputs.invalid(
                                "password",
                                account.passwordHash().isPresent()
                                        ? "is missing"
                                        : "is not there: use a passkey, or sign in at the provider"
                                                + " once more");
                    }
                })
                .replaceWithVoid();
    }
}
