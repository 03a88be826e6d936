package energy.peerwatt.web.parts;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.headend.store.GatewayRegistry;
import energy.peerwatt.metering.protocol.BrokerPassword;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.time.ScaledMarketClock;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.config.Role;
import energy.peerwatt.web.stage.Closing;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Starts and stops the parts this process needs for its roles, and hands them out. Until {@link
 * #start} has returned, and for parts of other roles, asking for one fails.
 */
@ApplicationScoped
public class Parts {

    private static final Logger LOG = Logger.getLogger(Parts.class);
    private static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private final MarketConfig config;
    private final ScaledMarketClock clock;
    private final ChainOutbox outbox;
    private final GatewayRegistry gateways;
    private volatile @Nullable EmbeddedBroker broker;
    private volatile @Nullable Engine engine;
    private volatile @Nullable Chain chain;

    public Parts(
            MarketConfig config,
            ScaledMarketClock clock,
            ChainOutbox outbox,
            GatewayRegistry gateways) {
        this.config = config;
        this.clock = clock;
        this.outbox = outbox;
        this.gateways = gateways;
    }

    /**
     * Starts the parts side by side; returns when all run.
     *
     * @throws MarketException what the first part that did not start threw
     */
    public void start(Set<Role> roles) {
        Executor executor = task -> Thread.ofVirtual().name("start-part").start(task);
        var starts =
                CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> startBroker(roles), executor),
                        CompletableFuture.runAsync(() -> startEngine(roles), executor),
                        CompletableFuture.runAsync(() -> startChain(roles), executor));
        try {
            starts.join();
        } catch (CompletionException e) {
            close();
            throw e.getCause() instanceof MarketException named ? named : e;
        }
    }

    private void startBroker(Set<Role> roles) {
        if (roles.contains(Role.INGEST) && config.mqtt().embedded()) {
            broker =
                    EmbeddedBroker.start(
                            config.dataDir().resolve("broker"),
                            config.mqtt().port(),
                            GatewayLogins.shared(config.mqtt().gatewayPassword())
                                    .or(this::enrolled));
        }
    }

    /** With the password that the gateway made up when it enrolled. */
    private boolean enrolled(String gatewayId, String password) {
        try {
            return gateways.mayLogIn(gatewayId, BrokerPassword.of(password))
                    .await()
                    .atMost(LOGIN_TIMEOUT);
        } catch (RuntimeException e) {
            LOG.warnf("gateway %s cannot log in now: %s", gatewayId, e.getMessage());
            return false;
        }
    }

    private void startEngine(Set<Role> roles) {
        if (roles.contains(Role.API) || roles.contains(Role.BALANCING)) {
            engine = Engine.start(config.engine(), config.dataDir().resolve("engine"), clock);
        }
    }

    private void startChain(Set<Role> roles) {
        if (roles.contains(Role.SETTLEMENT) || roles.contains(Role.API)) {
            chain =
                    Chain.start(
                            config.chain(),
                            config.dataDir().resolve("chain"),
                            outbox,
                            clock.wall());
        }
    }

    public Engine engine() {
        return require(engine, ErrorCode.ENGINE_UNAVAILABLE, () -> "the engine is not started");
    }

    /** Completes with the cause if an engine node in this process stops by itself. */
    public CompletionStage<Void> engineEnded() {
        Engine started = engine;
        return started == null ? new CompletableFuture<>() : started.ended();
    }

    public Chain chain() {
        return require(chain, ErrorCode.CHAIN_UNAVAILABLE, () -> "the chain is not started");
    }

    /** Where the market's own MQTT clients log in. */
    public BrokerLogin brokerLogin() {
        EmbeddedBroker embedded = broker;
        if (embedded != null) {
            return embedded.login();
        }
        String url =
                require(
                        config.mqtt().url().orElse(null),
                        ErrorCode.CONFIGURATION_INVALID,
                        () -> "peerwatt.mqtt.url: required without an embedded broker");
        return new BrokerLogin(url, config.mqtt().user(), config.mqtt().password().orElse(""));
    }

    /**
     * Ends a gateway's sessions at the embedded broker, if it is in this process. Blocks.
     *
     * @throws MarketException BROKER_UNAVAILABLE if it cannot
     */
    public void disconnect(String gatewayId) {
        EmbeddedBroker embedded = broker;
        if (embedded != null) {
            embedded.disconnect(gatewayId);
        }
    }

    /** Whether the embedded broker runs; empty if there is none here. */
    public Optional<Boolean> brokerActive() {
        return Optional.ofNullable(broker).map(EmbeddedBroker::isActive);
    }

    private static <T> T require(@Nullable T part, ErrorCode code, Supplier<String> context) {
        if (part == null) {
            throw new MarketException(code, context.get());
        }
        return part;
    }

    /**
     * Stops what runs, side by side; what hangs is left behind after 2 s. Their clients, the
     * stages, stop before. Idempotent.
     */
    public void close() {
        List<AutoCloseable> running =
                Stream.of(
                                Optional.ofNullable(engine),
                                Optional.ofNullable(chain),
                                Optional.ofNullable(broker))
                        .<AutoCloseable>flatMap(Optional::stream)
                        .toList();
        engine = null;
        chain = null;
        broker = null;
        Closing.all(running, STOP_TIMEOUT);
    }
}
