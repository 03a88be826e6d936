package energy.peerwatt.edge.keys;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Where the signing key is kept; every key starts with {@code peerwatt.key}. */
@ConfigMapping(prefix = "peerwatt.key")
public interface KeyConfig {

    /** Kinds of places. */
    enum Source {
        /** An Ed25519 key in a file of the data directory, made at the first start. */
        FILE,
        /** A P-256 key in a PKCS#12 key store. */
        PKCS12,
        /** A P-256 key on a PKCS#11 token. */
        PKCS11
    }

    /** {@code peerwatt.key.source}. */
    @WithDefault("file")
    Source source();

    /** Name of the key in its store or on its token. */
    Optional<String> alias();

    /** The PKCS#12 key store. */
    Optional<Path> store();

    /** The token's PKCS#11 module, a shared library. */
    Optional<Path> library();

    /** Id of the token's slot; the first with a token if absent. */
    Optional<Integer> slot();

    /** Password of the store or PIN of the token; never logged. */
    Optional<String> password();

    /** Or a file with the password in its first line. */
    Optional<Path> passwordFile();
}
