package energy.peerwatt.edge.keys;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Opens the gateway's signing key where its configuration says that it is. */
public final class GatewayKeys {

    private static final String KEY_FILE = "signing-key";

    private final KeyConfig config;
    private final Path directory;

    /**
     * Opens nothing yet.
     *
     * @param directory the gateway's data directory
     */
    public GatewayKeys(KeyConfig config, Path directory) {
        this.config = config;
        this.directory = directory;
    }

    /**
     * The key; a file's is made if there is none.
     *
     * @throws MarketException {@code CONFIGURATION_INVALID} if it cannot be opened
     */
    public SigningKey open() {
        return config.source() == KeyConfig.Source.FILE
                ? KeyFile.loadOrCreate(file())
                : open(required("alias", config.alias()));
    }

    /**
     * A key of another name in the same store or on the same token.
     *
     * @throws MarketException {@code CONFIGURATION_INVALID} if it cannot be opened
     */
    public SigningKey open(String alias) {
        return switch (config.source()) {
            case FILE -> throw invalid("peerwatt.key.source is file: there are no names");
            case PKCS12 -> StoredKey.ofPkcs12(required("store", config.store()), alias, password());
            case PKCS11 ->
                    StoredKey.ofPkcs11(
                            required("library", config.library()),
                            config.slot(),
                            alias,
                            password());
        };
    }

    /** Whether the key is in a file of the data directory. */
    public boolean isFile() {
        return config.source() == KeyConfig.Source.FILE;
    }

    /** Where a key in a file is. */
    Path file() {
        return directory.resolve(KEY_FILE);
    }

    private char[] password() {
        Optional<Path> file = config.passwordFile();
        if (file.isPresent() == config.password().isPresent()) {
            throw invalid("needed: peerwatt.key.password or peerwatt.key.password-file, not both");
        }
        return file.map(GatewayKeys::firstLine)
                .orElseGet(() -> config.password().orElseThrow())
                .toCharArray();
    }

    private static String firstLine(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().orElse("");
        } catch (IOException e) {
            throw new MarketException(
                    ErrorCode.CONFIGURATION_INVALID, "peerwatt.key.password-file " + file, e);
        }
    }

    private static <T> T required(String name, Optional<T> value) {
        return value.orElseThrow(() -> invalid("needed: peerwatt.key." + name));
    }

    private static MarketException invalid(String why) {
        return new MarketException(ErrorCode.CONFIGURATION_INVALID, why);
    }
}
