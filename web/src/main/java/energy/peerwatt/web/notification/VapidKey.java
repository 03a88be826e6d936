package energy.peerwatt.web.notification;

import com.zerodeplibs.webpush.VAPIDKeyPair;
import com.zerodeplibs.webpush.VAPIDKeyPairs;
import com.zerodeplibs.webpush.key.PrivateKeySources;
import com.zerodeplibs.webpush.key.PublicKeySources;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;

/**
 * The key by which push services know the market (RFC 8292): {@code vapid-key} with the private key
 * (PKCS 8) and the public one (X.509), each a line of base64, readable by the owner alone. Browsers
 * subscribe to the key: with another one they have to subscribe again.
 */
final class VapidKey {

    private static final String FILE = "vapid-key";

    private VapidKey() {}

    /**
     * The key in a directory; a new one if it has none.
     *
     * @throws MarketException {@code CONFIGURATION_INVALID} if it cannot be used
     */
    static VAPIDKeyPair loadOrCreate(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            Files.createDirectories(directory);
            if (!Files.exists(file)) {
                write(file, generate());
            }
            List<String> lines = Files.readAllLines(file);
            if (lines.size() != 2) {
                throw new IllegalArgumentException("has not two lines");
            }
            Base64.Decoder base64 = Base64.getDecoder();
            return VAPIDKeyPairs.of(
                    PrivateKeySources.ofPKCS8Bytes(base64.decode(lines.getFirst())),
                    PublicKeySources.ofX509Bytes(base64.decode(lines.getLast())));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new MarketException(ErrorCode.CONFIGURATION_INVALID, "push key " + file, e);
        }
    }

    private static String generate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Base64.Encoder base64 = Base64.getEncoder();
        return base64.encodeToString(pair.getPrivate().getEncoded())
                + "\n"
                + base64.encodeToString(pair.getPublic().getEncoded())
                + "\n";
    }

    private static void write(Path file, String content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes =
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        Files.createFile(fresh, attributes);
        Files.writeString(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
