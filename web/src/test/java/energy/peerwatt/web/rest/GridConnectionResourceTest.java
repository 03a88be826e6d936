package energy.peerwatt.web.rest;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GridConnectionResourceTest extends MarketTest {

    private static final String CONNECTION = "/api/v1/metering-points/AT-TEST-0002/connection";

    @Inject Pool pool;

    @AfterEach
    void forget() {
        pool.query("DELETE FROM market.grid_connection")
                .execute()
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    @Test
    void operatorsSayHowAHomeIsConnectedAndItsMemberReadsIt() {
        as(Street.BUYER)
                .get(CONNECTION)
                .then()
                .statusCode(200)
                .body("phases", nullValue())
                .body("plannedPhases", equalTo("THREE_PHASE"))
                .body("changedBy", nullValue());

        asOperator()
                .body("{\"phases\":\"L1\",\"importW\":8000,\"reason\":\"contract\"}")
                .put(CONNECTION)
                .then()
                .statusCode(200);
        asOperator()
                .body("{\"phases\":\"L3\",\"exportW\":0,\"reason\":\"moved\"}")
                .put(CONNECTION)
                .then()
                .statusCode(200);

        as(Street.BUYER)
                .get(CONNECTION)
                .then()
                .statusCode(200)
                .body("phases", equalTo("L3"))
                .body("plannedPhases", equalTo("L3"))
                .body("importW", nullValue())
                .body("exportW", equalTo(0))
                .body("changedBy", equalTo("operator"))
                .body("reason", equalTo("moved"));
    }

    @Test
    void nobodyElseDoesAndNonsenseChangesNothing() {
        String body = "{\"phases\":\"L1\",\"reason\":\"mine\"}";

        as(Street.BUYER).body(body).put(CONNECTION).then().statusCode(403);
        as(Street.SELLER).get(CONNECTION).then().statusCode(403);
        asOperator().body("{\"phases\":\"L1\"}").put(CONNECTION).then().statusCode(400);
        asOperator().body(body.replace("L1", "L4")).put(CONNECTION).then().statusCode(400);
        asOperator()
                .body("{\"importW\":-1,\"reason\":\"x\"}")
                .put(CONNECTION)
                .then()
                .statusCode(400)
                .body("field", equalTo("importW"));
        asOperator().body(body).put(CONNECTION.replace("0002", "0009")).then().statusCode(404);
        as(Street.BUYER).get(CONNECTION).then().body("changedBy", nullValue());
    }
}
