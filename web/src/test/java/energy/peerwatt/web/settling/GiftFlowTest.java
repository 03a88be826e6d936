package energy.peerwatt.web.settling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.Direction;
import energy.peerwatt.settlement.Gift;
import energy.peerwatt.settlement.IntervalSettlement;
import energy.peerwatt.settlement.LineKind;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.gift.GiftLedger;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gift from its offer to the chain, in an area of its own. */
@QuarkusTest
class GiftFlowTest extends MarketTest {

    private static final AreaId AREA = new AreaId(23);
    private static final String PREFIX = "gift-";
    private static final long GIVER = 7301;
    private static final long RECEIVER = 7302;
    private static final long OTHER = 7303;

    @Inject People people;
    @Inject Registry registry;
    @Inject GiftLedger gifts;
    @Inject IntervalSettler settler;
    @Inject MarketClock clock;

    private Area area;

    @BeforeEach
    void addHomes() {
        Area street = registry.area(new AreaId(1)).await().indefinitely().orElseThrow();
        AreaRules rules = street.rules();
        AreaRules own =
                new AreaRules(
                        AREA,
                        rules.intervalLength(),
                        rules.gateLead(),
                        rules.horizon(),
                        rules.tick(),
                        rules.lot(),
                        rules.feesPerKwh());
        area =
                new Area(
                        "Schenkergasse",
                        street.zone(),
                        "EUR",
                        own,
                        street.charges().opening().gridFee(),
                        street.charges().opening().levy());
        registry.registerArea(area).await().indefinitely();
        for (long home : new long[] {GIVER, RECEIVER, OTHER}) {
            people.run(
                    "INSERT INTO market.participant (id, name) VALUES ($1, 'Home ' || $1) ON CONFLICT DO NOTHING",
                    home);
            people.run(
                    """
                    INSERT INTO market.metering_point (id, area_id, participant_id, meter, retail_micro,
                        feed_in_micro, solar_wp, battery_wh, ev_charger_w)
                    VALUES ($1, 23, $2, 'SDM630', 300000, 80000, 5000, 0, 0)
                    """,
                    point(home),
                    home);
            people.add(PREFIX + home, Set.of(), home);
        }
    }

    @AfterEach
    void removeHomes() {
        people.removeAll(PREFIX);
        people.run("DELETE FROM market.gift WHERE area_id = 23");
        people.run(
                "DELETE FROM metering.interval_value WHERE starts_with(metering_point, 'AT-GIFT')");
        Await.until("the area is gone", this::removed);
    }

    /** False while a stage keeps something of the area right then. */
    private boolean removed() {
        try {
            for (String table :
                    List.of(
                            "gate",
                            "engine_rules",
                            "settlement_problem",
                            "balancing_plan",
                            "balancing_interval",
                            "balancing",
                            "metering_point")) {
                people.run("DELETE FROM market." + table + " WHERE area_id = 23");
            }
            people.run("DELETE FROM market.area WHERE id = 23");
            return true;
        } catch (PgException e) {
            return false;
        }
    }

    private static String point(long home) {
        return "AT-GIFT-" + home;
    }

    private static RequestSpecification asHome(long home) {
        return RestAssured.given()
                .auth()
                .preemptive()
                .basic(PREFIX + home, People.PASSWORD)
                .contentType(ContentType.JSON);
    }

    private static String gifts(long home) {
        return "/api/v1/participants/" + home + "/gifts";
    }

