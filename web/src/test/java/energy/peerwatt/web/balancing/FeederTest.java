package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A street whose operators say which cables lead to its homes, and what its energy costs. */
@QuarkusTest
class FeederTest extends BalancedStreet {

    private static final String FEEDER = AREA + "/feeder";

    @Inject Pool pool;
    @Inject GridSettings settings;

    @AfterEach
    void forgetTheGrid() {
        for (String table : List.of("grid_setting", "grid_connection", "tariff")) {
            pool.query("DELETE FROM market." + table)
                    .execute()
                    .await()
                    .atMost(Duration.ofSeconds(10));
        }
    }

    /** All homes at the end of a cable but the third, which has one of its own. */
    private static String feeder(int millivolts, int ampacity) {
        return """
        {"source":{"node":"transformer","millivolts":%d,"selfRMicroOhm":3000,"selfXMicroOhm":9000,
          "tap":{"position":0,"stepPermille":25,"steps":2}},
         "planning":{"lowestMillivolts":216200,"highestMillivolts":246000},
         "loadPowerFactorPermille":950,
         "cables":[
          {"from":"transformer","to":"corner","selfRMicroOhm":60000,"selfXMicroOhm":15000,
           "mutualRMicroOhm":12000,"mutualXMicroOhm":5000,"ampacityA":160},
          {"from":"corner","to":"house","selfRMicroOhm":90000,"selfXMicroOhm":20000,
           "ampacityA":%d}],
         "homes":{"AT-TEST-0001":"corner","AT-TEST-0002":"corner","AT-TEST-0003":"house"}}
        """
                .formatted(millivolts, ampacity);
    }

    private static void put(String feeder) {
        asOperator()
                .body("{\"feeder\":" + feeder + ",\"reason\":\"grid map\"}")
                .put(FEEDER)
                .then()
                .statusCode(200)
                .body("changedBy", equalTo("operator"));
    }

    @Test
    void anAreaWithAFeederIsPlannedWithinItsBandAndTheTapCounts() {
        put(feeder(235_000, 35));
        Await.until("the band is kept", () -> state().equals("BALANCED"));
        asOperator()
                .get(AREA + "/plan")
                .then()
                .body("grid.phases", hasSize(3))
                .body("grid.phases[0]", hasSize(96))
                .body("grid.places.node", hasItem("corner"))
                .body("grid.places.lowestMillivolts", everyItem(greaterThan(216_200)))
                .body("grid.places.highestMillivolts", everyItem(lessThan(246_000)))
                .body("grid.cables.node", hasItem("house"))
                .body("grid.cables.milliamperes", everyItem(lessThan(35_000)));
        as(Street.BUYER).get(AREA + "/plan").then().body("grid", nullValue());

        asOperator()
                .body("{\"position\":2,\"reason\":\"works\"}")
                .put(FEEDER + "/tap")
                .then()
                .statusCode(200)
                .body("feeder.source.tap.position", equalTo(2));

        Await.until("246.75 V with no load are too much", () -> state().equals("INFEASIBLE"));
        JsonPath plan = asOperator().get(AREA + "/plans?limit=1").jsonPath();
        assertThat(plan.getString("[0].cause")).isEqualTo("another grid");
        assertThat(plan.getBoolean("[0].published")).isFalse();
        assertThat(plan.getString("[0].explanation")).contains("corner");
        assertThat(as(Street.BUYER).get(AREA + "/plans?limit=1").asString())
                .as("to a member")
                .doesNotContain("corner");

        asOperator().delete(FEEDER + "?reason=unsure").then().statusCode(204);
        Await.until("nothing is left to keep", () -> state().equals("NO_LIMIT"));
        asOperator().get(FEEDER).then().statusCode(404);
        asOperator()
                .get(AREA + "/feeders")
                .then()
                .body("", hasSize(3))
                .body("[0].feeder", nullValue())
                .body("[0].reason", equalTo("unsure"));
    }

