package energy.peerwatt.web.accounts;

import io.vertx.core.buffer.Buffer;

/**
 * The public half of a passkey, as the market keeps it.
 *
 * @param id by which the authenticator knows it
 * @param data attested credential data (WebAuthn 6.5.1): id and public key
 * @param signCount what the authenticator counted last; 0 if it does not count
 * @param backupEligible whether it may be copied to other devices of the person
 */
public record Credential(Buffer id, Buffer data, long signCount, boolean backupEligible) {

    @Override
    public String toString() {
        return "Credential";
    }
}
