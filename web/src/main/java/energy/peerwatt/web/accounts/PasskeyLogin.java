package energy.peerwatt.web.accounts;

import energy.peerwatt.web.accounts.AccountEvent.Author;
import energy.peerwatt.web.accounts.AccountEvent.Kind;
import energy.peerwatt.web.accounts.RelyingParty.Assertion;
import energy.peerwatt.web.accounts.RelyingParty.Attestation;
import energy.peerwatt.web.accounts.store.AccountEvents;
import energy.peerwatt.web.accounts.store.Passkeys;
import energy.peerwatt.web.accounts.store.Passkeys.Owned;
import energy.peerwatt.web.accounts.store.Passkeys.Purpose;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Passkeys of people: adding them, and signing in by them. A challenge is used up by the first
 * answer to it, right or wrong. Safe for use by several threads.
 */
@ApplicationScoped
public class PasskeyLogin {

    private final Passkeys passkeys;
    private final RelyingParty relyingParty;
    private final FailureLimit failures;
    private final AccountEvents events;

    public PasskeyLogin(
            Passkeys passkeys,
            RelyingParty relyingParty,
            FailureLimit failures,
            AccountEvents events) {
        this.passkeys = passkeys;
        this.relyingParty = relyingParty;
        this.failures = failures;
        this.events = events;
    }

    /** For whom passkeys are. */
    public RelyingParty relyingParty() {
        return relyingParty;
    }

    /**
     * A challenge to sign in by.
     *
     * @param address of who asks, in figures
     * @return fails with {@link TooManyFailures} if it asked too often
     */
    public Uni<SessionToken> challenge(String address) {
        return Uni.createFrom()
                .voidItem()
                .invoke(() -> failures.countChallenge(address))
                .chain(() -> passkeys.draw(Purpose.SIGN_IN, null));
    }

    /** A challenge for a person who is signed in. */
    public Uni<SessionToken> challenge(Purpose purpose, long account) {
        return passkeys.draw(purpose, account);
    }

    /**
     * Signs in by a passkey.
     *
     * @param json of a browser's {@code PublicKeyCredential}
     * @return whose it is; fails with {@link AuthenticationFailedException} if it is not good, and
     *     with {@link TooManyFailures} if that happened too often
     */
    public Uni<Owned> signIn(String json, String address) {
        return failures.countedCode(address, answered(json, Purpose.SIGN_IN, null, address));
    }

    /** As {@link #signIn}, of a person who is signed in and does something that asks for it. */
    public Uni<Owned> prove(String json, long account, String address) {
        return failures.countedCode(address, answered(json, Purpose.PROVE, account, address));
    }

    private Uni<Owned> answered(
            String json, Purpose purpose, @Nullable Long account, String address) {
        return Uni.createFrom()
                .item(() -> relyingParty.assertion(json))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .call(answer -> take(answer.challenge(), purpose, account))
                .chain(answer ->
                        passkeys.find(answer.credentialId())
                                .map(found ->
                                        found.filter(one -> isOf(one, answer, account))
                                                .orElseThrow(PasskeyLogin::refused))
                                .call(owned -> verified(answer, owned, address)));
    }

    private Uni<Void> take(String challenge, Purpose purpose, @Nullable Long account) {
        return passkeys.take(challenge, purpose, account)
                .invoke(good -> {
                    if (!good) {
                        throw refused();
                    }
                })
                .replaceWithVoid();
    }

    /** An authenticator that is not told who signs in must say it (7.2, step 6). */
    private static boolean isOf(Owned owned, Assertion answer, @Nullable Long account) {
        boolean named = answer.handle().length() > 0;
        boolean handleFits =
                named
                        ? owned.handle().equals(uuid(answer.handle().getBytes()).orElse(null))
                        : account != null;
        return handleFits && (account == null || owned.account().id() == account);
    }

    /** A wrong signature, or a count that does not go on, is kept: somebody may have a copy. */
    private Uni<Boolean> verified(Assertion answer, Owned owned, String address) {
        return Uni.createFrom()
                .item(() -> relyingParty.verify(answer, owned.credential()))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(count -> passkeys.used(owned.id(), count))
                .invoke(used -> {
                    if (!used) {
                        throw refused();
                    }
                })
                .onFailure(AuthenticationFailedException.class)
                .call(() ->
                        events.record(
                                owned.account().id(),
                                Kind.PASSKEY_REFUSED,
                                new Author(owned.account().login(), address),
                                owned.name()));
    }

    /**
     * Adds a passkey to an account.
     *
     * @param json of a browser's {@code PublicKeyCredential}
     * @return fails with {@link AuthenticationFailedException} if it does not answer an open
     *     challenge of ours; empty if the account has enough of them, or this one is kept already
     */
    public Uni<Optional<Long>> add(long account, String json, String name) {
        return Uni.createFrom()
                .item(() -> relyingParty.attestation(json))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .call(made -> take(made.challenge(), Purpose.ADD, account))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map((Function<Attestation, Credential>) relyingParty::register)
                .chain(credential -> passkeys.add(account, credential, name));
    }

    /** As authenticators keep an account's handle. */
    public static byte[] bytes(UUID handle) {
        return ByteBuffer.allocate(16)
                .putLong(handle.getMostSignificantBits())
                .putLong(handle.getLeastSignificantBits())
                .array();
    }

    private static Optional<UUID> uuid(byte[] handle) {
        if (handle.length != 16) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(handle);
        return Optional.of(new UUID(bytes.getLong(), bytes.getLong()));
    }

    private static AuthenticationFailedException refused() {
        return new AuthenticationFailedException("passkey refused");
    }
}
