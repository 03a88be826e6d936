package energy.peerwatt.edge.keys;

import energy.peerwatt.edge.spool.DurableFiles;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.SaltKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** The secret behind the salts of a gateway's readings: a line of base64, for the owner alone. */
public final class SaltKeyFile {

    private SaltKeyFile() {}

    /**
     * The secret in {@code file}; a new one if there is no such file.
     *
     * @throws MarketException {@code CONFIGURATION_INVALID} if the file cannot be used
     */
    public static SaltKey loadOrCreate(Path file) {
        try {
            if (!Files.exists(file)) {
                String fresh = Base64.getEncoder().encodeToString(SaltKey.random().secret());
                DurableFiles.writePrivate(file, fresh + "\n");
            }
            return SaltKey.of(Base64.getDecoder().decode(Files.readString(file).strip()));
        } catch (IOException | IllegalArgumentException e) {
            throw new MarketException(ErrorCode.CONFIGURATION_INVALID, "salt key " + file, e);
        }
    }
}
