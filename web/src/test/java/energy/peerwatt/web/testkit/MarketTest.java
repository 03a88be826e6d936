package energy.peerwatt.web.testkit;

import static io.restassured.RestAssured.given;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;

/** What tests of the running market have in common; all share one process. */
@WithTestResource(value = MarketTestResource.class, scope = TestResourceScope.GLOBAL)
public abstract class MarketTest {

    /** An interval far enough ahead that its gate stays open. */
    protected static final String INTERVAL = "2026-06-18T09:00:00Z";

    private static final AtomicLong CLIENT_ORDER_IDS = new AtomicLong();

    @BeforeEach
    void marketIsReady() {
        Await.until("market ready", () -> given().get("/api/v1/status").path("ready"));
    }

    protected static RequestSpecification as(Street.Home home) {
        return as(home.login());
    }

    protected static RequestSpecification as(String login) {
        return given().auth()
                .preemptive()
                .basic(login, Street.PASSWORD)
                .contentType(ContentType.JSON);
    }

    protected static RequestSpecification asOperator() {
        return as("operator");
    }

    /** A number that no test has used. */
    protected static long newClientOrderId() {
        return CLIENT_ORDER_IDS.incrementAndGet();
    }

    protected static String order(
            long clientOrderId, String interval, String side, long energyWh, long limitMicro) {
        return """
        {"clientOrderId":%d,"areaId":1,"interval":"%s","side":"%s","energyWh":%d,"limitMicro":%d}
        """
                .formatted(clientOrderId, interval, side, energyWh, limitMicro);
    }
}
