package energy.peerwatt.bench;

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
import java.nio.file.Path;
import java.time.Duration;
import org.flywaydb.core.Flyway;

/** The market's own embedded PostgreSQL, migrated, with a head-end on it. */
final class MarketDatabase implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** {@code quarkus.datasource.reactive.max-size} of the market. */
    private static final int CONNECTIONS = 8;

    private final EmbeddedDatabase server;
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;

    private MarketDatabase(EmbeddedDatabase server) {
        this.server = server;
        pool =
                Pool.newInstance(
                        PgBuilder.pool()
                                .connectingTo(
                                        PgConnectOptions.fromUri(server.reactiveUrl())
                                                .setUser("postgres")
                                                .setPassword("trusted")
                                                .setCachePreparedStatements(true))
                                .with(new PoolOptions().setMaxSize(CONNECTIONS))
                                .using(vertx)
                                .build());
    }

    /** Starts in an empty directory. */
    static MarketDatabase start(Path directory) {
        EmbeddedDatabase server = EmbeddedDatabase.start(directory);
        Flyway.configure()
                .dataSource(server.jdbcUrl(), "postgres", "trusted")
                .outOfOrder(true)
                .load()
                .migrate();
        return new MarketDatabase(server);
    }

    HeadEnd headEnd() {
        return new HeadEnd(
                new GatewayRegistry(pool),
                new ReadingStore(pool, ValidationRules.DEFAULTS),
                new RefusedBlockLog(pool));
    }

    IntervalStage intervals() {
        return new IntervalStage(pool, ValidationRules.DEFAULTS, EstimationRules.DEFAULTS);
    }

    /** One number that the database answers with. */
    long number(String sql) {
        return pool.query(sql).execute().await().atMost(PATIENCE).iterator().next().getLong(0);
    }

    @Override
    public void close() {
        pool.closeAndAwait();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }
}
