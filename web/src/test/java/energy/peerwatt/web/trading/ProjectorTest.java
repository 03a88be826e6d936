package energy.peerwatt.web.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.EngineCommand.ReplaceOrder;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.OrderTerms;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;
import energy.peerwatt.matching.cluster.EngineClient;
import energy.peerwatt.matching.cluster.EngineClientConfig;
import energy.peerwatt.matching.cluster.EngineNode;
import energy.peerwatt.matching.cluster.EngineNodeConfig;
import energy.peerwatt.matching.cluster.EngineReply;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.ScaledMarketClock;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.parts.EmbeddedDatabase;
import energy.peerwatt.web.stage.Stage;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.TestDirectory;
import energy.peerwatt.web.trading.store.EventStore;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The projection of a real engine's events into a real database, stopped at awkward moments. */
class ProjectorTest {

    private static final AreaId AREA = new AreaId(1);
    private static final AreaRules RULES =
            new AreaRules(
                    AREA,
                    DeliveryInterval.QUARTER_HOUR,
                    Duration.ofMinutes(5),
                    Duration.ofHours(8),
                    Price.ofMicroPerKwh(1_000),
                    Energy.ofWattHours(1),
                    Price.ZERO);

    private final TestDirectory directory = new TestDirectory("projector");
    private final Vertx vertx = Vertx.vertx();
    private EmbeddedDatabase database;
    private EngineNode node;
    private EngineClient client;
    private Pool pool;
    private EventStore store;

    @BeforeEach
    void start() {
        database = EmbeddedDatabase.start(directory.path().resolve("postgres"));
        Flyway.configure()
                .dataSource(database.jdbcUrl(), "postgres", "trusted")
                .locations("db/migration")
                .load()
                .migrate();
        pool =
                PgBuilder.pool()
                        .connectingTo(
                                PgConnectOptions.fromUri(database.reactiveUrl())
                                        .setUser("postgres")
                                        .setPassword("trusted"))
                        .using(vertx)
                        .build();
        store = new EventStore(pool);
        node =
                EngineNode.launch(
                        EngineNodeConfig.single(directory.path().resolve("engine"))
                                .withDurability(EngineNodeConfig.Durability.WRITTEN));
        client = EngineClient.connect(EngineClientConfig.of(node.localAddress()));
        Await.until("area", () -> send(new ConfigureArea(RULES)) instanceof EngineReply.Done);
    }

    @AfterEach
    void stop() {
        client.close();
        node.close();
        pool.closeAndAwait();
        vertx.closeAndAwait();
        database.close();
        directory.close();
    }

    @Test
    void storesEveryEventOnceWhereverItIsStopped() {
        List<EngineEvent> seen = new CopyOnWriteArrayList<>();
        try (var _ = client.subscribe(0, seen::add)) {
            place(1, 20);
            Await.until("first events", () -> seen.size() >= 30);
            // Stored, and killed before the engine was told.
            store.append(seen.subList(0, 7)).await().atMost(Duration.ofSeconds(10));

            try (Stage _ = project()) {
                place(21, 40);
                Await.until("half", () -> position().sequence() >= 40);
            }
            place(41, 60);
            try (Stage _ = project()) {
                Await.until("all", () -> position().sequence() == seen.getLast().sequence());
            }
        }

        assertThat(position().orders()).isEqualTo(60);
        assertThat(position().trades()).isEqualTo(30);
        assertThat(number("SELECT count(*) FROM market.customer_order")).isEqualTo(60);
        assertThat(number("SELECT count(*) FROM market.trade")).isEqualTo(30);
        assertThat(number("SELECT count(*) FROM market.customer_order WHERE state = 'FILLED'"))
                .isEqualTo(60);
        assertThat(number("SELECT sum(remaining_wh)::bigint FROM market.customer_order")).isZero();
        refusesEventsThatDoNotFollow(seen);
    }

    @Test
    void whatIsLeftFollowsTheSequenceOfFillsAndReplacements() {
        DeliveryInterval interval = interval();
        try (Stage _ = project()) {
            send(order(101, 1, Side.BUY, 10, interval, OrderTerms.DEFAULT));
            send(order(100, 1, Side.SELL, 4, interval, OrderTerms.DEFAULT));
            send(
                    new ReplaceOrder(
                            new ParticipantId(101),
                            1,
                            Energy.ofWattHours(50),
                            Price.ofMicroPerKwh(150_000)));
            send(order(100, 2, Side.SELL, 20, interval, OrderTerms.DEFAULT));
            OrderTerms decrement = OrderTerms.DEFAULT.withSelfTrade(SelfTradePrevention.DECREMENT);
            send(order(101, 2, Side.SELL, 5, interval, decrement));

            Await.until(
                    "what is left",
                    () ->
                            number(
                                            "SELECT coalesce(sum(remaining_wh), 0)::bigint "
                                                    + "FROM market.customer_order WHERE state = 'OPEN'")
                                    == 25);
        }
        assertThat(
                        number(
                                "SELECT quantity_wh FROM market.customer_order "
                                        + "WHERE participant_id = 101 AND client_order_id = 1"))
                .isEqualTo(4 + 50 - 5);
    }

    private void refusesEventsThatDoNotFollow(List<EngineEvent> seen) {
        Position before = position();

        for (List<EngineEvent> events : List.of(seen.subList(0, 3), List.of(seen.getLast()))) {
            assertThatThrownBy(() -> store.append(events).await().atMost(Duration.ofSeconds(10)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("do not follow");
        }
        assertThat(position()).isEqualTo(before);
    }

    /** Sellers and buyers in turn, each pair trading all it has. */
    private void place(int first, int last) {
        DeliveryInterval interval = interval();
        List<EngineReply> replies = new ArrayList<>();
        for (int number = first; number <= last; number++) {
            Side side = number % 2 == 1 ? Side.SELL : Side.BUY;
            replies.add(
                    send(order(100 + number % 2, number, side, 10, interval, OrderTerms.DEFAULT)));
        }
        assertThat(replies).hasOnlyElementsOfType(EngineReply.Answered.class);
    }

    private static DeliveryInterval interval() {
        return DeliveryInterval.containing(
                        ScaledMarketClock.realTime().now(), DeliveryInterval.QUARTER_HOUR)
                .plus(4);
    }

    private static PlaceOrder order(
            long participant,
            long number,
            Side side,
            long wattHours,
            DeliveryInterval interval,
            OrderTerms terms) {
        return new PlaceOrder(
                new ParticipantId(participant),
                number,
                AREA,
                interval,
                side,
                Energy.ofWattHours(wattHours),
                Price.ofMicroPerKwh(150_000),
                terms);
    }

    private Stage project() {
        return Stage.start("projector", new Projector(() -> client, store));
    }

    private EngineReply send(EngineCommand command) {
        return client.send(command).toCompletableFuture().join();
    }

    private Position position() {
        return store.position().await().atMost(Duration.ofSeconds(10));
    }

    private long number(String query) {
        return pool.query(query).executeAndAwait().iterator().next().getLong(0);
    }
}
