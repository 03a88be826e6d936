package energy.peerwatt.web.rest;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.web.accounts.PasskeyLogin;
import energy.peerwatt.web.accounts.RelyingParty;
import energy.peerwatt.web.accounts.SessionToken;
import io.vertx.core.buffer.Buffer;
import jakarta.validation.constraints.NotNull;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What browsers are given, and give, for passkeys: the JSON of Web Authentication Level 3, 5.1.8 to
 * 5.1.10 ({@code parseCreationOptionsFromJSON}, {@code toJSON}).
 */
final class PasskeyOptions {

    private static final String TYPE = "public-key";
    private static final String REQUIRED = "required";
    private static final long TIMEOUT_MILLIS = 300_000;

    private PasskeyOptions() {}

    /** For whom a passkey is. */
    record Party(String id, String name) {}

    /** Whose a passkey is; {@code id} says nothing about the person. */
    record User(String id, String name, String displayName) {}

    /** A kind of key. */
    record Parameter(String type, long alg) {}

    /** A passkey that there is. */
    record Descriptor(String type, String id) {}

    /** What a new one must be able to. */
    record Selection(String residentKey, boolean requireResidentKey, String userVerification) {}

    /** To make a passkey. */
    record Creation(
            Party rp,
            User user,
            String challenge,
            List<Parameter> pubKeyCredParams,
            long timeout,
            List<Descriptor> excludeCredentials,
            Selection authenticatorSelection,
            String attestation) {}

    /** To use a passkey; of any account if none are named. */
    record Request(
            String challenge,
            String rpId,
            long timeout,
            List<Descriptor> allowCredentials,
            String userVerification) {}

    /** What the browser answers. */
    record Answer(
            @NotNull @Schema(type = SchemaType.OBJECT, implementation = Object.class)
                    JsonNode credential) {

        String json() {
            return credential.toString();
        }

        @Override
        public String toString() {
            return "Answer";
        }
    }

    static Request request(RelyingParty party, SessionToken challenge) {
        return request(party, challenge, List.of());
    }

    static Request request(RelyingParty party, SessionToken challenge, List<Buffer> allowed) {
        return new Request(
                challenge.value(), party.id(), TIMEOUT_MILLIS, descriptors(allowed), REQUIRED);
    }

    /**
     * Options of a new passkey.
     *
     * @param login under which the authenticator shows it
     * @param there passkeys of the account, of which each authenticator needs but one
     */
    static Creation creation(
            RelyingParty party,
            SessionToken challenge,
            UUID handle,
            String login,
            List<Buffer> there) {
        return new Creation(
                new Party(party.id(), "Peerwatt"),
                new User(encode(PasskeyLogin.bytes(handle)), login, login),
                challenge.value(),
                party.algorithms().stream().map(alg -> new Parameter(TYPE, alg)).toList(),
                TIMEOUT_MILLIS,
                descriptors(there),
                new Selection(REQUIRED, true, REQUIRED),
                "none");
    }

    private static List<Descriptor> descriptors(List<Buffer> ids) {
        return ids.stream().map(id -> new Descriptor(TYPE, encode(id.getBytes()))).toList();
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
