package energy.peerwatt.edge.keys;

import energy.peerwatt.edge.spool.DurableFiles;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.Ed25519SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/**
 * An Ed25519 key in a file that the owner alone may read: PKCS 8, then X.509, each a line of
 * base64.
 */
final class KeyFile {

    private KeyFile() {}

    /**
     * The key in {@code file}; a new one if there is no such file.
     *
     * @throws MarketException {@code CONFIGURATION_INVALID} if the file cannot be used
     */
    static Ed25519SigningKey loadOrCreate(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return load(file);
        } catch (IOException | IllegalArgumentException e) {
            throw new MarketException(ErrorCode.CONFIGURATION_INVALID, "signing key " + file, e);
        }
    }

    private static void create(Path file) throws IOException {
        Ed25519SigningKey key = Ed25519SigningKey.generate(new SecureRandom());
        String secret = Base64.getEncoder().encodeToString(key.toPkcs8());
        String content = secret + "\n" + key.verificationKey().toBase64() + "\n";
        DurableFiles.writePrivate(file, content);
    }

    private static Ed25519SigningKey load(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 2) {
            throw new IllegalArgumentException(file + " is not a signing key");
        }
        Ed25519SigningKey key =
                Ed25519SigningKey.ofPkcs8(Base64.getDecoder().decode(lines.getFirst()));
        if (!key.verificationKey().toBase64().equals(lines.get(1))) {
            throw new IllegalArgumentException(file + " holds two keys that are no pair");
        }
        return key;
    }
}
