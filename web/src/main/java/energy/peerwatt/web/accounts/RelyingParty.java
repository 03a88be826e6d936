package energy.peerwatt.web.accounts;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.data.extension.authenticator.AuthenticationExtensionsAuthenticatorOutputs;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.VerificationException;
import energy.peerwatt.web.config.MarketConfig;
import io.quarkus.security.AuthenticationFailedException;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks what authenticators sign for our page (Web Authentication Level 3): that it is for this
 * origin and relying party, answers this challenge, and that the person was verified by the
 * authenticator. Which device made a key is not asked for. Safe for use by several threads; all
 * fail with {@link AuthenticationFailedException} on what is not so.
 */
@Singleton
public class RelyingParty {

    /** ES256, EdDSA, RS256, as all authenticators have one of them. */
    static final List<COSEAlgorithmIdentifier> ALGORITHMS =
            List.of(
                    COSEAlgorithmIdentifier.ES256,
                    COSEAlgorithmIdentifier.EdDSA,
                    COSEAlgorithmIdentifier.RS256);

    private final ObjectConverter converter = new ObjectConverter();
    private final AttestedCredentialDataConverter credentials =
            new AttestedCredentialDataConverter(converter);
    private final WebAuthnManager webAuthn =
            WebAuthnManager.createNonStrictWebAuthnManager(converter);
    private final Origin origin;
    private final String id;

    public RelyingParty(MarketConfig config) {
        URI page = config.mail().page();
        this.origin = new Origin(page.getScheme() + "://" + page.getAuthority());
        this.id = page.getHost();
    }

    /** The host of the page, to which passkeys are bound. */
    public String id() {
        return id;
    }

    /** The only origin where they are good. */
    public String origin() {
        return origin.toString();
    }

    /** Numbers of the algorithms that may be used, the best first. */
    public List<Long> algorithms() {
        return ALGORITHMS.stream().map(COSEAlgorithmIdentifier::getValue).toList();
    }

    /**
     * What an authenticator answered, before anything of it is checked.
     *
     * @param credentialId of the passkey it says it used
     * @param handle of the account it says that is for; empty if it does not say
     * @param challenge that it says it answers
     */
    public record Assertion(
            AuthenticationData data, Buffer credentialId, Buffer handle, String challenge) {}

    /** A new passkey, before anything of it is checked. */
    public record Attestation(RegistrationData data, String challenge) {}

    /** Reads the JSON of a browser's {@code PublicKeyCredential}. */
    public Attestation attestation(String json) {
        try {
            RegistrationData data = webAuthn.parseRegistrationResponseJSON(json);
            return new Attestation(data, challenge(data.getCollectedClientData()));
        } catch (RuntimeException e) {
            // The library fails in many ways at what is no such JSON.
            throw refused(e);
        }
    }

    /** Reads the JSON of a browser's {@code PublicKeyCredential}. */
    public Assertion assertion(String json) {
        try {
            AuthenticationData data = webAuthn.parseAuthenticationResponseJSON(json);
            return new Assertion(
                    data,
                    Buffer.buffer(data.getCredentialId()),
                    Optional.ofNullable(data.getUserHandle())
                            .map(handle -> Buffer.buffer(handle))
                            .orElseGet(Buffer::buffer),
                    challenge(data.getCollectedClientData()));
        } catch (RuntimeException e) {
            // The library fails in many ways at what is no such JSON.
            throw refused(e);
        }
    }

    private static String challenge(@Nullable CollectedClientData data) {
        if (data == null || data.getChallenge() == null) {
            throw new AuthenticationFailedException("no challenge");
        }
        return SessionToken.encode(data.getChallenge().getValue());
    }

    /** Checks a new passkey against a challenge of ours that it says it answers. */
    public Credential register(Attestation attestation) {
        try {
            RegistrationData data =
                    webAuthn.verify(
                            attestation.data(),
                            new RegistrationParameters(
                                    server(attestation.challenge()),
                                    ALGORITHMS.stream()
                                            .map(one ->
                                                    new PublicKeyCredentialParameters(
                                                            PublicKeyCredentialType.PUBLIC_KEY,
                                                            one))
                                            .toList(),
                                    true,
                                    true));
            AuthenticatorData<?> made =
                    Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData();
            AttestedCredentialData key = Objects.requireNonNull(made.getAttestedCredentialData());
            return new Credential(
                    Buffer.buffer(key.getCredentialId()),
                    Buffer.buffer(credentials.convert(key)),
                    made.getSignCount(),
                    made.isFlagBE());
        } catch (VerificationException | DataConversionException e) {
            throw refused(e);
        }
    }

    /**
     * Checks an answer against a challenge of ours that it says it answers, and the passkey as we
     * know it.
     *
     * @return what the authenticator counts now; a count that does not go on is of a copy, and
     *     refused
     */
    public long verify(Assertion assertion, Credential known) {
        try {
            CredentialRecordImpl credential =
                    new CredentialRecordImpl(
                            new NoneAttestationStatement(),
                            true,
                            known.backupEligible(),
                            false,
                            known.signCount(),
                            credentials.convert(known.data().getBytes()),
                            new AuthenticationExtensionsAuthenticatorOutputs<>(),
                            Objects.requireNonNull(assertion.data().getCollectedClientData()),
                            null,
                            Set.of());
            webAuthn.verify(
                    assertion.data(),
                    new AuthenticationParameters(
                            server(assertion.challenge()), credential, null, true, true));
            return credential.getCounter();
        } catch (VerificationException | DataConversionException e) {
            throw refused(e);
        }
    }

    private ServerProperty server(String challenge) {
        return new ServerProperty(origin, id, new DefaultChallenge(challenge));
    }

    private static AuthenticationFailedException refused(Exception cause) {
        return new AuthenticationFailedException("passkey refused", cause);
    }
}
