package energy.peerwatt.settlement.store;

import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.hibernate.boot.MetadataSources;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.provider.ReactiveServiceRegistryBuilder;

/** A real PostgreSQL with this module's migrations, as durable as in production. */
public final class Database implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;
    private final Mutiny.SessionFactory sessions;

    private Database(EmbeddedPostgres postgres) {
        this.postgres = postgres;
        Flyway.configure().dataSource(postgres.getPostgresDatabase()).load().migrate();
        PgConnectOptions options =
                new PgConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(postgres.getPort())
                        .setUser("postgres")
                        .setDatabase("postgres");
        pool =
                Pool.newInstance(
                        PgBuilder.pool()
                                .with(new PoolOptions().setMaxSize(4))
                                .connectingTo(options)
                                .using(vertx)
                                .build());
        sessions = sessions(postgres.getPort());
    }

    /** Starts it in a folder of its own, which goes when it is closed. */
    public static Database start() throws IOException {
        return new Database(
                EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("listen_addresses", "127.0.0.1")
                        .start());
    }

    public Pool pool() {
        return pool;
    }

    Vertx vertx() {
        return vertx;
    }

    public SettlementStore settlementStore() {
        return new SettlementStore(sessions, vertx, pool);
    }

    private static Mutiny.SessionFactory sessions(int port) {
        var registry =
                new ReactiveServiceRegistryBuilder()
                        .applySetting(
                                "jakarta.persistence.jdbc.url",
                                "postgresql://127.0.0.1:" + port + "/postgres")
                        .applySetting("jakarta.persistence.jdbc.user", "postgres")
                        .build();
        return new MetadataSources(registry)
                .addAnnotatedClass(IntervalSettlementEntity.class)
                .addAnnotatedClass(SettlementLineEntity.class)
                .buildMetadata()
                .buildSessionFactory()
                .unwrap(Mutiny.SessionFactory.class);
    }

    @Override
    public void close() throws IOException {
        sessions.close();
        pool.closeAndAwait();
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        postgres.close();
    }
}
