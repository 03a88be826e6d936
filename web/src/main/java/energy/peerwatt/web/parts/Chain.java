package energy.peerwatt.web.parts;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.ChainAccounts;
import energy.peerwatt.settlement.chain.ChainAccounts.Role;
import energy.peerwatt.settlement.chain.ChainAddress;
import energy.peerwatt.settlement.chain.ChainGateway;
import energy.peerwatt.settlement.chain.ChainNode;
import energy.peerwatt.settlement.chain.EmbeddedChain;
import energy.peerwatt.settlement.chain.Finality;
import energy.peerwatt.settlement.chain.RemoteChain;
import energy.peerwatt.settlement.chain.Signer;
import energy.peerwatt.settlement.chain.VaultTerms;
import energy.peerwatt.settlement.chain.Web3Signer;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.unit.Money;
import energy.peerwatt.web.config.MarketConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;

/** The chain that settlement is anchored on, with the accounts and the gateway to it. */
public final class Chain implements AutoCloseable {

    private static final long NANO = 1_000_000_000;

    private final MarketConfig.Chain config;
    private final Path directory;
    private final ChainNode node;
    private final ChainAccounts accounts;
    private final ChainGateway gateway;

    private Chain(
            MarketConfig.Chain config,
            Path directory,
            ChainNode node,
            ChainAccounts accounts,
            ChainGateway gateway) {
        this.config = config;
        this.directory = directory;
        this.node = node;
        this.accounts = accounts;
        this.gateway = gateway;
    }

    /**
     * Starts the embedded node, or prepares the connection to a remote one.
     *
     * @param directory of the key files and of the embedded node
     * @param wallClock for block timestamps
     */
    public static Chain start(
            MarketConfig.Chain config,
            Path directory,
            ChainOutbox outbox,
            InstantSource wallClock) {
        ChainAccounts accounts =
                ChainAccounts.open(
                        directory,
                        config.passwordFile().orElse(directory.resolve("keys.password")),
                        signers(config),
                        outbox);
        ChainNode node = node(config, directory, wallClock);
        ChainGateway gateway = new ChainGateway(node, accounts, outbox, terms(config), wallClock);
        return new Chain(config, directory, node, accounts, gateway);
    }

    private static ChainNode node(
            MarketConfig.Chain config, Path directory, InstantSource wallClock) {
        if (config.url().isPresent()) {
            return RemoteChain.connect(
                    new RemoteChain.Config(
                            config.url().get(),
                            config.id(),
                            finality(config.finality()),
                            config.maxFeePerGas()));
        }
        Path anvil =
                config.anvil()
                        .orElseThrow(() ->
                                new MarketException(
                                        ErrorCode.CONFIGURATION_INVALID,
                                        "one of peerwatt.chain.url and"
                                                + " peerwatt.chain.anvil is required"));
        return EmbeddedChain.start(new EmbeddedChain.Config(anvil, directory, wallClock));
    }

    /** The keys that are with the signing service. */
    private static Map<Role, Signer> signers(MarketConfig.Chain config) {
        Map<Role, Signer> signers = new EnumMap<>(Role.class);
        config.signerUrl()
                .ifPresent(url -> {
                    String operator = config.signerAddress().orElse("none");
                    signers.put(Role.OPERATOR, signer(url, "signer-address", operator));
                    config.meteringAddress()
                            .map(text -> signer(url, "metering-address", text))
                            .ifPresent(signer -> signers.put(Role.METERING, signer));
                    config.auditorAddress()
                            .map(text -> signer(url, "auditor-address", text))
                            .ifPresent(signer -> signers.put(Role.AUDITOR, signer));
                });
        return signers;
    }

    private static Signer signer(URI url, String key, String address) {
        return new Web3Signer(url, address(key, address));
    }

    private static ChainAddress address(String key, String text) {
        try {
            return new ChainAddress(text);
        } catch (IllegalArgumentException e) {
            throw new MarketException(ErrorCode.CONFIGURATION_INVALID, "peerwatt.chain." + key, e);
        }
    }

    private static VaultTerms terms(MarketConfig.Chain config) {
        try {
            return new VaultTerms(
                    config.token().map(text -> address("token", text)),
                    config.challengeWindow(),
                    config.exitDelay(),
                    config.energyWindow(),
                    Money.ofNano(Math.multiplyExact(config.flowLimit(), NANO)));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new MarketException(
                    ErrorCode.CONFIGURATION_INVALID, "peerwatt.chain: terms of the vault", e);
        }
    }

    private static Finality finality(String text) {
        try {
            return Finality.parse(text);
        } catch (IllegalArgumentException e) {
            throw new MarketException(
                    ErrorCode.CONFIGURATION_INVALID, "peerwatt.chain.finality: " + text, e);
        }
    }

    public long id() {
        return node.chainId();
    }

    /** Where anybody on this machine can ask the node. */
    public String rpcUrl() throws IOException {
        if (config.url().isPresent()) {
            return config.url().get().toString();
        }
        return "http://127.0.0.1:" + Files.readString(directory.resolve("port")).strip();
    }

    public ChainAccounts accounts() {
        return accounts;
    }

    public ChainGateway gateway() {
        return gateway;
    }

    @Override
    public void close() {
        node.close();
    }
}
