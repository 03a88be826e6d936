package energy.peerwatt.web.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.IntakeResult;
import energy.peerwatt.metering.headend.store.HeadEnd;
import energy.peerwatt.metering.protocol.BlockSigner;
import energy.peerwatt.metering.protocol.Ed25519SigningKey;
import energy.peerwatt.metering.protocol.Reading;
import energy.peerwatt.metering.protocol.ReadingBlock;
import energy.peerwatt.metering.protocol.ReadingChain;
import energy.peerwatt.metering.protocol.SaltKey;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An operator erases; the stage does it. */
@QuarkusTest
class ErasureResourceTest extends MarketTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant READ_AT = Street.OPENS.minus(Duration.ofDays(10));

    @Inject HeadEnd headEnd;
    @Inject Pool pool;

    @Test
    void readingsAreErasedAndThatIsOnRecord() {
        String path = read("AT-ERASE-1", "gw-erase-1");

        asOperator()
                .body(request(READ_AT.plusSeconds(1)))
                .post(path)
                .then()
                .statusCode(202)
                .body("meteringPointId", equalTo("AT-ERASE-1"))
                .body("requestedBy", equalTo("operator"))
                .body("reason", equalTo("moved out"));

        Await.until(
                "the reading is erased",
                () -> asOperator().get(path).jsonPath().getInt("[0].readings") == 1);
        asOperator().get(path).then().body("readings", contains(1)).body("", hasSize(1));
    }

    @Test
    void energyOfDevicesGoesToo() {
        String path = read("AT-ERASE-3", "gw-erase-3");
        query(
                "INSERT INTO market.device_energy VALUES"
                        + " ('AT-ERASE-3', timestamptz '%1$s' - interval '1 hour', 5, NULL),"
                                .formatted(READ_AT)
                        + " ('AT-ERASE-3', timestamptz '%1$s' + interval '1 hour', 5, NULL),"
                                .formatted(READ_AT)
                        + " ('AT-KEPT-3', timestamptz '%1$s' - interval '1 hour', 5, NULL)"
                                .formatted(READ_AT));

        asOperator().body(request(READ_AT.plusSeconds(1))).post(path).then().statusCode(202);

        String count = "SELECT count(*) FROM market.device_energy WHERE metering_point = ";
        Await.until("the energy is erased", () -> number(count + "'AT-ERASE-3'") == 1);
        assertThat(number(count + "'AT-KEPT-3'")).isEqualTo(1);
    }

    @Test
    void plansOfBeforeGoToo() {
        String point = Street.SELLER.meteringPoint();
        // Below all that the market's own planner makes.
        query(
                """
                INSERT INTO market.balancing_plan
                SELECT area_id, w.v, w.made_at, w.made_at, 'test', false, 0, 0, '{}', '{}'
                FROM market.metering_point, (VALUES (-12, timestamptz '2020-01-01Z'),
                    (-11, timestamptz '2020-01-03Z'), (-10, timestamptz '2020-01-03Z'))
                    AS w(v, made_at) WHERE id = '%s'
                """
                        .formatted(point));
        query(
                """
                INSERT INTO metering.erasure (metering_point, before, requested_at, requested_by,
                    reason, readings_done_at, done_at)
                VALUES ('%s', '2020-01-02Z', '2020-01-02Z', 'operator', 'test', '2020-01-02Z',
                    '2020-01-02Z')
                """
                        .formatted(point));

        String plans = "SELECT count(*) FROM market.balancing_plan WHERE version ";
        try {
            Await.until("the plan is erased", () -> number(plans + "= -12") == 0);
            assertThat(number(plans + "IN (-11, -10)")).as("made after that time").isEqualTo(2);
        } finally {
            query("DELETE FROM market.balancing_plan WHERE version < 0");
            query("DELETE FROM metering.erasure WHERE before = '2020-01-02Z'");
        }
    }

    private long number(String sql) {
        return query(sql).iterator().next().getLong(0);
    }

    private RowSet<Row> query(String sql) {
        return await(pool.query(sql).execute());
    }

    @Test
    void refusesWhatCannotBeErased() {
        String path = read("AT-ERASE-2", "gw-erase-2");

        asOperator()
                .body(request(Street.OPENS.plus(Duration.ofDays(300))))
                .post(path)
                .then()
                .statusCode(400)
                .body("field", equalTo("before"));
        asOperator()
                .body(request(READ_AT))
                .post("/api/v1/metering-points/AT-NEVER-READ/erasures")
                .then()
                .statusCode(404);
        asOperator().get(path).then().statusCode(200).body("", hasSize(0));
    }

    @Test
    void isForOperatorsOnly() {
        given().contentType(ContentType.JSON)
                .body(request(READ_AT))
                .post("/api/v1/metering-points/AT-TEST-0001/erasures")
                .then()
                .statusCode(401);
        given().get("/api/v1/metering-points/AT-TEST-0001/erasures").then().statusCode(401);
    }

    private static Map<String, String> request(Instant before) {
        return Map.of("before", before.toString(), "reason", "moved out");
    }

    /** Takes one reading of the point; answers with the path of its erasures. */
    private String read(String point, String gateway) {
        BlockSigner signer =
                new BlockSigner(gateway, Ed25519SigningKey.generate(new SecureRandom()));
        await(headEnd.register(signer.identity(), Street.OPENS));
        Reading reading =
                new Reading(
                        1,
                        new MeteringPointId(point),
                        Channel.IMPORT,
                        READ_AT.plusMillis(1),
                        1_000,
                        1_000,
                        false);
        ReadingChain chain = new ReadingChain(gateway, 1, SaltKey.random());
        byte[] block = signer.sign(new ReadingBlock(gateway, 1, List.of(reading)), chain);
        assertThat(await(headEnd.accept(block, Street.OPENS)))
                .isInstanceOf(IntakeResult.Accepted.class);
        return "/api/v1/metering-points/" + point + "/erasures";
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
