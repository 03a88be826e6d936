package energy.peerwatt.web.parts;

import energy.peerwatt.market.EngineCommand.SetClock;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.matching.cluster.EngineAddress;
import energy.peerwatt.matching.cluster.EngineAddress.Member;
import energy.peerwatt.matching.cluster.EngineClient;
import energy.peerwatt.matching.cluster.EngineClientConfig;
import energy.peerwatt.matching.cluster.EngineNode;
import energy.peerwatt.matching.cluster.EngineNodeConfig;
import energy.peerwatt.time.ScaledMarketClock;
import energy.peerwatt.web.config.MarketConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The matching engine: a node in this process or a cluster elsewhere, and the client to it. */
public final class Engine implements AutoCloseable {

    private final Optional<EngineNode> node;
    private final EngineClient client;

    private Engine(Optional<EngineNode> node, EngineClient client) {
        this.node = node;
        this.client = client;
    }

    /**
     * Starts the embedded node if configured, and a client.
     *
     * @param directory of the embedded node
     */
    public static Engine start(
            MarketConfig.Engine config, Path directory, ScaledMarketClock clock) {
        Optional<EngineNode> node =
                config.embedded()
                        ? Optional.of(EngineNode.launch(EngineNodeConfig.single(directory)))
                        : Optional.empty();
        EngineAddress address =
                node.map(EngineNode::localAddress).orElseGet(() -> remote(config.members()));
        EngineClientConfig clientConfig =
                EngineClientConfig.of(address).withTimeout(config.timeout());
        return new Engine(node, EngineClient.connect(anchored(clientConfig, clock)));
    }

    private static EngineAddress remote(Optional<List<String>> members) {
        return new EngineAddress.Remote(
                members
                        .orElseThrow(() ->
                                new MarketException(
                                        ErrorCode.CONFIGURATION_INVALID,
                                        "peerwatt.engine.members: required without"
                                                + " an embedded engine"))
                        .stream()
                        .map(Engine::member)
                        .toList());
    }

    private static Member member(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        try {
            return new Member(
                    hostAndPort.substring(0, colon),
                    Integer.parseInt(hostAndPort.substring(colon + 1)));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new MarketException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "peerwatt.engine.members: not host:port: " + hostAndPort,
                    e);
        }
    }

    /** A market in real time needs no anchor: the engine's clock starts as one. */
    private static EngineClientConfig anchored(EngineClientConfig config, ScaledMarketClock clock) {
        if (clock.speed() == 1 && clock.marketStart().equals(Instant.EPOCH)) {
            return config;
        }
        return config.withClock(
                new SetClock(clock.marketStart(), clock.wallStart(), clock.speed()));
    }

    public EngineClient client() {
        return client;
    }

    /** Completes when an embedded node has stopped; with the cause if it did so by itself. */
    public CompletionStage<Void> ended() {
        return node.map(EngineNode::ended).orElseGet(CompletableFuture::new);
    }

    @Override
    public void close() {
        client.close();
        node.ifPresent(EngineNode::close);
    }
}
