package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.metering.headend.gateway.PointRights;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.Participant;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two areas, of which the first cannot be planned. */
@QuarkusTest
class FailingAreaTest extends BalancedStreet {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String OTHER = "/api/v1/areas/2";
    private static final Price USUAL = Price.ofMicroPerKwh(300_000);

    /** A thousand for each kWh, which no plan can reckon with. */
    private static final Price ABSURD = Price.ofMicroPerKwh(1_000_000_000);

    private static final List<String> TABLES =
            List.of(
                    "balancing_plan",
                    "balancing_interval",
                    "balancing",
                    "area_limit",
                    "area_limit_change");

    @Inject Registry registry;
    @Inject Pool pool;

    @BeforeEach
    void theOtherStreetIsHeard() {
        AreaRules rules =
                new AreaRules(
                        new AreaId(2),
                        DeliveryInterval.QUARTER_HOUR,
                        Duration.ofMinutes(5),
                        Duration.ofHours(8),
                        Price.ofMicroPerKwh(1_000),
                        Energy.ofWattHours(10),
                        Price.ofMicroPerKwh(0));
        Price none = Price.ofMicroPerKwh(0);
        await(
                registry.registerArea(
                        new Area("Nebenstrasse", ZoneOffset.UTC, "EUR", rules, none, none)));
        register("AT-TEST-0199", 2, 199, USUAL);
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
        execute("DELETE FROM market.metering_point WHERE id IN ('AT-TEST-0198', 'AT-TEST-0199')");
        execute("DELETE FROM market.participant WHERE id IN (198, 199)");
        for (String table : TABLES) {
            execute("DELETE FROM market." + table + " WHERE area_id = 2");
        }
        execute("DELETE FROM market.area WHERE id = 2");
        live.forget(new MeteringPointId("AT-TEST-0199"), Instant.MAX);
    }

    private void execute(String statement) {
        Await.until(
                statement,
                () -> {
                    // The stage may be keeping something of the area right now.
                    try {
                        pool.query(statement).execute().await().atMost(TIMEOUT);
                        return true;
                    } catch (io.vertx.pgclient.PgException e) {
                        return false;
                    }
                });
    }

    private void register(String id, int area, long participant, Price retail) {
        await(
                registry.register(
                        new Participant(new ParticipantId(participant), id),
                        new MeteringPoint(
                                new MeteringPointId(id),
                                new AreaId(area),
                                new ParticipantId(participant),
                                new MeteringPoint.Tariffs(retail, Price.ofMicroPerKwh(80_000)),
                                new MeteringPoint.Equipment("SDM630", 0, 0, 0),
                                Optional.empty())));
    }

    private static <T> T await(io.smallrye.mutiny.Uni<T> answer) {
        return answer.await().atMost(TIMEOUT);
    }

    @Test
    void theOthersGoOnTheFaultIsSaidAndWhatDevicesWereToldEndsByItself() {
        limit(8_900);
        planFor(8_900);
        Await.until("the battery is told", () -> "balancer".equals(newestSetpoint("issuedBy")));
        Await.until("the best plan is known", () -> state().equals("BALANCED"));
        register("AT-TEST-0198", 1, 198, ABSURD);
        asOperator().post(AREA + "/replans").then().statusCode(202);

        JsonPath first =
                Await.until(
                        "the fault is said",
                        () -> asOperator().get(AREA + "/balancing").jsonPath(),
                        said -> said.getString("detail").startsWith("Balancing failed"));
        assertThat(first.getString("state")).isEqualTo("WAITING");
        assertThat(first.getString("detail")).contains("importMicro");

        asOperator()
                .body("{\"source\":\"CONTRACT\",\"importW\":5000,\"reason\":\"rating\"}")
                .put(OTHER + "/limits/contract")
                .then()
                .statusCode(200);
        Await.until(
                "the other street is balanced",
                () -> asOperator().get(OTHER + "/balancing").jsonPath().getString("state"),
                "BALANCED"::equals);
        assertThat(state()).isEqualTo("WAITING");
        assertThat(Instant.parse(newestSetpoint("expiresAt"))).isBeforeOrEqualTo(latestEnd());
    }
}
