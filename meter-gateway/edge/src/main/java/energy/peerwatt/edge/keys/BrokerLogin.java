package energy.peerwatt.edge.keys;

import energy.peerwatt.edge.spool.DurableFiles;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.BrokerPassword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/**
 * The gateway's own login at the market's broker, made up when it enrols: file {@code
 * broker-login}, id and password each in a line, readable by the owner alone.
 *
 * @param gatewayId the user
 */
public record BrokerLogin(String gatewayId, BrokerPassword password) {

    private static final String FILE = "broker-login";

    /**
     * The login of before.
     *
     * @param directory the gateway's data directory
     * @throws MarketException {@code CONFIGURATION_INVALID} if the file cannot be read
     */
    public static Optional<BrokerLogin> load(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(file);
            if (lines.size() != 2) {
                throw new MarketException(
                        ErrorCode.CONFIGURATION_INVALID, file + " is not id and password");
            }
            return Optional.of(
                    new BrokerLogin(lines.getFirst(), BrokerPassword.of(lines.getLast())));
        } catch (IOException e) {
            throw new MarketException(ErrorCode.CONFIGURATION_INVALID, file.toString(), e);
        }
    }

    /** The login of before if it is this gateway's, else a new one; kept before it is used. */
    static BrokerLogin loadOrCreate(Path directory, String gatewayId) throws IOException {
        Optional<BrokerLogin> known =
                load(directory).filter(login -> login.gatewayId().equals(gatewayId));
        if (known.isPresent()) {
            return known.get();
        }
        BrokerLogin fresh = new BrokerLogin(gatewayId, BrokerPassword.generate(new SecureRandom()));
        Path file = directory.resolve(FILE);
        String content = gatewayId + "\n" + fresh.password().reveal() + "\n";
        DurableFiles.writePrivate(file, content);
        return fresh;
    }
}
