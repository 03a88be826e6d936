package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.gateway.PointRights;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two areas, of which the first cannot be planned. */
@QuarkusTest
class FailingAreaTest extends BalancedStreet {

    private static final MeteringPoint.Equipment NO_DEVICES =
            new MeteringPoint.Equipment("SDM630", 0, 0, 0);

    /** A million for each kWh, which nobody can register and no plan can reckon with. */
    private static final Price ABSURD = Price.ofMicroPerKwh(1_000_000_000_000L);

    @Inject Registry registry;
    @Inject Pool pool;
    @Inject BalancingStage stage;
    private SecondArea other;

    @BeforeEach
    void theOtherStreetIsHeard() {
        other = new SecondArea(registry, pool);
        other.open("Nebenstrasse");
        other.register("AT-TEST-0199", SecondArea.ID, 199, SecondArea.RETAIL, NO_DEVICES);
        String message =
                """
                {"at":"%s","points":[{"meteringPoint":"AT-TEST-0199","gridW":700,"solarW":0}]}
                """
                        .formatted(clock.now());
        PointRights all = PointRights.of(1, Set.of(Street.GATEWAY), List.of());
        live.take(Street.GATEWAY, all, message.getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void leaveNoOtherStreet() {
        other.forget(List.of("AT-TEST-0198", "AT-TEST-0199"), List.of(198L, 199L));
        live.forget(new MeteringPointId("AT-TEST-0199"), Instant.MAX);
    }

    @Test
    void theOthersGoOnTheFaultIsSaidAndWhatDevicesWereToldEndsByItself() {
        limit(8_900);
        planFor(8_900);
        Await.until("the battery is told", () -> "balancer".equals(newestSetpoint("issuedBy")));
        Await.until("the best plan is known", () -> state().equals("BALANCED"));
        other.register("AT-TEST-0198", new AreaId(1), 198, ABSURD, NO_DEVICES);
        asOperator().post(AREA + "/replans").then().statusCode(202);

        JsonPath first =
                Await.until(
                        "the fault is said",
                        () -> asOperator().get(AREA + "/balancing").jsonPath(),
                        said ->
                                said.getString("detail").startsWith("Balancing failed")
                                        && said.get("problem") != null);
        assertThat(first.getString("state")).isEqualTo("WAITING");
        assertThat(first.getString("detail")).contains("importMicro");
        assertThat(first.getString("problem.problem")).contains("importMicro");
        assertThat(as(Street.BUYER).get(AREA + "/balancing").jsonPath().getMap("problem"))
                .as("what members read")
                .containsEntry("problem", null);
        Await.until(
                "the status names it, and that it is tried again",
                () -> problemInStatus("[0].attempts"),
                attempts -> attempts != null && attempts >= 2);

        asOperator()
                .body("{\"source\":\"CONTRACT\",\"importW\":5000,\"reason\":\"rating\"}")
                .put(SecondArea.PATH + "/limits/contract")
                .then()
                .statusCode(200);
        Await.until(
                "the other street is balanced",
                () ->
                        asOperator()
                                .get(SecondArea.PATH + "/balancing")
                                .jsonPath()
                                .getString("state"),
                "BALANCED"::equals);
        assertThat(state()).isEqualTo("WAITING");
        assertThat(Instant.parse(newestSetpoint("expiresAt"))).isBeforeOrEqualTo(latestEnd());

        other.execute("DELETE FROM market.metering_point WHERE id = 'AT-TEST-0198'");
        Await.until("it recovers", () -> state().equals("BALANCED"));
        Await.until("the status has no problem", () -> problemInStatus("[0].attempts") == null);
    }

    /** Plans that break limits are kept after all areas were looked at. */
    @Test
    void whatFailsAfterTheLookBacksOffAndTheStateOfBeforeIsNotSaidAgain() {
        limit(8_900);
        planFor(8_900);
        Await.until("the best plan is known", () -> state().equals("BALANCED"));
        other.execute(
                "ALTER TABLE market.balancing_plan ADD CONSTRAINT planted"
                        + " CHECK (area_id <> 1 OR published) NOT VALID");
        try {
            limit(0);
            Await.until(
                    "it fails again and again",
                    () -> problemInStatus("[0].attempts"),
                    attempts -> attempts != null && attempts >= 4);
            assertThat(state()).isEqualTo("WAITING");

            pause(true);
            Await.until("a pause is obeyed meanwhile", () -> state().equals("PAUSED"));
            pause(false);
        } finally {
            other.execute("ALTER TABLE market.balancing_plan DROP CONSTRAINT planted");
        }
        Await.until("the closest plan is told", () -> state().equals("INFEASIBLE"));
        Await.until("the status has no problem", () -> problemInStatus("[0].attempts") == null);
    }

    /** It is kept and sent, and only then something fails. */
    @Test
    void aPlanIsExplainedAlsoIfItsFirstPublishingFailed() {
        // Who gives more than must be given now pays for it at night: so the limit binds.
        priceAtNight(900_000);
        other.execute(
                "ALTER TABLE market.balancing ADD CONSTRAINT planted"
                        + " CHECK (area_id <> 1 OR state <> 'BALANCED') NOT VALID");
        try {
            limitForAnHour(clock.now());
            Await.until("it fails", () -> problemInStatus("[0].attempts") != null);
        } finally {
            other.execute("ALTER TABLE market.balancing DROP CONSTRAINT planted");
        }
        try {
            Await.until("it is told", () -> state().equals("BALANCED"));
            Await.until(
                    "the limit that binds is named",
                    () ->
                            !asOperator()
                                    .get(AREA + "/plan")
                                    .jsonPath()
                                    .getList("binding")
                                    .isEmpty());
        } finally {
            other.execute("DELETE FROM market.tariff");
        }
    }

    private static Integer problemInStatus(String field) {
        return asOperator().get("/api/v1/status").jsonPath().get("balancingProblems" + field);
    }

    /** A step of the solver's own thread that hangs, and then throws. */
    @Test
    void aFaultOnTheSolversThreadIsSaidOthersGoOnAndTheAreaRecovers() throws Exception {
        limit(8_900);
        planFor(8_900);
        Await.until("the best plan is known", () -> state().equals("BALANCED"));
        try (PlantedFault fault = PlantedFault.in(stage, new AreaId(1))) {
            Await.until(
                    "the solver hangs",
                    () -> {
                        asOperator().post(AREA + "/replans").then().statusCode(202);
                        return fault.plant();
                    });
            asOperator().post(AREA + "/replans").then().statusCode(202);

            JsonPath said =
                    Await.until(
                            "it is said that the area is not planned",
                            () -> asOperator().get(AREA + "/balancing").jsonPath(),
                            balancing ->
                                    balancing.getString("detail").startsWith("No new plan")
                                            && balancing.get("problem") != null);
            assertThat(said.getString("state")).isEqualTo("WAITING");
            assertThat(said.getString("problem.problem")).startsWith("No new plan");
            asOperator()
                    .body("{\"source\":\"CONTRACT\",\"importW\":5000,\"reason\":\"rating\"}")
                    .put(SecondArea.PATH + "/limits/contract")
                    .then()
                    .statusCode(200);
            Await.until(
                    "the other street is balanced meanwhile",
                    () ->
                            asOperator()
                                    .get(SecondArea.PATH + "/balancing")
                                    .jsonPath()
                                    .getString("state"),
                    "BALANCED"::equals);
            assertThat(state()).isEqualTo("WAITING");

            fault.release();
            Await.until("the solver failed", () -> fault.count() == 1);
        }
        Await.until("it recovers by itself", () -> state().equals("BALANCED"));
        assertThat(asOperator().get(AREA + "/balancing").jsonPath().getMap("problem")).isNull();
    }
}