    @Test
    void isOfferedAgreedSettledAndEnded() {
        int gift = offered();
        asHome(OTHER).post(gifts(OTHER) + "/" + gift + "/acceptance").then().statusCode(404);
        asHome(GIVER).post(gifts(GIVER) + "/" + gift + "/acceptance").then().statusCode(404);
        assertThat(inForce(area.nextOpen(clock.now()))).as("nobody agreed yet").isEmpty();
        asHome(RECEIVER)
                .post(gifts(RECEIVER) + "/" + gift + "/acceptance")
                .then()
                .statusCode(200)
                .body("[0].state", equalTo("IN_FORCE"));
        asHome(GIVER).get(gifts(GIVER)).then().body("[0].partnerName", equalTo("Home 7302"));
        awaitNews(GIVER, "GIFT_ACCEPTED");
        assertThat(newsOf(GIVER, "GIFT_ACCEPTED")).contains("Home 7302");

        DeliveryInterval interval = area.nextOpen(clock.now());
        assertThat(inForce(interval)).hasSize(1);
        assertThat(
                        inForce(
                                area.intervalAt(
                                        interval.start()
                                                .minus(interval.length())
                                                .minus(interval.length()))))
                .as("what was closed by then stays as it was")
                .isEmpty();
        settles(interval);

        pausesAndEnds(gift);
    }

    @Test
    void whoDeclinedIsNotAskedAgainForAWeek() {
        int gift = offered();
        asHome(RECEIVER).delete(gifts(RECEIVER) + "/" + gift).then().statusCode(200);
        awaitNews(GIVER, "GIFT_DECLINED");
        assertThat(newsOf(GIVER, "GIFT_DECLINED")).doesNotContain("Home 7302");
        offer(RECEIVER).then().statusCode(409).body("type", endsWith("gift-declined"));

        // Others may be asked, and be offered it again after calling it off.
        int other = offer(OTHER).then().statusCode(201).extract().path("[0].id");
        asHome(GIVER).delete(gifts(GIVER) + "/" + other).then().statusCode(200);
        offer(OTHER).then().statusCode(201);
    }

    @Test
    void whoDeclinedMayBeAskedAgainAfterAWeek() {
        int gift = offered();
        asHome(RECEIVER).delete(gifts(RECEIVER) + "/" + gift).then().statusCode(200);
        people.run(
                """
                UPDATE market.gift SET ended_at = ended_at - interval '7 days 1 second',
                    offered_at = offered_at - interval '7 days 1 second'
                WHERE id = $1
                """,
                (long) gift);
        offer(RECEIVER).then().statusCode(201);
    }

    private static Response offer(long partner) {
        return asHome(GIVER).body(Map.of("partnerId", partner)).post(gifts(GIVER));
    }

    private static void awaitNews(long home, String kind) {
        Await.until(kind, () -> !newsOf(home, kind).isEmpty());
    }

    /** What a home was told of a kind, as JSON; empty if nothing. */
    private static String newsOf(long home, String kind) {
        List<Object> news =
                asHome(home)
                        .get("/api/v1/me/notifications")
                        .jsonPath()
                        .getList("items.findAll { it.kind == '" + kind + "' }");
        return news.isEmpty() ? "" : news.toString();
    }

    private int offered() {
        asHome(GIVER).body(Map.of("partnerId", GIVER)).post(gifts(GIVER)).then().statusCode(400);
        asHome(GIVER).body(Map.of("partnerId", 100)).post(gifts(GIVER)).then().statusCode(400);
        int gift =
                asHome(GIVER)
                        .body(Map.of("partnerId", RECEIVER))
                        .post(gifts(GIVER))
                        .then()
                        .statusCode(201)
                        .body("role", contains("GIVER"))
                        .body("[0].state", equalTo("OFFERED"))
                        .body("[0].partnerName", nullValue())
                        .extract()
                        .path("[0].id");
        asHome(GIVER)
                .body(Map.of("partnerId", OTHER))
                .post(gifts(GIVER))
                .then()
                .statusCode(409)
                .body("type", endsWith("gift-there"));
        asHome(RECEIVER)
                .get(gifts(RECEIVER))
                .then()
                .body("[0].role", equalTo("RECEIVER"))
                .body("[0].partnerName", equalTo("Home 7301"))
                .body("[0].priceMicro", equalTo(80_000))
                .body("[0].allInMicro", equalTo(130_000))
                .body("[0].insteadMicro", equalTo(300_000));
        awaitNews(RECEIVER, "GIFT_OFFERED");
        return gift;
    }

    private List<Gift> inForce(DeliveryInterval interval) {
        return gifts.at(AREA, interval.start()).await().indefinitely();
    }