    @Test
    void aBatteryTakesEnergyThatOthersPayForButNoMoreThanItsCableCarries() {
        priceAtNight(-100_000);
        put(feeder(235_000, 5));

        List<Integer> night = chargedAtNight("the cheap night is planned for", 1_000);
        assertThat(night).allSatisfy(watts -> assertThat(watts).isLessThanOrEqualTo(3_450));

        put(feeder(235_000, 63));
        assertThat(chargedAtNight("its own 5 kW are the limit", 3_600))
                .allSatisfy(watts -> assertThat(watts).isLessThanOrEqualTo(5_000));
    }

    /** 12 A on three phases are 8.3 kW, so 5 kW of the buyer leave little; no transformer binds. */
    @Test
    void noTradeIsTakenThatACableCannotCarry() {
        put(feeder(235_000, 35).replace("\"ampacityA\":160", "\"ampacityA\":12"));
        Await.until("the cable is kept", () -> state().equals("BALANCED"));
        JsonPath plan = asOperator().get(AREA + "/plan").jsonPath();
        int ahead = 4;
        assertThat(plan.getString("slots[" + ahead + "].importLimitW")).isNull();
        assertThat(plan.getString("grid.room[" + ahead + "].taken.cause")).isEqualTo("CABLE");
        assertThat(plan.getString("grid.room[" + ahead + "].taken.at")).isEqualTo("corner");
        int room = plan.getInt("grid.room[" + ahead + "].taken.watts");
        assertThat(room).isBetween(500, 4_000);
        String interval =
                Instant.parse(plan.getString("from")).plusSeconds(900L * ahead).toString();

        Await.until(
                "the engine knows what the cable carries",
                () -> "FEEDER_LIMIT".equals(reasonToRefuse(interval, 3_500)));
        assertThat(reasonToRefuse(interval, 1_000)).as("less than is planned").isNull();

        put(feeder(235_000, 35));
        Await.until("160 A carry it", () -> reasonToRefuse(interval, 3_500) == null);
    }

