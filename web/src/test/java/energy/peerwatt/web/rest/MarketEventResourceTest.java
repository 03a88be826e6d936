package energy.peerwatt.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.hamcrest.Matchers.equalTo;

import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class MarketEventResourceTest extends MarketTest {

    /** No other test trades in it. */
    private static final String START = "2026-06-18T10:15:00Z";

    private static final String EVENTS =
            "/api/v1/areas/1/events?from=" + START + "&to=2026-06-18T10:30:00Z";

    @Test
    void tellsOrdersTradesAndEndsInTheirOrder() {
        long sell = newClientOrderId();
        long buy = newClientOrderId();
        as(Street.SELLER).body(order(sell, START, "SELL", 500, 150_000)).post("/api/v1/orders");
        as(Street.BUYER).body(order(buy, START, "BUY", 200, 200_000)).post("/api/v1/orders");
        as(Street.SELLER).delete("/api/v1/orders/" + sell).then().statusCode(200);

        List<Map<String, Object>> newestFirst =
                Await.until(
                        "all events",
                        () -> asOperator().get(EVENTS).jsonPath().getList("$"),
                        events -> events.size() >= 4);

        assertThat(newestFirst.reversed())
                .extracting(one -> one.get("kind"), one -> one.get("energyWh"))
                .containsExactly(
                        tuple("ORDER_PLACED", 500),
                        tuple("ORDER_PLACED", 200),
                        tuple("TRADED", 200),
                        tuple("ORDER_CANCELLED", 300));
        Map<String, Object> trade = newestFirst.get(1);
        assertThat(trade.get("sellOrder")).isEqualTo(newestFirst.get(3).get("number"));
        assertThat(trade.get("buyOrder")).isEqualTo(newestFirst.get(2).get("number"));
        assertThat(trade.get("participantId")).isEqualTo(100);
        assertThat(trade.get("buyerId")).isEqualTo(101);

        asOperator()
                .get(EVENTS + "&participantId=101")
                .then()
                .statusCode(200)
                .body("size()", equalTo(2))
                .body("[0].kind", equalTo("TRADED"));
        asOperator()
                .get(EVENTS + "&kind=ORDER_CANCELLED&limit=1")
                .then()
                .statusCode(200)
                .body("size()", equalTo(1))
                .body("[0].side", equalTo("SELL"));
    }

    @ParameterizedTest
    @CsvSource({
        "from=2026-06-18T10:15:00Z, to",
        "from=x&to=2026-06-18T10:30:00Z, from",
        "from=2026-06-18T10:30:00Z&to=2026-06-18T10:15:00Z, to",
        "from=2026-06-01T00:00:00Z&to=2026-06-18T10:15:00Z, to",
        "from=2026-06-18T10:15:00Z&to=2026-06-18T10:30:00Z&kind=TOLD, kind",
        "from=2026-06-18T10:15:00Z&to=2026-06-18T10:30:00Z&participantId=1, participantId",
        "from=2026-06-18T10:15:00Z&to=2026-06-18T10:30:00Z&limit=0, limit",
    })
    void namesTheInputThatIsWrong(String query, String field) {
        asOperator()
                .get("/api/v1/areas/1/events?" + query)
                .then()
                .statusCode(400)
                .body("field", equalTo(field));
    }
}
