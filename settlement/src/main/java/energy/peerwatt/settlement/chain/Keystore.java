package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Wallet;
import org.web3j.crypto.WalletFile;
import org.web3j.crypto.exception.CipherException;
import org.web3j.protocol.ObjectMapperFactory;

/**
 * Keys in files that a password opens: Web3 Secret Storage version 3 with scrypt, as wallets and
 * other nodes read them. One file per purpose.
 */
final class Keystore {

    private static final String SUFFIX = ".key.json";
    private static final int KEY_BYTES = 32;
    private static final int PASSWORD_BYTES = 24;

    /** Of scrypt: 32 MB of memory and some tenths of a second for each guess of the password. */
    private static final int COST = 1 << 15;

    private static final int PARALLEL = 1;

    private final Path directory;
    private final String password;

    private Keystore(Path directory, String password) {
        this.directory = directory;
        this.password = password;
    }

    /**
     * Whether a directory has a key file, of whatever purpose.
     *
     * @throws MarketException CONFIGURATION_INVALID if it cannot be read
     */
    static boolean isIn(Path directory) {
        if (Files.notExists(directory)) {
            return false;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(file -> file.getFileName().toString().endsWith(SUFFIX));
        } catch (IOException | UncheckedIOException e) {
            throw new MarketException(
                    ErrorCode.CONFIGURATION_INVALID, "key directory " + directory, e);
        }
    }

    /**
     * Draws keys and writes them. Only where there are none: what they replaced would be lost.
     *
     * @param passwordFile its first line is the password; drawn and written if the file is not
     *     there
     * @throws MarketException CONFIGURATION_INVALID if a file cannot be read or written, or the
     *     password is empty
     */
    static void create(Path directory, Path passwordFile, List<String> purposes) {
        drawPassword(passwordFile);
        Keystore keys = in(directory, passwordFile);
        Map<Path, byte[]> files = new LinkedHashMap<>();
        purposes.forEach(purpose -> files.put(keys.file(purpose), keys.drawn()));
        // Encrypting takes long, writing does not: a crash hardly ever leaves one without another.
        files.forEach(Keystore::write);
    }

    private static void drawPassword(Path passwordFile) {
        try {
            if (Files.notExists(passwordFile)) {
                byte[] fresh = new byte[PASSWORD_BYTES];
                new SecureRandom().nextBytes(fresh);
                DurableFile.replace(
                        passwordFile,
                        (HexFormat.of().formatHex(fresh) + "\n")
                                .getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            throw new MarketException(
                    ErrorCode.CONFIGURATION_INVALID, "password file " + passwordFile, e);
        }
    }

    /**
     * The keys in a directory.
     *
     * @param passwordFile its first line is the password
     * @throws MarketException CONFIGURATION_INVALID if it is not there, cannot be read or is empty
     */
    static Keystore in(Path directory, Path passwordFile) {
        try {
            String password = Files.readString(passwordFile).lines().findFirst().orElse("").strip();
            if (password.isEmpty()) {
                throw new IllegalArgumentException("no password");
            }
            return new Keystore(directory, password);
        } catch (IOException | IllegalArgumentException e) {
            throw new MarketException(
                    ErrorCode.CONFIGURATION_INVALID, "password file " + passwordFile, e);
        }
    }

    /**
     * Reads the key for a purpose.
     *
     * @throws MarketException CONFIGURATION_INVALID if the file is not there or cannot be read, is
     *     no keystore, or the password does not open it
     */
    ECKeyPair key(String purpose) {
        Path file = file(purpose);
        if (Files.notExists(file)) {
            throw new MarketException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "key file " + file + " is not there: restore it from the backup");
        }
        try {
            return Wallet.decrypt(
                    password,
                    ObjectMapperFactory.getObjectMapper()
                            .readValue(Files.readString(file), WalletFile.class));
        } catch (IOException | CipherException | RuntimeException e) {
            throw new MarketException(ErrorCode.CONFIGURATION_INVALID, "key file " + file, e);
        }
    }

    /** A fresh key, encrypted. */
    private byte[] drawn() {
        try {
            return ObjectMapperFactory.getObjectMapper()
                    .writeValueAsBytes(Wallet.create(password, draw(), COST, PARALLEL));
        } catch (CipherException e) {
            throw new IllegalStateException("every Java platform has these ciphers", e);
        }
    }

    private static void write(Path file, byte[] json) {
        try {
            DurableFile.replace(file, json);
        } catch (IOException e) {
            throw new MarketException(ErrorCode.CONFIGURATION_INVALID, "key file " + file, e);
        }
    }

    /** Zero and numbers beyond the curve's order are drawn with a probability of 2^-127. */
    private static ECKeyPair draw() {
        byte[] bytes = new byte[KEY_BYTES];
        SecureRandom random = new SecureRandom();
        BigInteger key;
        do {
            random.nextBytes(bytes);
            key = new BigInteger(1, bytes);
        } while (key.signum() == 0 || key.compareTo(ChainAccounts.CURVE_ORDER) >= 0);
        return ECKeyPair.create(key);
    }

    private Path file(String purpose) {
        return directory.resolve(purpose + SUFFIX);
    }
}
