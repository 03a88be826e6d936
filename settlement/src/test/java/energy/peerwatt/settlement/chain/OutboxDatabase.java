package energy.peerwatt.settlement.chain;

import energy.peerwatt.settlement.store.ChainOutbox;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A real PostgreSQL with the outbox table, as durable as in production; one for all tests. */
final class OutboxDatabase {

    private static final String MIGRATION =
            "/db/migration/V20261121.0400__settlement_chain_outbox.sql";

    private static final OutboxDatabase SHARED = new OutboxDatabase();

    private final EmbeddedPostgres postgres;
    private final Pool pool;

    private OutboxDatabase() {
        try (InputStream migration = OutboxDatabase.class.getResourceAsStream(MIGRATION)) {
            postgres =
                    EmbeddedPostgres.builder()
                            .setServerConfig("fsync", "on")
                            .setServerConfig("synchronous_commit", "on")
                            .setServerConfig("listen_addresses", "127.0.0.1")
                            .start();
            execute(new String(migration.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
                                .using(Vertx.vertx())
                                .build());
    }

    /** The outbox, emptied. */
    static ChainOutbox empty() {
        SHARED.execute("TRUNCATE settlement.chain_outbox");
        return new ChainOutbox(SHARED.pool);
    }

    /** The outbox as it is: what a process started now would find. */
    static ChainOutbox reopened() {
        return new ChainOutbox(SHARED.pool);
    }

    private void execute(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