    /** The giver has 1000 Wh, the receiver and another home lack 600 Wh each. */
    private void settles(DeliveryInterval interval) {
        value(interval, GIVER, 0, 1_000);
        value(interval, RECEIVER, 600, 0);
        value(interval, OTHER, 600, 0);
        Metered metered = settler.metered(AREA, interval);
        var result = settler.settle(area, interval, 1, metered.positions(area, interval));
        settler.keep(result, "test");

        IntervalSettlement settlement = result.settlement();
        assertThat(settlement.lines())
                .filteredOn(line -> line.kind() == LineKind.POOL_ENERGY)
                .filteredOn(line -> line.direction() == Direction.SOLD)
                .extracting(
                        SettlementLine::counterparty,
                        line -> line.energy().wattHours(),
                        line -> line.price().microPerKwh())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                new ParticipantId(RECEIVER), 600L, 80_000L),
                        // The middle of 0.08 and 0.30 less fees.
                        org.assertj.core.groups.Tuple.tuple(
                                new ParticipantId(OTHER), 400L, 165_000L));
        for (long home : new long[] {GIVER, RECEIVER}) {
            asHome(home)
                    .get(gifts(home))
                    .then()
                    .body("[0].made.energyWh", contains(600))
                    .body("[0].made.priceMicro", contains(80_000))
                    .body("[0].made.interval", contains(interval.start().toString()));
        }
        asHome(RECEIVER)
                .get(
                        "/api/v1/participants/%d/day?date=%s"
                                .formatted(
                                        RECEIVER,
                                        interval.start().atZone(area.zone()).toLocalDate()))
                .then()
                .body("slots.amount", hasItem("-0.078"));
        Await.until(
                "confirmed",
                () ->
                        "CONFIRMED"
                                .equals(
                                        asOperator()
                                                .get("/api/v1/areas/23/settlements")
                                                .path("[0].state")));
    }

    private void value(DeliveryInterval interval, long home, long imported, long exported) {
        Map.of("IMPORT", imported, "EXPORT", exported)
                .forEach((channel, wh) ->
                        people.run(
                                """
                                INSERT INTO metering.interval_value (interval_start, metering_point,
                                    channel, version, interval_minutes, energy_wh, quality, uncertainty_wh)
                                VALUES ($1, $2, $3, 1, 15, $4, 'ACTUAL', 0)
                                """,
                                interval.start().atOffset(ZoneOffset.UTC),
                                point(home),
                                channel,
                                wh));
    }

    private void pausesAndEnds(int gift) {
        String receivers = gifts(RECEIVER) + "/" + gift;
        String givers = gifts(GIVER) + "/" + gift;
        asHome(RECEIVER)
                .body(Map.of("paused", true))
                .put(receivers + "/pause")
                .then()
                .statusCode(200)
                .body("[0].state", equalTo("PAUSED"))
                .body("[0].mayResume", equalTo(true));
        assertThat(inForce(area.nextOpen(clock.now()))).isEmpty();
        // Whoever paused goes on, nobody else.
        asHome(GIVER).body(Map.of("paused", false)).put(givers + "/pause").then().statusCode(404);
        asHome(RECEIVER)
                .body(Map.of("paused", false))
                .put(receivers + "/pause")
                .then()
                .statusCode(200);
        assertThat(inForce(area.nextOpen(clock.now()))).hasSize(1);

        asHome(OTHER).delete(gifts(OTHER) + "/" + gift).then().statusCode(404);
        asHome(GIVER).delete(givers).then().statusCode(200).body("", empty());
        assertThat(inForce(area.nextOpen(clock.now()).next())).isEmpty();
        asHome(RECEIVER).get(gifts(RECEIVER)).then().body("", empty());
        awaitNews(RECEIVER, "GIFT_ENDED");
        assertThat(newsOf(RECEIVER, "GIFT_ENDED")).contains("Home 7301");
        assertThat(newsOf(GIVER, "GIFT_ENDED")).isEmpty();
    }
}
