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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A real PostgreSQL with the outbox table, as durable as in production; one for all tests. */
final class OutboxDatabase {

    private static final String[] MIGRATIONS = {
        "/db/migration/V20261121.0300__settlement_lines.sql",
        "/db/migration/V20261121.0400__settlement_chain_outbox.sql",
        "/db/migration/V20261122.0900__settlement_chain_attempt.sql",
        "/db/migration/V20261122.0910__settlement_chain_custody.sql",
        "/db/migration/V20261122.1301__settlement_vault.sql",
        "/db/migration/V20261122.2001__chain_outbox_kind_default.sql",
        "/db/migration/V20261124.1000__chain_outbox_rounds.sql",
        "/db/migration/V20261124.1001__money_out.sql",
        "/db/migration/V20261125.1301__settlement_called_off.sql",
        "/db/migration/V20261126.0100__settlement_voting_keys.sql",
        "/db/migration/V20261126.0101__settlement_agreed_rules.sql",
        "/db/migration/V20261126.0102__settlement_certificates.sql"
    };

    /** Begun when first asked for: a process that only connects must not start another one. */
    private static final class Shared {
        static final OutboxDatabase DATABASE = new OutboxDatabase();
    }

    private final EmbeddedPostgres postgres;
    private final Pool pool;

    private OutboxDatabase() {
        try {
            postgres =
                    EmbeddedPostgres.builder()
                            .setPGStartupWait(Duration.ofMinutes(1))
                            .setServerConfig("fsync", "on")
                            .setServerConfig("synchronous_commit", "on")
                            .setServerConfig("listen_addresses", "127.0.0.1")
                            .start();
            for (String migration : MIGRATIONS) {
                execute(text(migration));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pool = pool(postgres.getPort());
    }

    /** Connections to the database at a port of this machine. */
    static Pool pool(int port) {
        PgConnectOptions options =
                new PgConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setUser("postgres")
                        .setDatabase("postgres");
        return Pool.newInstance(
                PgBuilder.pool()
                        .with(new PoolOptions().setMaxSize(4))
                        .connectingTo(options)
                        .using(Vertx.vertx())
                        .build());
    }

    /** The outbox, emptied. */
    static ChainOutbox empty() {
        Shared.DATABASE.execute(
                "TRUNCATE settlement.chain_outbox, settlement.chain_custody,"
                        + " settlement.vault_account, settlement.payout_address,"
                        + " settlement.withdrawal, settlement.voting_key,"
                        + " settlement.certificate_retirement CASCADE");
        return new ChainOutbox(Shared.DATABASE.pool);
    }

    /** The outbox as it is: what a process started now would find. */
    static ChainOutbox reopened() {
        return new ChainOutbox(Shared.DATABASE.pool);
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = OutboxDatabase.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static int port() {
        return Shared.DATABASE.postgres.getPort();
    }

    /** The single number that a query finds. */
    static long count(String sql) {
        try (Connection connection =
                        Shared.DATABASE.postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            found.next();
            return found.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
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
