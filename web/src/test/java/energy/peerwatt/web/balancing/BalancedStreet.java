package energy.peerwatt.web.balancing;

import static org.hamcrest.Matchers.equalTo;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.metering.headend.gateway.PointRights;
import energy.peerwatt.metering.headend.store.PointAssignments;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.ingest.LiveState;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import energy.peerwatt.web.testkit.Tariffs;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A street by its telemetry: the seller gives 1 kW, the buyer takes 5 kW, the battery of the third
 * is half full and may be controlled.
 */
abstract class BalancedStreet extends MarketTest {

    static final String AREA = "/api/v1/areas/1";
    static final String LIMIT = AREA + "/limits/transformer";
    static final String ORDERS = "/api/v1/orders";
    static final String SETPOINTS =
            "/api/v1/setpoints?limit=1&meteringPoint=" + Street.UNMETERED.meteringPoint();

    @Inject LiveState live;
    @Inject MarketClock clock;
    @Inject PointAssignments assignments;

    @BeforeEach
    void theStreetIsHeard() {
        hear(",\"batterySocPermille\":500");
        assignments
                .assign(
                        new MeteringPointId(Street.UNMETERED.meteringPoint()),
                        Street.GATEWAY,
                        Street.OPENS.minusSeconds(60),
                        new Actor("operator", Street.OPENS, ""))
                .await()
                .atMost(Duration.ofSeconds(10));
        consent(true);
    }

    @AfterEach
    void leaveTheStreetAlone() {
        pause(false);
        asOperator().delete(LIMIT);
        Await.until("nothing is planned", () -> state().equals("NO_LIMIT"));
        consent(false);
        for (Street.Home home : Street.HOMES) {
            live.forget(new MeteringPointId(home.meteringPoint()), Instant.MAX);
        }
    }

    /** What the gateway sends now, with more of the battery. */
    void hear(String ofTheBattery) {
        PointRights all = PointRights.of(1, Set.of(Street.GATEWAY), List.of());
        String message =
                """
                {"at":"%s","points":[
                 {"meteringPoint":"AT-TEST-0001","gridW":-1000,"solarW":1500},
                 {"meteringPoint":"AT-TEST-0002","gridW":5000,"solarW":0},
                 {"meteringPoint":"AT-TEST-0003","gridW":200,"solarW":0,"batteryW":0%s}]}
                """
                        .formatted(clock.now(), ofTheBattery);
        live.take(Street.GATEWAY, all, message.getBytes(StandardCharsets.UTF_8));
    }

    /** When a setpoint that is sent now ends at the latest: with the quarter-hour it reaches. */
    Instant latestEnd() {
        return clock.now().plus(PlanDispatch.REACH).plus(DeliveryInterval.QUARTER_HOUR);
    }

    static void consent(boolean granted) {
        as(Street.UNMETERED)
                .body("{\"granted\":" + granted + "}")
                .put("/api/v1/metering-points/AT-TEST-0003/control-consent")
                .then()
                .statusCode(200);
    }

    static void limit(int importW) {
        asOperator()
                .body(
                        """
                        {"source":"TRANSFORMER","importW":%d,"exportW":20000,"reason":"rating"}
                        """
                                .formatted(importW))
                .put(LIMIT)
                .then()
                .statusCode(200);
    }

    /** Less than the street takes by itself, so that the battery must give for an hour. */
    static void limitForAnHour(Instant time) {
        DeliveryInterval now = DeliveryInterval.containing(time, DeliveryInterval.QUARTER_HOUR);
        asOperator()
                .body(
                        """
                        {"source":"GRID_OPERATOR","importW":3000,"exportW":20000,"until":"%s",
                         "reason":"works"}
                        """
                                .formatted(now.plus(5).start()))
                .put(LIMIT)
                .then()
                .statusCode(200);
    }

    static void pause(boolean paused) {
        asOperator()
                .body("{\"paused\":" + paused + ",\"reason\":\"test\"}")
                .put(AREA + "/balancing")
                .then()
                .statusCode(200)
                .body("paused", equalTo(paused))
                .body("changedBy", equalTo("operator"));
    }

    static String state() {
        return asOperator().get(AREA + "/balancing").jsonPath().getString("state");
    }

    /** The plan in force once it was made for this limit. */
    static JsonPath planFor(int importW) {
        return Await.until(
                "a plan for " + importW + " W",
                () -> as(Street.BUYER).get(AREA + "/plan").jsonPath(),
                plan -> Objects.equals(plan.get("slots[0].importLimitW"), importW));
    }

    /** What all pay from 02:00 to 04:00 in Vienna of the day after the start of the tests. */
    static void priceAtNight(int priceMicro) {
        for (Street.Home home : Street.HOMES) {
            Tariffs.publish(
                    "2026-06-19",
                    """
                    "participantId":%d,"kind":"RETAIL","name":"night","timeFrom":"02:00",
                    "timeUntil":"04:00","priceMicro":%d
                    """
                            .formatted(home.participant(), priceMicro));
        }
    }

    /** Of an order of the buyer to buy; null if it was accepted. */
    static @Nullable String reasonToRefuse(String interval, long energyWh) {
        long number = newClientOrderId();
        String reason =
                as(Street.BUYER)
                        .body(order(number, interval, "BUY", energyWh, 200_000))
                        .post(ORDERS)
                        .jsonPath()
                        .getString("reason");
        as(Street.BUYER).delete(ORDERS + "/" + number);
        return reason;
    }

    static String newestSetpoint(String field) {
        return asOperator().get(SETPOINTS).jsonPath().getString("[0]." + field);
    }
}
