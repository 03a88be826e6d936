package energy.peerwatt.edge;

import energy.peerwatt.edge.spool.DurableFiles;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.BlockSigner;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The Ed25519 key of a gateway: made at the first start, kept in {@code signing-key} (PKCS 8, then
 * X.509, each a line of base64; readable by the owner alone). {@code identity.json} beside it is
 * for everybody.
 */
final class SigningKey {

    private static final String KEY_FILE = "signing-key";
    private static final String IDENTITY_FILE = "identity.json";
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private SigningKey() {}

    /**
     * The signer of this gateway, with a new key if the directory has none.
     *
     * @throws MarketException {@code CONFIGURATION_INVALID} if the directory cannot be used
     */
    static BlockSigner loadOrCreate(Path directory, String gatewayId) {
        try {
            Path file = directory.resolve(KEY_FILE);
            if (!Files.exists(file)) {
                create(file);
            }
            BlockSigner signer = load(file, gatewayId);
            DurableFiles.write(directory.resolve(IDENTITY_FILE), signer.identity().toJson());
            return signer;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new MarketException(
                    ErrorCode.CONFIGURATION_INVALID, "signing key in " + directory, e);
        }
    }

    private static void create(Path file) throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Base64.Encoder base64 = Base64.getEncoder();
        String content =
                base64.encodeToString(pair.getPrivate().getEncoded())
                        + "\n"
                        + base64.encodeToString(pair.getPublic().getEncoded())
                        + "\n";
        DurableFiles.write(file, content, permissions(file));
    }

    private static BlockSigner load(Path file, String gatewayId)
            throws IOException, GeneralSecurityException {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 2) {
            throw new IllegalArgumentException(file + " is not a signing key");
        }
        byte[] encoded = Base64.getDecoder().decode(lines.get(0));
        PrivateKey key =
                KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        return new BlockSigner(GatewayIdentity.of(gatewayId, lines.get(1)), key);
    }

    private static FileAttribute<?>[] permissions(Path file) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }
}
