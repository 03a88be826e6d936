package energy.peerwatt.edge.keys;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.Es256SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A P-256 key in a PKCS#12 store or on a PKCS#11 token, which keeps the secret to itself. */
final class StoredKey {

    private StoredKey() {}

    /**
     * A key of a store.
     *
     * @param password wiped afterwards
     * @throws MarketException {@code CONFIGURATION_INVALID} if there is no such key
     */
    static Es256SigningKey ofPkcs12(Path file, String alias, char[] password) {
        String where = "signing key " + alias + " in " + file;
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            return key(store, alias, password, provider("SunEC"));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw invalid(where, e);
        } finally {
            Arrays.fill(password, ' ');
        }
    }

    /**
     * A key of a token. The token shows only keys with a certificate, as {@code keytool} makes
     * them.
     *
     * @param pin wiped afterwards
     * @throws MarketException {@code CONFIGURATION_INVALID} if there is no such key
     */
    static Es256SigningKey ofPkcs11(
            Path library, Optional<Integer> slot, String alias, char[] pin) {
        String where = "signing key " + alias + " on the token of " + library;
        try {
            Provider token = provider("SunPKCS11").configure(configuration(library, slot));
            KeyStore store = KeyStore.getInstance("PKCS11", token);
            store.load(null, pin);
            return key(store, alias, null, token);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw invalid(where, e);
        } finally {
            Arrays.fill(pin, ' ');
        }
    }

    /** The two hyphens say that this is the configuration itself and not the name of its file. */
    private static String configuration(Path library, Optional<Integer> slot) {
        String which = slot.map(id -> "slot=" + id).orElse("slotListIndex=0");
        return "--name=peerwatt\nlibrary=\"%s\"\n%s\nshowInfo=false\n"
                .formatted(library.toString().replace("\\", "\\\\"), which);
    }

    private static Es256SigningKey key(
            KeyStore store, String alias, char @Nullable [] password, Provider provider)
            throws GeneralSecurityException {
        @Nullable Key key = store.getKey(alias, password);
        @Nullable Certificate certificate = store.getCertificate(alias);
        if (!(key instanceof PrivateKey secret) || certificate == null) {
            throw new IllegalArgumentException("no private key with a certificate has this name");
        }
        return Es256SigningKey.of(secret, certificate.getPublicKey(), provider);
    }

    private static Provider provider(String name) {
        return Objects.requireNonNull(Security.getProvider(name), name);
    }

    private static MarketException invalid(String where, Exception cause) {
        return new MarketException(
                ErrorCode.CONFIGURATION_INVALID, where + ": " + cause.getMessage(), cause);
    }
}
