package energy.peerwatt.web.ingest;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.Ed25519SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The key that moves devices: {@code control-key}, PKCS 8 in base64, readable by the owner alone;
 * beside it {@code control-key.pub}, which gateways trust.
 */
final class ControlKey {

    private static final String SECRET = "control-key";
    private static final String PUBLIC = "control-key.pub";

    private ControlKey() {}

    /**
     * The key in a directory; a new one if it has none.
     *
     * @throws MarketException {@code CONFIGURATION_INVALID} if it cannot be used
     */
    static Ed25519SigningKey loadOrCreate(Path directory) {
        Path secret = directory.resolve(SECRET);
        try {
            Files.createDirectories(directory);
            if (!Files.exists(secret)) {
                Ed25519SigningKey fresh = Ed25519SigningKey.generate(new SecureRandom());
                write(secret, Base64.getEncoder().encodeToString(fresh.toPkcs8()), "rw-------");
            }
            Ed25519SigningKey key =
                    Ed25519SigningKey.ofPkcs8(
                            Base64.getDecoder().decode(Files.readString(secret).strip()));
            write(directory.resolve(PUBLIC), key.verificationKey().toBase64(), "rw-r--r--");
            return key;
        } catch (IOException | IllegalArgumentException e) {
            throw new MarketException(ErrorCode.CONFIGURATION_INVALID, "control key " + secret, e);
        }
    }

    private static void write(Path file, String content, String permissions) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes =
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString(permissions))
                        }
                        : new FileAttribute<?>[0];
        Files.createFile(fresh, attributes);
        Files.writeString(fresh, content + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
