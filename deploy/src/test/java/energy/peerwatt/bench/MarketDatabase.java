package energy.peerwatt.bench;

import energy.peerwatt.metering.headend.check.CheckRules;
import energy.peerwatt.metering.headend.estimation.EstimationRules;
import energy.peerwatt.metering.headend.store.GatewayRegistry;
import energy.peerwatt.metering.headend.store.HeadEnd;
import energy.peerwatt.metering.headend.store.IntervalStage;
import energy.peerwatt.metering.headend.store.ReadingStore;
import energy.peerwatt.metering.headend.store.RefusedBlockLog;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import energy.peerwatt.web.parts.EmbeddedDatabase;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;

/** The market's own embedded PostgreSQL, with a head-end on it. */
final class MarketDatabase implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** {@code quarkus.datasource.reactive.max-size} of the market. */
    private static final int CONNECTIONS = 8;

    private final Optional<EmbeddedDatabase> server;
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;

    private MarketDatabase(Optional<EmbeddedDatabase> server, int port) {
        this.server = server;
        pool =
                Pool.newInstance(
                        PgBuilder.pool()
                                .connectingTo(
                                        new PgConnectOptions()
                                                .setHost("127.0.0.1")
                                                .setPort(port)
                                                .setDatabase("postgres")
                                                .setUser("postgres")
                                                .setPassword("trusted")
                                                .setCachePreparedStatements(true))
                                .with(new PoolOptions().setMaxSize(CONNECTIONS))
                                .using(vertx)
                                .build());
    }

    /** That of a market that runs. */
    static MarketDatabase of(int port) {
        return new MarketDatabase(Optional.empty(), port);
    }

    /** One of its own in an empty directory, migrated. */
    static MarketDatabase start(Path directory) {
        EmbeddedDatabase server = EmbeddedDatabase.start(directory);
        Flyway.configure()
                .dataSource(server.jdbcUrl(), "postgres", "trusted")
                .outOfOrder(true)
                .load()
                .migrate();
        return new MarketDatabase(Optional.of(server), server.port());
    }

    HeadEnd headEnd() {
        return new HeadEnd(
                new GatewayRegistry(pool),
                new ReadingStore(pool, ValidationRules.DEFAULTS, CheckRules.DEFAULTS),
                new RefusedBlockLog(pool));
    }

    IntervalStage intervals() {
        return new IntervalStage(pool, ValidationRules.DEFAULTS, EstimationRules.DEFAULTS);
    }

    /** Processor time of this process and of the server's that run, in s. */
    static double cpuSeconds(Path directory) throws IOException {
        String first = Files.readAllLines(directory.resolve("data/postmaster.pid")).getFirst();
        ProcessHandle server = ProcessHandle.of(Long.parseLong(first)).orElseThrow();
        return Stream.concat(Stream.of(ProcessHandle.current(), server), server.descendants())
                        .flatMap(process -> process.info().totalCpuDuration().stream())
                        .mapToLong(Duration::toNanos)
                        .sum()
                / 1e9;
    }

    /** One number that the database answers with. */
    long number(String sql) {
        return pool.query(sql).execute().await().atMost(PATIENCE).iterator().next().getLong(0);
    }

    @Override
    public void close() {
        pool.closeAndAwait();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.ifPresent(EmbeddedDatabase::close);
    }
}
