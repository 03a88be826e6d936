package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.check.CheckRules;
import energy.peerwatt.metering.headend.estimation.EstimationRules;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.provider.ReactiveServiceRegistryBuilder;
import org.hibernate.reactive.vertx.VertxInstance;
import org.hibernate.reactive.vertx.impl.ProvidedVertxInstance;

/** A real PostgreSQL that keeps its promises (fsync on), migrated; one per test run. */
final class MeteringDatabase {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Market time at which late readings are looked at. */
    static final Instant NOW = Instant.parse("2026-06-19T00:00:00Z");

    private static final MeteringDatabase SHARED = new MeteringDatabase();

    final Vertx vertx = Vertx.vertx();
    final Pool pool;
    final Mutiny.SessionFactory sessions;

    private MeteringDatabase() {
        int port = startPostgres();
        PgConnectOptions options =
                new PgConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setUser("postgres")
                        .setPassword("postgres")
                        .setDatabase("postgres")
                        .setCachePreparedStatements(true);
        pool =
                Pool.newInstance(
                        PgBuilder.pool()
                                .connectingTo(options)
                                .with(new PoolOptions().setMaxSize(6))
                                .using(vertx)
                                .build());
        sessions = sessions(port);
    }

    /** Empty tables. */
    static MeteringDatabase emptied() {
        SHARED.execute(
                "TRUNCATE metering.gateway_key, metering.gateway_position, metering.register,"
                        + " metering.register_change, metering.reading, metering.interval_value, metering.refused_block,"
                        + " metering.value_revision, metering.late_reading, metering.site,"
                        + " metering.block, metering.chain_break, metering.chain_aside,"
                        + " metering.finding, metering.check_position,"
                        + " metering.meter_operation, metering.erasure,"
                        + " metering.device_state, metering.device_event, metering.register_fault,"
                        + " metering.setpoint_command, metering.setpoint_target,"
                        + " metering.control_consent,"
                        + " metering.register_device, metering.meter_key"
                        + " RESTART IDENTITY CASCADE");
        SHARED.execute("UPDATE metering.retention SET dropped_before = '1970-01-01Z'");
        return SHARED;
    }

    private static int startPostgres() {
        try {
            EmbeddedPostgres postgres =
                    EmbeddedPostgres.builder()
                            .setServerConfig("fsync", "on")
                            .setServerConfig("synchronous_commit", "on")
                            .setServerConfig("listen_addresses", "127.0.0.1")
                            .start();
            Flyway.configure().dataSource(postgres.getPostgresDatabase()).load().migrate();
            return postgres.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Mutiny.SessionFactory sessions(int port) {
        Configuration configuration =
                new Configuration()
                        .setProperty(
                                "jakarta.persistence.jdbc.url",
                                "jdbc:postgresql://127.0.0.1:" + port + "/postgres")
                        .setProperty("jakarta.persistence.jdbc.user", "postgres")
                        .setProperty("jakarta.persistence.jdbc.password", "postgres")
                        .addAnnotatedClass(IntervalValueEntity.class);
        SessionFactory factory =
                configuration.buildSessionFactory(
                        new ReactiveServiceRegistryBuilder()
                                .addService(VertxInstance.class, new ProvidedVertxInstance(vertx))
                                .applySettings(configuration.getProperties())
                                .build());
        return factory.unwrap(Mutiny.SessionFactory.class);
    }

    /** A pool for a database that does not answer. */
    Pool unreachable() {
        return Pool.newInstance(
                PgBuilder.pool()
                        .connectingTo(
                                new PgConnectOptions()
                                        .setHost("127.0.0.1")
                                        .setPort(1)
                                        .setUser("postgres")
                                        .setDatabase("postgres"))
                        .using(vertx)
                        .build());
    }

    GatewayRegistry registry() {
        return new GatewayRegistry(pool);
    }

    IntervalValueStore values() {
        return new IntervalValueStore(sessions, vertx, pool);
    }

    HeadEnd headEnd() {
        return new HeadEnd(
                registry(),
                new ReadingStore(pool, ValidationRules.DEFAULTS, CheckRules.DEFAULTS),
                new RefusedBlockLog(pool));
    }

    IntervalStage intervals() {
        return new IntervalStage(pool, ValidationRules.DEFAULTS, EstimationRules.DEFAULTS);
    }

    MeterOperations operations() {
        return new MeterOperations(pool, ValidationRules.DEFAULTS);
    }

    ReadingProofs proofs() {
        return new ReadingProofs(pool);
    }

    /** Runs every due step of the stages that follow readings. */
    void advance() {
        IntervalStage stage = intervals();
        while (stage.advance().await().atMost(PATIENCE) > 0) {}
        RevisionStage revisions =
                new RevisionStage(
                        pool,
                        ValidationRules.DEFAULTS,
                        EstimationRules.DEFAULTS,
                        CheckRules.DEFAULTS);
        while (revisions.advance(NOW).await().atMost(PATIENCE) > 0) {}
    }

    /** Estimates what is missing of intervals that ended by then. */
    void estimate(Instant deadline) {
        EstimationStage stage =
                new EstimationStage(pool, ValidationRules.DEFAULTS, EstimationRules.DEFAULTS);
        while (stage.advance(deadline).await().atMost(PATIENCE) > 0) {}
    }

    void execute(String sql) {
        pool.query(sql).execute().await().atMost(PATIENCE);
    }

    List<Row> rows(String sql) {
        var rows = pool.query(sql).execute().await().atMost(PATIENCE);
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }

    long number(String sql) {
        return rows(sql).getFirst().getLong(0);
    }
}