    /** What the battery takes from 02:00 to 04:00 in Vienna, once it is more than so much. */
    private static List<Integer> chargedAtNight(String what, int atLeast) {
        return Await.until(
                what,
                () -> {
                    JsonPath plan = asOperator().get(AREA + "/plan").jsonPath();
                    List<Integer> watts = plan.getList("devices.'AT-TEST-0003/BATTERY'");
                    if (watts == null) {
                        return List.<Integer>of();
                    }
                    long first =
                            Duration.between(
                                                    Instant.parse(plan.getString("from")),
                                                    Instant.parse("2026-06-19T00:00:00Z"))
                                            .toMinutes()
                                    / 15;
                    return watts.subList((int) first, (int) first + 8);
                },
                night -> night.stream().anyMatch(watts -> watts > atLeast));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"ampacityA\":160', '\"ampacityA\":0', feeder.cables[0]",
        "'\"ampacityA\":160', '\"amps\":160', feeder.cables[0].amps",
        "'\"to\":\"corner\"', '\"to\":\"house\"', feeder",
        "'\"loadPowerFactorPermille\":950,', '', feeder.loadPowerFactorPermille",
        "'\"AT-TEST-0002\"', '\"AT-TEST-0009\"', feeder.homes.AT-TEST-0009",
        "'\"AT-TEST-0003\":\"house\"', '\"AT-TEST-0003\":\"barn\"', feeder.homes.AT-TEST-0003",
        "'\"highestMillivolts\":246000', '\"highestMillivolts\":256000', feeder",
    })
    void whatIsWrongWithAFeederIsNamedAndNothingIsKept(String right, String wrong, String field) {
        asOperator()
                .body(
                        "{\"feeder\":"
                                + feeder(235_000, 35).replace(right, wrong)
                                + ",\"reason\":\"grid map\"}")
                .put(FEEDER)
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:peerwatt:error:invalid-input"))
                .body("field", equalTo(field))
                .body("detail", startsWith(field));
        asOperator().get(AREA + "/feeders").then().body("", hasSize(0));
    }

    /** What would be refused for its homes, which are none of the area's, is not for its size. */
    @ParameterizedTest
    @CsvSource({
        "100, 3000, feeder.homes.home-0",
        "100, 3001, feeder.cables",
        "60, 5000, feeder.homes.home-0",
        "1, 5001, feeder.cables"
    })
    void moreCablesThanArePlannedInTimeForTheirHomesAreRefused(
            int homes, int cables, String field) {
        asOperator()
                .body("{\"feeder\":" + row(homes, cables) + ",\"reason\":\"grid map\"}")
                .put(FEEDER)
                .then()
                .statusCode(400)
                .body("field", equalTo(field));
        asOperator().get(AREA + "/feeders").then().body("", hasSize(0));
    }

    @Test
    void aFeederThatIsTooLargeIsToldHowManyCablesItMayHave() {
        asOperator()
                .body("{\"feeder\":" + row(100, 3_001) + ",\"reason\":\"grid map\"}")
                .put(FEEDER)
                .then()
                .statusCode(400)
                .body("detail", containsString("3001"))
                .body("detail", containsString("100 homes in time: at most 3000"));
    }

    /** Cables in a row, with all homes at its end. */
    private static String row(int homes, int cables) {
        String row =
                IntStream.range(0, cables)
                        .mapToObj(cable ->
                                "{\"from\":\"n%d\",\"to\":\"n%d\",\"selfRMicroOhm\":10,\"selfXMicroOhm\":3}"
                                        .formatted(cable, cable + 1))
                        .collect(Collectors.joining(","));
        String ends =
                IntStream.range(0, homes)
                        .mapToObj(home -> "\"home-%d\":\"n%d\"".formatted(home, cables))
                        .collect(Collectors.joining(","));
        return """
        {"source":{"node":"n0","millivolts":235000,"selfRMicroOhm":3000,"selfXMicroOhm":9000},
         "planning":{"lowestMillivolts":216200,"highestMillivolts":246000},
         "loadPowerFactorPermille":950,"cables":[%s],"homes":{%s}}
        """
                .formatted(row, ends);
    }

    @Test
    void aHomeMustHaveThePhasesOfItsNode() {
        asOperator()
                .body("{\"phases\":\"THREE_PHASE\",\"reason\":\"notice\"}")
                .put("/api/v1/metering-points/AT-TEST-0003/connection")
                .then()
                .statusCode(200);

        asOperator()
                .body(
                        "{\"feeder\":"
                                + feeder(235_000, 35)
                                        .replace(
                                                "\"to\":\"house\"",
                                                "\"to\":\"house\",\"phases\":\"L1\"")
                                + ",\"reason\":\"grid map\"}")
                .put(FEEDER)
                .then()
                .statusCode(400)
                .body("field", equalTo("feeder.homes.AT-TEST-0003"));
    }

    @Test
    void aHomesPhasesMustBeThoseOfTheNodeItIsAt() {
        put(feeder(235_000, 35).replace("\"to\":\"house\"", "\"to\":\"house\",\"phases\":\"L1\""));
        String connection = "/api/v1/metering-points/AT-TEST-0003/connection";

        asOperator()
                .body("{\"phases\":\"L2\",\"reason\":\"notice\"}")
                .put(connection)
                .then()
                .statusCode(400)
                .body("field", equalTo("phases"));
        asOperator()
                .body("{\"phases\":\"L1\",\"reason\":\"notice\"}")
                .put(connection)
                .then()
                .statusCode(200);
    }

    @Test
    void anAreaWhoseFeederCannotBeReadIsNotBalanced() {
        limit(14_600);
        planFor(14_600);
        pool.query(
                        """
                        INSERT INTO market.grid_setting (area_id, kind, valid_from, content,
                            changed_by, changed_at, reason)
                        VALUES (1, 'FEEDER', '2026-06-01', '{"of":"an older release"}', 'test',
                            '2026-06-01', '')
                        """)
                .execute()
                .await()
                .atMost(Duration.ofSeconds(10));

        Await.until("nobody knows what cables carry", () -> state().equals("WAITING"));
        asOperator()
                .get(AREA + "/balancing")
                .then()
                .body("detail", containsString("feeder cannot be read"));

        put(feeder(235_000, 35));
        Await.until("one that can be read was set", () -> state().equals("BALANCED"));
    }

    @Test
    void nothingIsSaidOfThePast() {
        asOperator()
                .body(
                        "{\"feeder\":%s,\"validFrom\":\"2026-06-17T00:00:00Z\",\"reason\":\"x\"}"
                                .formatted(feeder(235_000, 35)))
                .put(FEEDER)
                .then()
                .statusCode(400)
                .body("field", equalTo("validFrom"));
        asOperator()
                .body("{\"microPerKw\":1,\"validFrom\":\"2026-06-17\",\"reason\":\"x\"}")
                .put(AREA + "/demand-charge")
                .then()
                .statusCode(400)
                .body("field", equalTo("validFrom"));
        asOperator().get(AREA + "/feeders").then().body("", hasSize(0));
    }

    @Test
    void aHomesPhasesMustBeThoseOfAFeederToCome() {
        Instant tomorrow = clock.now().plus(Duration.ofDays(1));
        String single =
                feeder(235_000, 35)
                        .replace("\"to\":\"house\"", "\"to\":\"house\",\"phases\":\"L1\"");
        asOperator()
                .body(
                        "{\"feeder\":%s,\"validFrom\":\"%s\",\"reason\":\"works\"}"
                                .formatted(single, tomorrow))
                .put(FEEDER)
                .then()
                .statusCode(200);

        asOperator()
                .body("{\"phases\":\"L2\",\"reason\":\"notice\"}")
                .put("/api/v1/metering-points/AT-TEST-0003/connection")
                .then()
                .statusCode(400)
                .body("field", equalTo("phases"));
    }

    @Test
    void aFeederToComeIsTakenBackBeforeItBegins() {
        Instant tomorrow = clock.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
        String from = FEEDER + "?reason=mistake&validFrom=" + tomorrow;
        asOperator().delete(from).then().statusCode(404);
        asOperator()
                .body(
                        "{\"feeder\":%s,\"validFrom\":\"%s\",\"reason\":\"works\"}"
                                .formatted(
                                        feeder(235_000, 35)
                                                .replace(
                                                        "\"to\":\"house\"",
                                                        "\"to\":\"house\",\"phases\":\"L1\""),
                                        tomorrow))
                .put(FEEDER)
                .then()
                .statusCode(200);

        as(Street.SELLER).delete(from).then().statusCode(403);
        asOperator().delete(from).then().statusCode(204);

        asOperator().delete(from).then().statusCode(404);
        asOperator().get(AREA + "/feeders").then().body("[0].withdrawnBy", equalTo("operator"));
        assertThat(
                        settings.versionAt(new AreaId(1), GridSettings.Kind.FEEDER, tomorrow)
                                .await()
                                .atMost(Duration.ofSeconds(10)))
                .as("it does not hold tomorrow either")
                .isEmpty();
        asOperator()
                .body("{\"phases\":\"L2\",\"reason\":\"notice\"}")
                .put("/api/v1/metering-points/AT-TEST-0003/connection")
                .then()
                .statusCode(200);
    }

    /** Each tap is of the feeder that holds when it is set, whoever sets another meanwhile. */
    @Test
    void aTapNeverBringsBackCablesThatWereReplacedMeanwhile() throws Exception {
        put(feeder(235_000, 35));
        for (int round = 0; round < 5; round++) {
            int ampacity = 40 + round;
            try (var both = Executors.newFixedThreadPool(2)) {
                Future<?> cables = both.submit(() -> put(feeder(235_000, ampacity)));
                Future<?> tap =
                        both.submit(() ->
                                asOperator()
                                        .body("{\"position\":1,\"reason\":\"works\"}")
                                        .put(FEEDER + "/tap")
                                        .then()
                                        .statusCode(200));
                cables.get();
                tap.get();
            }
            asOperator().get(FEEDER).then().body("feeder.cables[1].ampacityA", equalTo(ampacity));
        }
    }

    @Test
    void onlyOperatorsSeeAndSetTheGrid() {
        String body = "{\"feeder\":" + feeder(235_000, 35) + ",\"reason\":\"mine\"}";
        String charge = "{\"microPerKw\":1,\"reason\":\"mine\"}";

        as(Street.SELLER).body(body).put(FEEDER).then().statusCode(403);
        as(Street.SELLER).get(FEEDER).then().statusCode(403);
        as(Street.SELLER).get(AREA + "/feeders").then().statusCode(403);
        as(Street.SELLER).delete(FEEDER).then().statusCode(403);
        as(Street.SELLER)
                .body("{\"position\":1,\"reason\":\"mine\"}")
                .put(FEEDER + "/tap")
                .then()
                .statusCode(403);
        as(Street.SELLER).body(charge).put(AREA + "/demand-charge").then().statusCode(403);
        asOperator().delete(FEEDER).then().statusCode(404);
    }

    @Test
    void aChargeOnTheMonthsHighestImportIsPlannedWith() {
        asOperator()
                .body("{\"microPerKw\":-1,\"reason\":\"tariff sheet\"}")
                .put(AREA + "/demand-charge")
                .then()
                .statusCode(400)
                .body("field", equalTo("microPerKw"));
        limit(14_700);
        double before = cost(planFor(14_700));

        asOperator()
                .body("{\"microPerKw\":12000000,\"reason\":\"tariff sheet\"}")
                .put(AREA + "/demand-charge")
                .then()
                .statusCode(200)
                .body("microPerKw", equalTo(12_000_000))
                .body("said[0].changedBy", equalTo("operator"));

        Await.until(
                "4.2 kW and more at 12 a kW are in the bill",
                () -> cost(asOperator().get(AREA + "/plan").jsonPath()) > before + 12);
        as(Street.BUYER)
                .get(AREA + "/demand-charge")
                .then()
                .statusCode(200)
                .body("microPerKw", equalTo(12_000_000));
    }

    @Test
    void aChargeToComeIsTakenBackBeforeItsDay() {
        String charges = AREA + "/demand-charge";
        String later = charges + "?reason=mistake&validFrom=2026-07-01";
        asOperator().delete(later).then().statusCode(404);
        asOperator().delete(charges).then().statusCode(400).body("field", equalTo("validFrom"));
        charge(charges, 5_000_000, "2026-06-18");
        charge(charges, 9_000_000, "2026-07-01");

        as(Street.SELLER).delete(later).then().statusCode(403);
        asOperator().delete(later).then().statusCode(204);

        asOperator().delete(later).then().statusCode(404);
        asOperator().delete(charges + "?validFrom=2026-06-18").then().statusCode(404);
        asOperator()
                .get(charges)
                .then()
                .body("microPerKw", equalTo(5_000_000))
                .body("said[0].withdrawnBy", equalTo("operator"))
                .body("said[1].withdrawnBy", nullValue());
        assertThat(
                        settings.at(
                                        new AreaId(1),
                                        GridSettings.Kind.DEMAND_CHARGE,
                                        Instant.parse("2026-07-02T00:00:00Z"))
                                .await()
                                .atMost(Duration.ofSeconds(10))
                                .orElseThrow()
                                .content())
                .as("what holds before goes on")
                .isEqualTo("5000000");
    }

    private static void charge(String charges, int microPerKw, String validFrom) {
        asOperator()
                .body(
                        "{\"microPerKw\":%d,\"validFrom\":\"%s\",\"reason\":\"tariff sheet\"}"
                                .formatted(microPerKw, validFrom))
                .put(charges)
                .then()
                .statusCode(200);
    }

    private static double cost(JsonPath plan) {
        return Double.parseDouble(plan.getString("amount"));
    }
}
