package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.Tariff;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A household whose washing machine and heat pump are planned and that runs them itself. */
@QuarkusTest
class FlexibleLoadTest extends BalancedStreet {

    private static final String LOADS = "/api/v1/metering-points/AT-TEST-0003/flexible-loads";
    private static final String PUMP =
            """
            {"heating":{"maxW":2000,"copPermille":3000,"capacityWh":6000,"demandW":1500,
             "storedWh":4000}}
            """;

    @Inject Pool pool;
    @Inject FlexibleLoads ledger;
    @Inject HouseLoads houseLoads;

    @AfterEach
    void forgetTheDevices() {
        pool.query("DELETE FROM market.flexible_load")
                .execute()
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    private String washer() {
        return "{\"run\":{\"cycleW\":[2000,500,300],\"readyBy\":\"%s\"}}"
                .formatted(clock.now().plus(Duration.ofHours(6)));
    }

    @Test
    void theHouseholdReadsWhenToStartAndHowToHeat() {
        Instant asked = clock.now();
        limit(14_800);
        planFor(14_800);

        as(Street.UNMETERED).body(washer()).put(LOADS + "/washer").then().statusCode(200);
        as(Street.UNMETERED)
                .body(PUMP)
                .put(LOADS + "/heat-pump")
                .then()
                .statusCode(200)
                .body("name", equalTo(List.of("heat-pump", "washer")));

        JsonPath planned =
                Await.until(
                        "both are planned",
                        () -> as(Street.UNMETERED).get(LOADS).jsonPath(),
                        loads ->
                                loads.get("[1].startsAt") != null
                                        && loads.get("[0].planFrom") != null);
        assertThat(Instant.parse(planned.getString("[1].startsAt")))
                .isAfter(asked)
                .isBefore(asked.plus(Duration.ofHours(6).minusMinutes(44)));
        List<Integer> heat = planned.getList("[0].planW");
        assertThat(heat).hasSize(96).allSatisfy(watts -> assertThat(watts).isBetween(0, 2_000));
        assertThat(heat.stream().mapToLong(Integer::longValue).sum())
                .as("500 W on average, for it is to end as warm as it is")
                .isBetween(96L * 500 - 100, 96L * 500 + 8_000);
        asOperator()
                .get(AREA + "/plan")
                .then()
                .body("devices.'AT-TEST-0003/washer'", hasSize(96))
                .body("devices.'AT-TEST-0003/heat-pump'", hasSize(96));

        as(Street.UNMETERED).delete(LOADS + "/washer").then().statusCode(204);
        Await.until(
                "it is planned without",
                () -> asOperator().get(AREA + "/plan").jsonPath(),
                plan -> plan.get("devices.'AT-TEST-0003/washer'") == null);
        as(Street.UNMETERED).delete(LOADS + "/washer").then().statusCode(404);
    }

    @Test
    void aGatewayIsToldWhatHeatPumpAndApplianceShallDoUntilThatIsTakenBack() {
        hear(
                ",\"batterySocPermille\":500,\"heatPumpW\":0,\"heatStoredWh\":2500,"
                        + "\"applianceW\":0,\"applianceStarted\":0");
        as(Street.UNMETERED).body(washer()).put(LOADS + "/washer").then().statusCode(200);
        as(Street.UNMETERED).body(PUMP).put(LOADS + "/heat-pump").then().statusCode(200);
        limit(14_700);

        Await.until("the heat pump is told", () -> newest("HEAT_PUMP", "issuedBy") != null);
        Await.until("the washer is told", () -> newest("APPLIANCE", "issuedBy") != null);
        assertThat(newest("HEAT_PUMP", "issuedBy")).isEqualTo("balancer");
        assertThat(newestKinds("HEAT_PUMP")).isNotEmpty().isSubsetOf("CHARGE", "IDLE");
        String ends = Objects.requireNonNull(newest("APPLIANCE", "expiresAt"));
        assertThat(Instant.parse(ends))
                .as("when the balancer stops it is left to itself")
                .isBeforeOrEqualTo(latestEnd());

        pause(true);
        Await.until(
                "what they were told is taken back",
                () -> isRevoked("HEAT_PUMP") && isRevoked("APPLIANCE"));
        Await.until("it is paused", () -> state().equals("PAUSED"));
        assertThat(as(Street.UNMETERED).get(LOADS).jsonPath().getString("[1].startsAt"))
                .as("a run that has not begun is not planned any more")
                .isNull();
    }

    @Test
    void aRunThatWasStartedByHandIsSaidFromThenOnUntilTheNextIsSetUp() {
        as(Street.UNMETERED).body(washer()).put(LOADS + "/washer").then().statusCode(200);
        limit(14_700);
        Await.until("it is planned", () -> washer("startsAt") != null);

        hear(",\"batterySocPermille\":500,\"applianceW\":2000,\"applianceStarted\":1");
        Instant heard = clock.now();
        String begun =
                Await.until(
                        "it is seen to run",
                        () -> washer("startsAt"),
                        start -> start != null && !Instant.parse(start).isAfter(heard));
        assertThat(begun).isNotNull();
        assertThat(washer("planFrom")).as("it is not run by its plan").isNull();
        asOperator().post(AREA + "/replans").then().statusCode(202);
        Await.until(
                "it is planned around",
                () ->
                        asOperator()
                                .get(AREA + "/plans?limit=1")
                                .jsonPath()
                                .getString("[0].cause")
                                .equals("asked for"));
        assertThat(washer("startsAt")).as("it is the same run").isEqualTo(begun);

        hear(",\"batterySocPermille\":500,\"applianceW\":0,\"applianceStarted\":0");
        Await.until(
                "the next run is planned",
                () -> washer("startsAt"),
                start -> start != null && Instant.parse(start).isAfter(heard));
    }

    private static @Nullable String washer(String field) {
        return as(Street.UNMETERED).get(LOADS).jsonPath().getString("[0]." + field);
    }

    /** A field of the newest setpoint to a device of the home; null if there is none. */
    private static @Nullable String newest(String device, String field) {
        List<String> all = setpoints().getList(of(device) + field);
        return all.isEmpty() ? null : all.getFirst();
    }

    /** What the steps of the newest setpoint to a device of the home are; none takes back. */
    private static List<String> newestKinds(String device) {
        List<List<String>> all = setpoints().getList(of(device) + "steps.kind");
        return all.getFirst();
    }

    private static JsonPath setpoints() {
        return asOperator()
                .get("/api/v1/setpoints?limit=50&meteringPoint=" + Street.UNMETERED.meteringPoint())
                .jsonPath();
    }

    private static String of(String device) {
        return "findAll { it.device == '" + device + "' }.";
    }

    private static boolean isRevoked(String device) {
        return newestKinds(device).isEmpty();
    }

    @Test
    void aPlanOfWhatWasSetAnewMeanwhileIsNotItsPlan() {
        Instant now = clock.now();
        FlexibleLoad before = washer(now, List.of(2_000, 500));
        put(before);
        Scene scene = scene(before);
        Plan plan = new Plan(Map.of(before.id(), Series.of(0, 2_000, 500, 0)), Map.of());

        put(washer(now, List.of(1_000, 1_000)));
        houseLoads.publish(scene, plan, () -> {});
        assertThat(kept().planned()).as("a plan of its former cycle").isEmpty();

        put(before);
        houseLoads.publish(scene, plan, () -> {});
        assertThat(kept().planned().orElseThrow().watts()).containsExactly(0, 2_000, 500, 0);
    }

    private static final MeteringPointId POINT =
            new MeteringPointId(Street.UNMETERED.meteringPoint());

    private static FlexibleLoad washer(Instant now, List<Integer> cycle) {
        Instant ready = now.plus(Duration.ofHours(5));
        return new FlexibleLoad(POINT, "washer", new FlexibleLoad.Run(cycle, now, ready));
    }

    private void put(FlexibleLoad load) {
        ledger.put(load, "test", clock.now()).await().atMost(Duration.ofSeconds(10));
    }

    private FlexibleLoads.Kept kept() {
        return ledger.of(List.of(POINT)).await().atMost(Duration.ofSeconds(10)).getFirst();
    }

    /** A home that is planned with this device. */
    private Scene scene(FlexibleLoad load) {
        Instant first =
                DeliveryInterval.containing(clock.now(), DeliveryInterval.QUARTER_HOUR).start();
        Series none = Series.constant(4, 0);
        Home home =
                new Home(
                        POINT.value(),
                        Connection.THREE_PHASE,
                        none,
                        new Home.Solar(none, false),
                        List.of());
        Community community =
                new Community(
                        "street",
                        new Horizon(first, 4, false),
                        new Tariff(none, none, Tariff.PeakCharge.NONE),
                        List.of(),
                        List.of(home));
        return new Scene(
                community,
                List.of(),
                Map.of(),
                List.of(load),
                Set.of(),
                List.of(),
                ModelLimits.Reserve.NONE,
                Uncertainty.UNKNOWN,
                List.of(),
                0,
                0,
                0);
    }

    @Test
    void nothingIsPlannedWithoutConsent() {
        consent(false);
        as(Street.UNMETERED).body(washer()).put(LOADS + "/washer").then().statusCode(200);
        limit(14_900);

        JsonPath plan = planFor(14_900);

        assertThat(plan.getList("slots")).hasSize(96);
        assertThat(asOperator().get(AREA + "/plan").jsonPath().getMap("devices")).isEmpty();
        as(Street.UNMETERED).get(LOADS).then().body("[0].planW", hasSize(0));
    }

    @Test
    void othersNeitherSeeNorSetThem() {
        as(Street.SELLER).body(PUMP).put(LOADS + "/heat-pump").then().statusCode(403);
        as(Street.SELLER).get(LOADS).then().statusCode(403);
        as(Street.SELLER).delete(LOADS + "/heat-pump").then().statusCode(403);
        asOperator().body(PUMP).put(LOADS + "/heat-pump").then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"maxW\":2000', '\"maxW\":0', heating.maxW",
        "'\"demandW\":1500', '\"demandW\":6100', heating.demandW",
        "'\"storedWh\":4000', '\"storedWh\":6100', heating.storedWh",
        "'\"heating\"', '\"cooling\"', cooling",
    })
    void whatIsWrongIsNamed(String right, String wrong, String field) {
        as(Street.UNMETERED)
                .body(PUMP.replace(right, wrong))
                .put(LOADS + "/heat-pump")
                .then()
                .statusCode(400)
                .body("field", equalTo(field));
    }

