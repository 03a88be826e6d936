package energy.peerwatt.edge.keys;

import energy.peerwatt.edge.spool.DurableFiles;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.EnrolmentCode;
import energy.peerwatt.metering.protocol.EnrolmentRequest;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import energy.peerwatt.metering.protocol.KeyRotation;
import energy.peerwatt.metering.protocol.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes the gateway's key known to the market. What it asks with is on disk before it asks, so a
 * command that was interrupted is simply given again.
 */
public final class Enrolment {

    private static final String IDENTITY_FILE = "identity.json";
    private static final String NEXT = ".next";

    private final Path directory;
    private final GatewayKeys keys;
    private final MarketKeys market;

    /**
     * Asks nothing yet.
     *
     * @param directory the gateway's data directory
     * @param market {@code https://host}; plain {@code http} only to this machine itself
     * @throws IllegalArgumentException if the address is another
     */
    public Enrolment(Path directory, GatewayKeys keys, URI market) {
        this.directory = directory;
        this.keys = keys;
        this.market = new MarketKeys(market);
    }

    /**
     * Enrols the key with a code of the operator.
     *
     * @return what the market knows the gateway as now
     * @throws MarketException if the market refuses or cannot be reached, or a file cannot be used
     */
    public GatewayIdentity enrol(EnrolmentCode code) {
        try {
            Files.createDirectories(directory);
            SigningKey key = keys.open();
            BrokerLogin login = BrokerLogin.loadOrCreate(directory, code.gatewayId());
            market.enrol(EnrolmentRequest.sign(code, key, login.password()));
            return writeIdentity(code.gatewayId(), key);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /**
     * Introduces the next key with the present one; the gateway signs with it from its next start.
     *
     * @param alias of the next key in its store or on its token; empty for keys in files
     * @param oldValidUntil until then the market takes what the present key signed
     * @throws MarketException if the market refuses or cannot be reached, or a file cannot be used
     */
    public GatewayIdentity rotate(String gatewayId, Optional<String> alias, Instant oldValidUntil) {
        if (keys.isFile() == alias.isPresent()) {
            throw new IllegalArgumentException(
                    keys.isFile()
                            ? "the key is in a file: it needs no alias"
                            : "needed: the alias of the next key");
        }
        Path next = keys.file().resolveSibling(keys.file().getFileName() + NEXT);
        SigningKey present = keys.open();
        SigningKey key = alias.map(keys::open).orElseGet(() -> KeyFile.loadOrCreate(next));
        market.rotate(KeyRotation.sign(gatewayId, present, key, oldValidUntil));
        try {
            if (alias.isEmpty()) {
                Files.move(next, keys.file(), StandardCopyOption.ATOMIC_MOVE);
                DurableFiles.forceDirectory(directory);
            }
            return writeIdentity(gatewayId, key);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private GatewayIdentity writeIdentity(String gatewayId, SigningKey key) throws IOException {
        GatewayIdentity identity = new GatewayIdentity(gatewayId, key.verificationKey());
        DurableFiles.write(directory.resolve(IDENTITY_FILE), identity.toJson());
        return identity;
    }

    private MarketException unusable(IOException e) {
        return new MarketException(ErrorCode.CONFIGURATION_INVALID, directory.toString(), e);
    }
}
