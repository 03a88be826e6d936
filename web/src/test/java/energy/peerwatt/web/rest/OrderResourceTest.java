package energy.peerwatt.web.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.startsWith;

import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class OrderResourceTest extends MarketTest {

    private static final String ORDERS = "/api/v1/orders";

    @Test
    void placesListsAndCancelsAnOrder() {
        long number = newClientOrderId();
        String order = order(number, INTERVAL, "SELL", 400, 150_000);

        Integer id =
                as(Street.SELLER)
                        .body(order)
                        .post(ORDERS)
                        .then()
                        .statusCode(201)
                        .body("clientOrderId", equalTo((int) number))
                        .body("state", equalTo("ACCEPTED"))
                        .extract()
                        .path("orderId");

        Map<String, Object> listed = awaitOrder(Street.SELLER, number, "OPEN");
        assertThat(listed)
                .containsEntry("orderId", id)
                .containsEntry("interval", INTERVAL)
                .containsEntry("side", "SELL")
                .containsEntry("energyWh", 400)
                .containsEntry("remainingWh", 400)
                .containsEntry("limitMicro", 150_000);

        as(Street.SELLER)
                .delete(ORDERS + "/" + number)
                .then()
                .statusCode(200)
                .body("state", equalTo("CANCELLED"))
                .body("cancelledWh", equalTo(400));
        awaitOrder(Street.SELLER, number, "CANCELLED");
        as(Street.SELLER)
                .delete(ORDERS + "/" + number)
                .then()
                .statusCode(404)
                .body("type", equalTo("urn:peerwatt:error:unknown-order"))
                .body("field", equalTo("clientOrderId"));
    }

    @Test
    void takesARepeatedOrderOnce() {
        long number = newClientOrderId();
        String order = order(number, INTERVAL, "SELL", 10, 290_000);

        int first = as(Street.SELLER).body(order).post(ORDERS).path("orderId");
        int second = as(Street.SELLER).body(order).post(ORDERS).path("orderId");

        assertThat(second).isEqualTo(first);
        awaitOrder(Street.SELLER, number, "OPEN");
        assertThat(orders(Street.SELLER, number)).hasSize(1);
        as(Street.SELLER)
                .body(order(number, INTERVAL, "SELL", 11, 290_000))
                .post(ORDERS)
                .then()
                .statusCode(422)
                .body("reason", equalTo("DUPLICATE_CLIENT_ORDER_ID"));
        as(Street.SELLER).delete(ORDERS + "/" + number).then().statusCode(200);
    }

    @Test
    void tradesWithTheOtherSide() {
        long ask = newClientOrderId();
        long bid = newClientOrderId();
        String interval = "2026-06-18T10:00:00Z";

        place(Street.SELLER, order(ask, interval, "SELL", 300, 120_000));
        place(Street.BUYER, order(bid, interval, "BUY", 200, 200_000));

        awaitOrder(Street.BUYER, bid, "FILLED");
        assertThat(awaitOrder(Street.SELLER, ask, "OPEN"))
                .containsEntry("tradedWh", 200)
                .containsEntry("remainingWh", 100);
        as(Street.SELLER)
                .queryParam("interval", interval)
                .get("/api/v1/areas/1/trades")
                .then()
                .statusCode(200)
                .body("size()", equalTo(1))
                .body("[0].sellerId", equalTo(100))
                .body("[0].buyerId", equalTo(101))
                .body("[0].energyWh", equalTo(200))
                .body("[0].priceMicro", equalTo(120_000));
        as(Street.BUYER)
                .queryParam("interval", interval)
                .get("/api/v1/areas/1/book")
                .then()
                .body("state", equalTo("OPEN"))
                .body("closesAt", equalTo("2026-06-18T09:55:00Z"))
                .body("feesMicro", equalTo(50_000))
                .body("seq", greaterThan(0))
                .body("asks[0].priceMicro", equalTo(120_000))
                .body("asks[0].energyWh", equalTo(100))
                .body("bids.size()", equalTo(0))
                .body("last.priceMicro", equalTo(120_000));
        as(Street.SELLER).delete(ORDERS + "/" + ask).then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clientOrderId | null",
                "clientOrderId | 0",
                "clientOrderId | 1.5",
                "clientOrderId | \"7\"",
                "areaId | null",
                "areaId | -1",
                "interval | null",
                "interval | \"tomorrow\"",
                "interval | \"2026-06-18T09:01:00Z\"",
                "interval | 1781773200",
                "interval | \"+999999999-12-31T00:00:00Z\"",
                "side | null",
                "side | 1",
                "side | \"HOLD\"",
                "energyWh | null",
                "energyWh | 0",
                "energyWh | -5",
                "energyWh | 0.5",
                "energyWh | \"\"",
                "energyWh | true",
                "energyWh | 1000000001",
                "limitMicro | null",
                "limitMicro | 150000.5",
                "limitMicro | 99999999999999999999",
                "colour | \"green\"",
            })
    void namesTheFieldThatIsWrongAndChangesNothing(String field, String value) {
        int before = placeAnyOrder();

        as(Street.SELLER)
                .body(with(field, value))
                .post(ORDERS)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:peerwatt:error:invalid-input"))
                .body("status", equalTo(400))
                .body("field", equalTo(field));

        // The engine numbers what it takes without gaps.
        assertThat(placeAnyOrder()).isEqualTo(before + 1);
    }

    private static int placeAnyOrder() {
        return as(Street.SELLER)
                .body(order(newClientOrderId(), "2026-06-18T12:00:00Z", "SELL", 1, 300_000))
                .post(ORDERS)
                .path("orderId");
    }

    private static String with(String field, String value) {
        String order = order(newClientOrderId(), INTERVAL, "SELL", 100, 150_000);
        return order.contains("\"" + field + "\"")
                ? order.replaceFirst(
                        "\"" + field + "\":[^,}]*(:00:00Z\")?", "\"" + field + "\":" + value)
                : order.replace("}", ",\"" + field + "\":" + value + "}");
    }

    @Test
    void cancelsByNumbersOnly() {
        as(Street.SELLER)
                .delete(ORDERS + "/abc")
                .then()
                .statusCode(400)
                .body("field", equalTo("clientOrderId"));
    }

    @ParameterizedTest
    @CsvSource({"'{', malformed-json", "'[1]', malformed-json", "'', invalid-input"})
    void refusesWhatIsNoOrder(String body, String type) {
        as(Street.SELLER)
                .body(body)
                .post(ORDERS)
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:peerwatt:error:" + type));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2026-06-18T09:00:00Z, SELL, 150500, OFF_TICK, limitMicro",
        "1, 2026-06-18T07:00:00Z, SELL, 150000, GATE_CLOSED, interval",
        "1, 2026-06-19T09:00:00Z, SELL, 150000, BEYOND_HORIZON, interval",
        "2, 2026-06-18T09:00:00Z, SELL, 150000, UNKNOWN_AREA, areaId",
        "1, 2026-06-18T09:00:00Z, SELL, 79000, WORSE_THAN_SUPPLIER, limitMicro",
        "1, 2026-06-18T09:00:00Z, BUY, 301000, WORSE_THAN_SUPPLIER, limitMicro",
    })
    void saysWhyAnOrderIsRefused(
            int area, String interval, String side, long limit, String reason, String field) {
        as(Street.SELLER)
                .body(
                        order(newClientOrderId(), interval, side, 100, limit)
                                .replace("\"areaId\":1", "\"areaId\":" + area))
                .post(ORDERS)
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("reason", equalTo(reason))
                .body("field", equalTo(field));
    }

    @Test
    void letsMembersActForThemselvesOnly() {
        String own = order(newClientOrderId(), INTERVAL, "SELL", 5, 299_000);
        String foreign = own.replace("{", "{\"participantId\":101,");

        given().contentType(ContentType.JSON).body(own).post(ORDERS).then().statusCode(401);
        as(Street.SELLER)
                .body(foreign)
                .post(ORDERS)
                .then()
                .statusCode(403)
                .body("type", equalTo("urn:peerwatt:error:forbidden"));
        as(Street.SELLER).get(ORDERS + "?participantId=101").then().statusCode(403);
        as(Street.SELLER).delete(ORDERS + "/1?participantId=101").then().statusCode(403);
    }

    @Test
    void letsOperatorsActForAnybodyTheyName() {
        long number = newClientOrderId();
        String order = order(number, INTERVAL, "BUY", 5, 90_000);

        asOperator()
                .body(order)
                .post(ORDERS)
                .then()
                .statusCode(400)
                .body("field", equalTo("participantId"));
        asOperator()
                .body(order.replace("{", "{\"participantId\":999,"))
                .post(ORDERS)
                .then()
                .statusCode(422)
                .body("reason", equalTo("NOT_A_MEMBER"));
        asOperator()
                .body(order.replace("{", "{\"participantId\":101,"))
                .post(ORDERS)
                .then()
                .statusCode(201);
        asOperator().delete(ORDERS + "/" + number + "?participantId=101").then().statusCode(200);
    }

    @Test
    void namesTheQueryParameterThatIsWrong() {
        for (String query :
                List.of("limit=0", "limit=x", "interval=x", "state=SOLD", "participantId=x")) {
            as(Street.SELLER)
                    .get(ORDERS + "?" + query)
                    .then()
                    .statusCode(400)
                    .body("field", equalTo(query.substring(0, query.indexOf('='))))
                    .body("detail", startsWith(query.substring(0, query.indexOf('='))));
        }
    }

    private static void place(Street.Home home, String order) {
        as(home).body(order).post(ORDERS).then().statusCode(201);
    }

    private static List<Map<String, Object>> orders(Street.Home home, long clientOrderId) {
        List<Map<String, Object>> all = as(home).get(ORDERS).jsonPath().getList("");
        return all.stream()
                .filter(order -> order.get("clientOrderId").equals((int) clientOrderId))
                .toList();
    }

    /** The order once it is stored in this state. */
    private static Map<String, Object> awaitOrder(
            Street.Home home, long clientOrderId, String state) {
        return Await.until(
                        "order " + clientOrderId + " " + state,
                        () -> orders(home, clientOrderId),
                        found -> found.size() == 1 && found.getFirst().get("state").equals(state))
                .getFirst();
    }
}
