package energy.peerwatt.web.balancing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;

import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A street with one battery is kept within a limit by its telemetry. */
@QuarkusTest
class BalancingTest extends BalancedStreet {

    @Inject Pool pool;

    @AfterEach
    void forgetConnections() {
        asOperator().delete(AREA + "/limits/phase");
        asOperator().delete(AREA + "/limits/spare");
        pool.query("DELETE FROM market.grid_connection")
                .execute()
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    @Test
    void aPlanKeepsTheLimitIsExplainedAndReachesTheBattery() {
        limit(8_000);

        JsonPath plan = planFor(8_000);
        assertThat(plan.getList("slots")).hasSize(96);
        assertThat(plan.getList("slots.netW", Integer.class))
                .allSatisfy(net -> assertThat(net).isBetween(-18_000, 7_200));
        assertThat(plan.getList("explanation", String.class).getFirst()).contains("8.0\u00a0kW");
        assertThat(plan.getMap("devices")).isNull();
        assertThat(plan.getBoolean("published")).isTrue();
        asOperator()
                .get(AREA + "/plan")
                .then()
                .statusCode(200)
                .body("devices.'AT-TEST-0003/BATTERY'.size()", equalTo(96));
        Await.until("the battery is told", () -> "balancer".equals(newestSetpoint("issuedBy")));
        Await.until("it is balanced", () -> state().equals("BALANCED"));
        as(Street.BUYER)
                .get(AREA + "/flows?date=2026-06-18")
                .then()
                .statusCode(200)
                .body("flows.importLimitW", everyItem(equalTo(8_000)))
                .body("flows.plannedW", everyItem(lessThanOrEqualTo(7_200)));
    }

    @Test
    void questionsAreAnsweredAndChangeNothing() {
        limit(8_300);
        planFor(8_300);
        Await.until("the best plan is known", () -> state().equals("BALANCED"));

        asOperator()
                .body("{\"importW\":7000,\"sunPercent\":0}")
                .post(AREA + "/what-ifs")
                .then()
                .statusCode(200)
                .body("published", equalTo(false))
                .body("slots.importLimitW", everyItem(equalTo(7_000)))
                .body("slots.netW", everyItem(lessThanOrEqualTo(7_000)));
        asOperator().get(LIMIT).then().body("importW", equalTo(8_300));
        asOperator()
                .body("{\"days\":1}")
                .post(AREA + "/backtests")
                .then()
                .statusCode(200)
                .body("winners", equalTo(0))
                .body("from", equalTo("2026-06-17T07:00:00Z"));
        asOperator().body("{\"days\":8}").post(AREA + "/backtests").then().statusCode(400);
        as(Street.SELLER).body("{}").post(AREA + "/what-ifs").then().statusCode(403);
        as(Street.SELLER).body("{\"days\":1}").post(AREA + "/backtests").then().statusCode(403);
    }

    @Test
    void anUnchangedPlanIsNotSentTwiceAndAPauseTakesItBack() {
        limit(8_100);
        planFor(8_100);
        Await.until("the battery is told", () -> "balancer".equals(newestSetpoint("issuedBy")));
        Await.until("the best plan is known", () -> state().equals("BALANCED"));
        long version = asOperator().get(AREA + "/plan").jsonPath().getLong("version");
        String sent = newestSetpoint("id");

        asOperator().post(AREA + "/replans").then().statusCode(202);
        Await.until(
                "it is planned anew",
                () -> asOperator().get(AREA + "/plan").jsonPath().getLong("version") > version);
        assertThat(newestSetpoint("id")).isEqualTo(sent);

        pause(true);
        Await.until("it is paused", () -> state().equals("PAUSED"));
        asOperator().get(SETPOINTS).then().body("[0].steps.size()", equalTo(0));
    }

    @Test
    void noTradeIsTakenThatTheFeederCannotCarry() {
        limit(8_200);
        planFor(8_200);

        List<Long> placed = new ArrayList<>();
        Await.until(
                "the engine knows the bound",
                () -> {
                    placed.add(newClientOrderId());
                    return as(Street.BUYER)
                            .body(order(placed.getLast(), INTERVAL, "BUY", 50_000, 200_000))
                            .post(ORDERS)
                            .jsonPath()
                            .getString("reason");
                },
                "FEEDER_LIMIT"::equals);
        placed.forEach(number -> as(Street.BUYER).delete(ORDERS + "/" + number));
    }

    @Test
    void aLimitThatNobodyCanKeepIsSaidAndNothingIsSent() {
        limit(0);

        Await.until("it cannot be kept", () -> state().equals("INFEASIBLE"));
        as(Street.BUYER)
                .get(AREA + "/plans?limit=1")
                .then()
                .statusCode(200)
                .body("[0].published", equalTo(false))
                .body("[0].devices", nullValue());
        assertThat(asOperator().get(AREA + "/balancing").jsonPath().getString("detail"))
                .contains("transformer");
        assertThat(as(Street.BUYER).get(AREA + "/balancing").jsonPath().getString("detail"))
                .as("what members read")
                .contains("transformer")
                .doesNotContain("AT-TEST");
    }

    @Test
    void whatAnOperatorOrderedIsPartOfThePlansLoad() {
        limit(14_000);
        JsonPath free = planFor(14_000);
        long version = free.getLong("version");

        asOperator()
                .body(
                        """
                        {"meteringPoint":"AT-TEST-0003","device":"BATTERY",
                         "expiresAt":"2026-06-18T20:00:00Z","steps":[
                          {"from":"2026-06-18T07:00:00Z","until":"2026-06-18T19:00:00Z",
                           "kind":"CHARGE","watts":2500}]}
                        """)
                .post("/api/v1/setpoints")
                .then()
                .statusCode(201);

        Await.until(
                "the order is planned with",
                () -> asOperator().get(AREA + "/plan").jsonPath(),
                plan ->
                        plan.getLong("version") > version
                                && plan.getInt("slots[1].netW")
                                        >= free.getInt("slots[1].netW") + 2_000);
    }

    @Test
    void anotherLimitIsPlannedForAtOnce() {
        limit(9_000);
        long version = planFor(9_000).getLong("version");

        limit(7_700);

        JsonPath plan = planFor(7_700);
        assertThat(plan.getLong("version")).isGreaterThan(version);
        assertThat(plan.getString("cause")).isEqualTo("other limits");
        assertThat(plan.getList("slots.netW", Integer.class))
                .allSatisfy(net -> assertThat(net).isLessThanOrEqualTo(7_700));
    }

    @Test
    void aBatteryThatIsNoLongerHeardOfIsPlannedWithoutAtOnce() {
        limit(14_300);
        planFor(14_300);
        Await.until("the battery is told", () -> "balancer".equals(newestSetpoint("issuedBy")));

        hear("");

        JsonPath plan =
                Await.until(
                        "a plan without the battery",
                        () -> asOperator().get(AREA + "/plan").jsonPath(),
                        made -> made.getMap("devices").isEmpty());
        assertThat(plan.getString("cause")).isEqualTo("other devices");
        assertThat(plan.getInt("leftOut")).isZero();
        assertThat(Instant.parse(newestSetpoint("expiresAt")))
                .as("what it was told ends by itself")
                .isBeforeOrEqualTo(latestEnd());
    }

    @Test
    void aHomesOwnLimitBindsItsDevicesAndItsPhasesArePlannedWith() {
        limitForAnHour(clock.now());
        JsonPath free = planFor(3_000);
        Await.until("the battery's 1.5 kW keep the limit", () -> state().equals("BALANCED"));
        assertThat(free.getString("explanation")).contains("Which phases one home");

        connect("{\"phases\":\"L2\",\"exportW\":300,\"reason\":\"notice of the grid operator\"}");

        Await.until("its battery may not give that", () -> state().equals("INFEASIBLE"));
        JsonPath plan = asOperator().get(AREA + "/plans?limit=1").jsonPath();
        assertThat(plan.getString("[0].cause")).isEqualTo("other connections");
        assertThat(plan.getString("[0].explanation")).doesNotContain("Which phases");
        for (String told :
                List.of(
                        as(Street.BUYER).get(AREA + "/plans?limit=1").asString(),
                        as(Street.BUYER).get(AREA + "/balancing").asString())) {
            assertThat(told).as("to a neighbour").doesNotContain("AT-TEST-0003");
        }

        connect("{\"phases\":\"L2\",\"exportW\":5000,\"reason\":\"new fuses\"}");
        Await.until("it may again", () -> state().equals("BALANCED"));
    }

    @Test
    void aPhaseIsKeptAndSoIsWhatTheBatteryKeepsInReserve() {
        connect("{\"phases\":\"L2\",\"reason\":\"notice of the grid operator\"}");
        Instant end = DeliveryInterval.quarterHourAt(Street.OPENS).plus(8).start();

        Integer newest = asOperator().get(AREA + "/plans?limit=1").jsonPath().get("[0].version");
        int before = newest == null ? 0 : newest;
        limit("phase", "\"scope\":\"L2\",\"importW\":1000,\"until\":\"" + end + "\"");

        JsonPath plan =
                Await.until(
                        "the battery gives on L2",
                        () -> asOperator().get(AREA + "/plan").jsonPath(),
                        made -> {
                            List<Integer> watts = made.getList("devices.'AT-TEST-0003/BATTERY'");
                            return watts != null
                                    && made.getInt("version") > before
                                    && watts.get(1) <= -500;
                        });
        assertThat(plan.getString("slots[1].importLimitW")).as("of the whole").isNull();

        limit("spare", "\"scope\":\"RESERVE\",\"exportW\":4900");
        Await.until("it cannot do both", () -> state().equals("INFEASIBLE"));

        limit("spare", "\"scope\":\"RESERVE\",\"exportW\":4000");
        Await.until("it can", () -> state().equals("BALANCED"));
    }

    private static void limit(String id, String values) {
        asOperator()
                .body("{\"source\":\"GRID_OPERATOR\",%s,\"reason\":\"works\"}".formatted(values))
                .put(AREA + "/limits/" + id)
                .then()
                .statusCode(200);
    }

    @Test
    void aQuestionWithMoreLoadRaisesAlsoWhatHomesTakeAnyway() {
        connect("AT-TEST-0002", "{\"importW\":6000,\"reason\":\"notice of the grid operator\"}");
        limit(30_000);
        planFor(30_000);

        String answer =
                asOperator()
                        .body("{\"loadPercent\":300}")
                        .post(AREA + "/what-ifs")
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath()
                        .getString("explanation");

        assertThat(answer).contains("The next 24 hours").doesNotContain("AT-TEST-0002");
    }

    private static void connect(String connection) {
        connect("AT-TEST-0003", connection);
    }

    private static void connect(String point, String connection) {
        asOperator()
                .body(connection)
                .put("/api/v1/metering-points/" + point + "/connection")
                .then()
                .statusCode(200);
    }

    @Test
    void onlyOperatorsPauseAndReplan() {
        String wish = "{\"paused\":true,\"reason\":\"test\"}";

        as(Street.SELLER).body(wish).put(AREA + "/balancing").then().statusCode(403);
        as(Street.SELLER).post(AREA + "/replans").then().statusCode(403);
        given().contentType(ContentType.JSON)
                .body(wish)
                .put(AREA + "/balancing")
                .then()
                .statusCode(401);
        given().get(AREA + "/plan").then().statusCode(401);
        asOperator().body("{\"paused\":true}").put(AREA + "/balancing").then().statusCode(400);
        asOperator().get("/api/v1/areas/9/balancing").then().statusCode(404);
    }
}
