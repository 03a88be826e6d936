package energy.peerwatt.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** What operators see and tell of meters, and what members see and say of their reputation. */
@QuarkusTest
class MeteringOversightTest extends MarketTest {

    private static final String POINT =
            "/api/v1/metering-points/" + Street.UNMETERED.meteringPoint();
    private static final String ALARMS = "/api/v1/metering/alarms";
    private static final String FROZEN =
            """
            "interval":"2026-06-17T10:00:00Z","channel":"IMPORT","check":"FROZEN"
            """;

    @Inject Pool pool;

    @Test
    void aMemberSeesItsReputationAndContestsIt() {
        finding("2026-06-17T10:00:00Z", "FROZEN", "SUSPECT");
        finding("2026-06-17T12:00:00Z", "FROZEN", "SUSPECT");
        finding("2026-06-17T12:00:00Z", "SUM", "INFO");
        as(Street.UNMETERED)
                .get(POINT + "/reputation")
                .then()
                .body("anomalyScore", equalTo(11))
                .body("reasons.check", contains("FROZEN", "SUM"))
                .body("reasons[0].count", equalTo(2))
                .body("deliveryPermille", nullValue());
        as(Street.SELLER).get(POINT + "/reputation").then().statusCode(403);

        int number =
                object("{\"text\":\"We were away.\"," + FROZEN + "}")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id");
        object("{\"text\":\"\"}").then().statusCode(400);
        object("{\"text\":\"x\"," + FROZEN.replace("FROZEN", "NIGHT_SUN") + "}")
                .then()
                .statusCode(404);
        as(Street.SELLER)
                .body("{\"text\":\"x\"}")
                .post(POINT + "/objections")
                .then()
                .statusCode(403);
        asOperator().body("{\"text\":\"x\"}").post(POINT + "/objections").then().statusCode(403);

        String answer = POINT + "/objections/" + number + "/answer";
        String upheld = "{\"upheld\":true,\"text\":\"So it was.\"}";
        as(Street.UNMETERED).body(upheld).post(answer).then().statusCode(403);
        asOperator().body(upheld).post(answer).then().statusCode(200).body("upheld", equalTo(true));
        asOperator().body(upheld).post(answer).then().statusCode(404);

        as(Street.UNMETERED)
                .get(POINT + "/reputation")
                .then()
                .body("anomalyScore", equalTo(6))
                .body("reasons[0].count", equalTo(1));
        as(Street.UNMETERED)
                .get(POINT + "/objections")
                .then()
                .body("[0].answer", equalTo("So it was."));
        as(Street.UNMETERED).get(POINT + "/findings").then().body("size()", equalTo(3));
        asOperator()
                .get(ALARMS)
                .then()
                .body("findings.check", hasItem("SUM"))
                .body("findings.interval", not(hasItem("2026-06-17T10:00:00Z")));
    }

    private void finding(String interval, String check, String severity) {
        pool.query(
                        """
                        INSERT INTO metering.finding VALUES ('%s', '%s', 'IMPORT', '%s', '%s', 'x',
                            '2026-06-18T06:00:00Z') ON CONFLICT DO NOTHING
                        """
                                .formatted(
                                        interval,
                                        Street.UNMETERED.meteringPoint(),
                                        check,
                                        severity))
                .executeAndAwait();
    }

    private static Response object(String body) {
        return as(Street.UNMETERED).body(body).post(POINT + "/objections");
    }

    @Test
    void anOperatorReleasesWhatIsHeldBackAndEveryWordIsKept() {
        pool.query(
                        """
                        INSERT INTO metering.register (metering_point, channel, last_at, last_wh,
                            changed_at, suspect_screening, suspect_from, suspect_from_wh,
                            suspect_at, suspect_wh, suspect_readings)
                        VALUES ('%s', 'GENERATION', '2026-06-18T06:00:00Z', 10,
                            '2026-06-18T06:00:00Z', 4, '2026-06-18T06:01:00Z', 99999,
                            '2026-06-18T06:02:00Z', 100000, 2)
                        """
                                .formatted(Street.UNMETERED.meteringPoint()))
                .executeAndAwait();
        as(Street.UNMETERED).get(ALARMS).then().statusCode(403);
        String held =
                "heldBack.findAll { it.meteringPointId == '%s' }"
                        .formatted(Street.UNMETERED.meteringPoint());
        asOperator()
                .get(ALARMS)
                .then()
                .body(held + ".verdict", contains("LIMIT"))
                .body(held + ".lastWh", contains(100_000));

        String release = "{\"channel\":\"GENERATION\",\"reason\":\"a large plant\"}";
        as(Street.UNMETERED).body(release).post(POINT + "/releases").then().statusCode(403);
        asOperator().body(release).post(POINT + "/releases").then().statusCode(204);
        asOperator()
                .body(release)
                .post(POINT + "/releases")
                .then()
                .statusCode(409)
                .body("reason", equalTo("NOTHING_HELD_BACK"));

        asOperator().get(ALARMS).then().body(held, empty());
        asOperator()
                .get(POINT + "/meter-operations")
                .then()
                .body("[1].operation", equalTo("RELEASE"))
                .body("[1].login", equalTo("operator"))
                .body("[1].reason", equalTo("a large plant"))
                .body("[1].outcome", equalTo("DONE"));
    }