    @Test
    void aRunMustFitIntoADay() {
        as(Street.UNMETERED)
                .body("{}")
                .put(LOADS + "/washer")
                .then()
                .statusCode(400)
                .body("field", equalTo("run"));
        String late =
                washer().replaceAll(
                                "\"readyBy\":\"[^\"]*\"", "\"readyBy\":\"2026-06-20T07:00:00Z\"");
        as(Street.UNMETERED)
                .body(late)
                .put(LOADS + "/washer")
                .then()
                .statusCode(400)
                .body("field", equalTo("run.readyBy"));
        Instant noon = DeliveryInterval.containing(clock.now(), Duration.ofMinutes(15)).start();
        as(Street.UNMETERED)
                .body(
                        "{\"run\":{\"cycleW\":[9,9,9,9],\"from\":\"%s\",\"readyBy\":\"%s\"}}"
                                .formatted(
                                        noon.plus(Duration.ofMinutes(67)),
                                        noon.plus(Duration.ofMinutes(127))))
                .put(LOADS + "/washer")
                .then()
                .statusCode(400)
                .body("field", equalTo("run.readyBy"));
        as(Street.UNMETERED)
                .body(washer())
                .put(LOADS + "/Washer")
                .then()
                .statusCode(400)
                .body("field", equalTo("name"))
                .body("detail", containsString("small letters"));
    }
}
