package energy.peerwatt.web.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import energy.peerwatt.unit.Money;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.People;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StrategyResourceTest extends MarketTest {

    private static final String OF_BUYER = strategy(Street.BUYER.meteringPoint());

    /** A home of the preview's own. */
    private static final String POINT = "AT-TEST-0177";

    private static final String OF_STYLE = "effects.find { it.style == '%s' }";

    @Inject People people;

    private static String strategy(String point) {
        return "/api/v1/metering-points/" + point + "/strategy";
    }

    @AfterEach
    void asItWas() {
        as(Street.BUYER).body("{\"style\":\"BALANCED\"}").put(OF_BUYER).then().statusCode(200);
    }

    @Test
    void keepsWhatIsWishedAndWhatWasBefore() {
        as(Street.BUYER).body("{\"style\":\"NEIGHBOURLY\"}").put(OF_BUYER).then().statusCode(200);
        as(Street.BUYER)
                .body(
                        """
                        {"style":"OWN_LIMITS","sellFromMicro":100000,"buyUpToMicro":210000,
                         "paused":true,"reason":"holiday"}
                        """)
                .put(OF_BUYER)
                .then()
                .statusCode(200);

        as(Street.BUYER)
                .get(OF_BUYER)
                .then()
                .statusCode(200)
                .body("wish.style", equalTo("OWN_LIMITS"))
                .body("wish.sellFromMicro", equalTo(100_000))
                .body("wish.buyUpToMicro", equalTo(210_000))
                .body("wish.paused", equalTo(true))
                .body("previous.style", equalTo("NEIGHBOURLY"))
                .body("bounds.sellLowestMicro", equalTo(80_000))
                .body("bounds.sellHighestMicro", equalTo(250_000))
                .body("bounds.buyLowestMicro", equalTo(130_000))
                .body("bounds.buyHighestMicro", equalTo(300_000))
                .body("sellMicro", nullValue())
                .body("changedBy", equalTo("participant 101"))
                .body("changedAt", notNullValue());

        asOperator().body("{\"style\":\"BEST_PRICE\"}").put(OF_BUYER).then().statusCode(200);
        as(Street.BUYER)
                .get(OF_BUYER)
                .then()
                .body("changedBy", equalTo("operator"))
                .body("sellMicro", notNullValue());
    }

    @Test
    void nobodyOverwritesWhatTheyHaveNotSeen() {
        int seen = as(Street.BUYER).get(OF_BUYER).then().extract().path("version");
        as(Street.BUYER)
                .body("{\"style\":\"NEIGHBOURLY\",\"version\":%d}".formatted(seen))
                .put(OF_BUYER)
                .then()
                .statusCode(200)
                .body("version", greaterThan(seen));

        as(Street.BUYER)
                .body("{\"style\":\"BALANCED\",\"paused\":true,\"version\":%d}".formatted(seen))
                .put(OF_BUYER)
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:peerwatt:error:strategy-changed"));

        as(Street.BUYER)
                .get(OF_BUYER)
                .then()
                .body("wish.style", equalTo("NEIGHBOURLY"))
                .body("wish.paused", equalTo(false));
    }

    /** Of many who have seen the same, one is kept. */
    @Test
    void ofTwoAtTheSameMomentOneIsKept() {
        int seen = as(Street.BUYER).get(OF_BUYER).then().extract().path("version");
        String body = "{\"style\":\"BEST_PRICE\",\"version\":%d}".formatted(seen);

        List<Integer> answers =
                IntStream.range(0, 8)
                        .mapToObj(_ ->
                                CompletableFuture.supplyAsync(() ->
                                        as(Street.BUYER).body(body).put(OF_BUYER).statusCode()))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList();

        assertThat(answers).containsOnlyOnce(200).containsOnly(200, 409);
    }

    @Test
    void refusesWhatIsOutsideOfTheCorridorOrOfTheHome() {
        refused("\"style\":\"OWN_LIMITS\",\"sellFromMicro\":79000", "sellFromMicro");
        refused("\"style\":\"OWN_LIMITS\",\"sellFromMicro\":251000", "sellFromMicro");
        refused("\"style\":\"OWN_LIMITS\",\"buyUpToMicro\":129000", "buyUpToMicro");
        refused("\"style\":\"OWN_LIMITS\",\"buyUpToMicro\":301000", "buyUpToMicro");
        refused("\"style\":\"OWN_LIMITS\"", "sellFromMicro");
        refused("\"style\":\"BALANCED\",\"sellFromMicro\":100000", "sellFromMicro");
        refused("\"style\":\"BALANCED\",\"batteryReservePermille\":300", "batteryReservePermille");
        refused("\"style\":\"BALANCED\",\"batteryReservePermille\":1001", "batteryReservePermille");
        refused("\"style\":\"BALANCED\",\"carReadyBy\":\"07:00\"", "carReadyBy");
        refused("\"style\":\"GREEDY\"", "style");
        refused("\"paused\":true", "style");
        as(Street.BUYER).get(OF_BUYER).then().body("wish.style", equalTo("BALANCED"));
    }

    private static void refused(String fields, String field) {
        as(Street.BUYER)
                .body("{" + fields + "}")
                .put(OF_BUYER)
                .then()
                .statusCode(400)
                .body("field", equalTo(field))
                .body("detail", containsString(field));
    }

    @Test
    void isNobodyElsesBusiness() {
        for (String path : new String[] {"", "/acts", "/holds", "/preview"}) {
            as(Street.SELLER).get(OF_BUYER + path).then().statusCode(403);
            given().get(OF_BUYER + path).then().statusCode(401);
        }
        as(Street.SELLER).body("{\"style\":\"BALANCED\"}").put(OF_BUYER).then().statusCode(403);
        as(Street.SELLER).put(OF_BUYER + "/holds/" + INTERVAL).then().statusCode(403);
        as(Street.SELLER).delete(OF_BUYER + "/holds/" + INTERVAL).then().statusCode(403);
        given().put(OF_BUYER + "/holds/" + INTERVAL).then().statusCode(401);
        as(Street.BUYER)
                .get("/api/v1/metering-points/AT-TEST-9999/strategy")
                .then()
                .statusCode(404);
    }

    @Test
    void takesBackWhatHasNotBegunOnly() {
        as(Street.BUYER)
                .put(OF_BUYER + "/holds/" + INTERVAL)
                .then()
                .statusCode(200)
                .body("intervals", contains(INTERVAL));
        as(Street.BUYER)
                .delete(OF_BUYER + "/holds/" + INTERVAL)
                .then()
                .statusCode(200)
                .body("intervals", hasSize(0));
        for (String wrong : new String[] {"2026-06-18T06:00:00Z", "2026-06-18T09:01:00Z", "now"}) {
            as(Street.BUYER)
                    .put(OF_BUYER + "/holds/" + wrong)
                    .then()
                    .statusCode(400)
                    .body("field", equalTo("interval"));
        }
    }

    /**
     * A home that takes and gives in May, next to neighbours who trade at known prices. Limits lie
     * from 0.08 to 0.25 net and up to 0.30 all-in, fees are 0.05: the first two styles keep at most
     * half of that, and so trade all of it.
     */
    @Test
    void previewsEveryStyleOnTheOwnMonth() {
        try {
            aHomeAndItsMay();
            JsonPath preview =
                    asOperator()
                            .get(strategy(POINT) + "/preview?sellFromMicro=100000")
                            .then()
                            .statusCode(200)
                            .body("month", equalTo("2026-05"))
                            .body("currency", equalTo("EUR"))
                            .body("intervals", equalTo(100))
                            .body("tradedIntervals", equalTo(90))
                            .extract()
                            .jsonPath();

            // 60 times 0.5 kWh at 0.175 instead of 0.08, 30 times 0.4 kWh at 0.205 instead of 0.30.
            assertThat(effect(preview, "NEIGHBOURLY")).isEqualTo("30000 12000 3.99");
            assertThat(effect(preview, "BALANCED")).isEqualTo("30000 12000 3.99");
            // What is named to sell alone buys nothing.
            assertThat(effect(preview, "OWN_LIMITS")).isEqualTo("30000 0 2.85");
            assertThat(Money.parse(preview.getString(OF_STYLE.formatted("BEST_PRICE") + ".gain")))
                    .as("who holds out trades less here")
                    .isBetween(Money.parse("0.5"), Money.parse("3.98"));
        } finally {
            people.run("DELETE FROM market.trade WHERE id BETWEEN 910000001 AND 910001000");
            people.run("DELETE FROM metering.interval_value WHERE metering_point = $1", POINT);
            people.run("DELETE FROM market.metering_point WHERE id = $1", POINT);
            people.run("DELETE FROM market.participant WHERE id = 177");
        }
    }

    private static String effect(JsonPath preview, String style) {
        String path = OF_STYLE.formatted(style);
        return "%d %d %s"
                .formatted(
                        preview.getLong(path + ".soldWh"),
                        preview.getLong(path + ".boughtWh"),
                        preview.getString(path + ".gain"));
    }

    /** Local May begins and ends at 22:00 UTC: what lies just outside is of no account. */
    private void aHomeAndItsMay() {
        asOperator()
                .body(
                        """
                        {"id":"%s","areaId":1,"participantId":177,"name":"May","meter":"m",
                         "retailMicro":300000,"feedInMicro":80000,"solarWp":0,"batteryWh":0,
                         "evChargerW":0}
                        """
                                .formatted(POINT))
                .post("/api/v1/metering-points")
                .then()
                .statusCode(201);
        values("2026-04-30T21:45:00Z", 1, 0, 9_000);
        values("2026-04-30T22:00:00Z", 1, 0, 500);
        values("2026-05-10T08:00:00Z", 59, 0, 500);
        values("2026-05-20T16:00:00Z", 40, 400, 0);
        values("2026-05-31T22:00:00Z", 1, 9_000, 0);
        // Nor is one of which a register is not known.
        values("2026-05-25T10:00:00Z", 1, 9_000, 0);
        people.run(
                "DELETE FROM metering.interval_value WHERE metering_point = $1 AND channel ="
                        + " 'EXPORT' AND interval_start = '2026-05-25T10:00:00Z'",
                POINT);
        // Two trades each, for a mean by energy.
        trades(910_000_001, "2026-04-30T21:45:00Z", 2, 200, 160_000, 600, 180_000);
        trades(910_000_101, "2026-05-10T08:00:00Z", 59, 200, 160_000, 600, 180_000);
        trades(910_000_301, "2026-05-20T16:00:00Z", 30, 600, 150_000, 200, 170_000);
        trades(910_000_501, "2026-05-31T22:00:00Z", 1, 600, 150_000, 200, 170_000);
    }

    private void values(String from, int times, long imported, long exported) {
        people.run(
                """
                INSERT INTO metering.interval_value (interval_start, metering_point, channel,
                    version, interval_minutes, energy_wh, quality, uncertainty_wh)
                SELECT '%s'::timestamptz + n * interval '15 minutes', '%s', channel, 1, 15, wh,
                    'ACTUAL', 0
                FROM generate_series(0, %d) AS n,
                    (VALUES ('IMPORT', %d), ('EXPORT', %d)) AS register (channel, wh)
                """
                        .formatted(from, POINT, times - 1, imported, exported));
    }

    private void trades(
            long id, String from, int times, long wh, long micro, long moreWh, long moreMicro) {
        people.run(
                """
                INSERT INTO market.trade (id, area_id, interval_start, interval_minutes, seller_id,
                    buyer_id, sell_order_id, buy_order_id, energy_wh, price_micro, traded_at,
                    buyer_area_id)
                SELECT %1$d + 2 * n + k, 1, '%2$s'::timestamptz + n * interval '15 minutes', 15,
                    100, 101, %1$d + 2 * n + k, %1$d + 2 * n + k, wh, micro, '%2$s', 1
                FROM generate_series(0, %3$d) AS n,
                    (VALUES (0, %4$d, %5$d), (1, %6$d, %7$d)) AS traded (k, wh, micro)
                """
                        .formatted(id, from, times - 1, wh, micro, moreWh, moreMicro));
    }

    @Test
    void previewsNoLimitOutsideOfTheCorridor() {
        as(Street.BUYER)
                .get(OF_BUYER + "/preview?buyUpToMicro=900000")
                .then()
                .statusCode(400)
                .body("field", equalTo("buyUpToMicro"));
    }
}