    @Test
    void anOperatorSeesRegistersThatAreSetAside() {
        pool.query(
                        """
                        WITH broken AS (INSERT INTO metering.register (metering_point, channel)
                            VALUES ('AT-BROKEN-1', 'EXPORT') RETURNING id)
                        INSERT INTO metering.register_fault (register_id, stage, retry_at, detail)
                        SELECT id, 'INTERVALS', now(), 'register descends' FROM broken
                        """)
                .executeAndAwait();

        pool.query(
                        """
                        WITH gateway AS (INSERT INTO metering.gateway_position (gateway_id)
                            VALUES ('gw-broken') RETURNING number)
                        INSERT INTO metering.chain_break SELECT g.id, gateway.number, 3, 17, 'LINK',
                            '', '', '2026-06-18T06:30:00Z' FROM metering.register g, gateway
                            WHERE g.metering_point = 'AT-BROKEN-1'
                        """)
                .executeAndAwait();
        pool.query(
                        """
                        INSERT INTO metering.refused_block VALUES ('\\x01', 'EQUIVOCATION', 'differs',
                            '\\x02', '2026-06-18T06:00:00Z', '2026-06-18T06:40:00Z', 4)
                        """)
                .executeAndAwait();

        String fault = "faults.find { it.meteringPointId == 'AT-BROKEN-1' }";
        asOperator()
                .get(ALARMS)
                .then()
                .body(fault + ".channel", equalTo("EXPORT"))
                .body(fault + ".step", equalTo("INTERVALS"))
                .body(fault + ".times", equalTo(1))
                .body(fault + ".detail", equalTo("register descends"))
                .body("chainBreaks.gatewayId", hasItem("gw-broken"))
                .body("chainBreaks.find { it.sequence == 17 }.reason", equalTo("LINK"))
                .body("refusedBlocks.find { it.times == 4 }.reason", equalTo("EQUIVOCATION"))
                .body("refusedBlocks.find { it.times == 4 }.evidence", equalTo(true));
    }

    @Test
    void whatContradictsTheRecordIsRefused() {
        String exchange =
                """
                {"channel":"EXPORT","at":"2026-06-18T06:00:00Z","finalWh":1,"initialWh":0,
                 "reason":"new meter"}
                """;
        asOperator()
                .body(exchange)
                .post(POINT + "/meter-exchanges")
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:peerwatt:error:meter-contradicts"))
                .body("reason", equalTo("UNKNOWN_REGISTER"));
        asOperator()
                .body(exchange.replace("\"new meter\"", "\"\""))
                .post(POINT + "/meter-exchanges")
                .then()
                .statusCode(400);
        asOperator()
                .body(
                        """
                        {"channel":"IMPORT","interval":"2026-06-18T05:00:00Z","version":1,
                         "energyWh":5,"reason":"read by eye"}
                        """)
                .post(POINT + "/substitutes")
                .then()
                .statusCode(404);
        asOperator()
                .body("{\"channel\":\"EXPORT\",\"watts\":0,\"reason\":\"x\"}")
                .put(POINT + "/capacity")
                .then()
                .statusCode(400);
        asOperator()
                .body("{\"channel\":\"EXPORT\",\"watts\":5000,\"reason\":\"fuse\"}")
                .put(POINT + "/capacity")
                .then()
                .statusCode(204);
        asOperator()
                .body("{\"latitudeE6\":48200000,\"longitudeE6\":16370000}")
                .put(POINT + "/location")
                .then()
                .statusCode(204);
        assertThat(
                        asOperator()
                                .body("{\"latitudeE6\":98200000,\"longitudeE6\":16370000}")
                                .put(POINT + "/location")
                                .statusCode())
                .isEqualTo(400);
    }
}
