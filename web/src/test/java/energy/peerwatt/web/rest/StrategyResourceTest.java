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

import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StrategyResourceTest extends MarketTest {

    private static final String OF_BUYER = strategy(Street.BUYER.meteringPoint());

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

    @Test
    void previewsEveryStyleOnTheOwnMonth() {
        as(Street.BUYER)
                .get(OF_BUYER + "/preview?buyUpToMicro=200000")
                .then()
                .statusCode(200)
                .body("month", equalTo("2026-06"))
                .body("currency", equalTo("EUR"))
                .body(
                        "effects.style",
                        contains("NEIGHBOURLY", "BALANCED", "BEST_PRICE", "OWN_LIMITS"));
        as(Street.BUYER)
                .get(OF_BUYER + "/preview?buyUpToMicro=900000")
                .then()
                .statusCode(400)
                .body("field", equalTo("buyUpToMicro"));
    }
}
