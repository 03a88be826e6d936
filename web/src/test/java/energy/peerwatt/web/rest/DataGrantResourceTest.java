package energy.peerwatt.web.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.unit.Money;
import energy.peerwatt.web.accounts.store.Accounts;
import energy.peerwatt.web.consent.DataGrants;
import energy.peerwatt.web.consent.DataPayment;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.People;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The third home has values of one whole day in December and of one hour of the next. */
@QuarkusTest
class DataGrantResourceTest extends MarketTest {

    private static final String READER = "reader-research";
    private static final String OWN = "/api/v1/participants/102/data-grants";
    private static final String TO = "2030-01-01T00:00:00Z";

    @Inject People people;
    @Inject DataGrants grants;
    @Inject Accounts accounts;

    @BeforeEach
    void valuesAndAReader() {
        people.add(READER, Set.of());
        people.add("reader-other", Set.of());
        people.run(
                """
                INSERT INTO metering.interval_value (interval_start, metering_point, channel,
                    version, interval_minutes, energy_wh, quality, uncertainty_wh)
                SELECT s, 'AT-TEST-0003', 'IMPORT', 1, 15, 100, 'ACTUAL', 0
                FROM generate_series('2025-12-09T23:00:00Z'::timestamptz,
                    '2025-12-10T23:45:00Z', interval '15 minutes') AS s
                """);
    }

    @AfterEach
    void nothingIsLeft() {
        people.run("DELETE FROM metering.interval_value WHERE metering_point = 'AT-TEST-0003'");
        people.run("DELETE FROM market.data_payment");
        people.run("DELETE FROM market.data_access");
        people.run("DELETE FROM market.data_grant");
        people.removeAll("reader-");
    }

    @Test
    void whatIsReadIsLoggedAndPaidOnceADay() {
        int grant = grant("DAY", "0.05", TO);
        values(READER, grant, "2025-12-10", "2025-12-13")
                .then()
                .statusCode(403)
                .body("detail", equalTo("The grant was not accepted yet."));
        accept(READER, grant, "0.04").then().statusCode(400).body("field", equalTo("pricePerDay"));
        accept("reader-other", grant, "0.05").then().statusCode(404);
        accept(READER, grant, "0.05").then().statusCode(200).body("holds", equalTo(true));

        values(READER, grant, "2025-12-10", "2025-12-13")
                .then()
                .statusCode(200)
                .body("intervals", empty())
                .body("days.day", contains("2025-12-10", "2025-12-11"))
                .body("days[0].energyWh", equalTo(9_600))
                .body("days[1].energyWh", nullValue())
                .body("days[1].values", equalTo(4));
        values(READER, grant, "2025-12-10", "2025-12-11").then().statusCode(200);

        as(Street.UNMETERED)
                .get(OWN)
                .then()
                .statusCode(200)
                .body("[0].grantee", equalTo(READER))
                .body("[0].paidDays", equalTo(2))
                .body("[0].paid", equalTo("0.1"))
                .body("[0].holds", equalTo(true));
        as(Street.UNMETERED)
                .get(OWN + "/" + grant + "/accesses")
                .then()
                .body("daysRead", contains(1, 2))
                .body("endDay", contains("2025-12-11", "2025-12-13"));
        as(READER, People.PASSWORD)
                .get("/api/v1/data-grants")
                .then()
                .body("[0].paid", equalTo("0.1"));
        isOnTheStatement();
        assertThat(
                        grants.paid(
                                        new AreaId(1),
                                        Instant.EPOCH,
                                        Instant.parse("2100-01-01T00:00:00Z"))
                                .await()
                                .indefinitely()
                                .get(new ParticipantId(Street.UNMETERED.participant())))
                .as("invoiced in the area of the member's point")
                .hasSize(2);
    }

    @Test
    void aGrantEndsWithItsAccount() {
        int grant = grant("DAY", "0", TO);
        long first = accounts.find(READER).await().indefinitely().orElseThrow().id();
        accounts.remove(first, Optional.empty()).await().indefinitely();
        people.add(READER, Set.of());

        values(READER, grant, "2025-12-10", "2025-12-11").then().statusCode(404);
        as(READER, People.PASSWORD).get("/api/v1/data-grants").then().body("$", empty());
        as(Street.UNMETERED)
                .get(OWN)
                .then()
                .body("[0].grantee", equalTo("account " + first))
                .body("[0].holds", equalTo(false));
    }

    @Test
    void onlyAnAccountThatProvedItsAddressIsGranted() {
        String login = "reader-1@example.org";
        people.add(login, Set.of());
        people.run("UPDATE market.account SET email = login WHERE login = $1", login);
        refused(body(login, "DAY", "0", TO), "grantee");
        people.run(
                "UPDATE market.account SET email = 'other@example.org', email_verified_at = now()"
                        + " WHERE login = $1",
                login);
        refused(body(login, "DAY", "0", TO), "grantee");
        people.run("UPDATE market.account SET email = login WHERE login = $1", login);
        as(Street.UNMETERED).body(body(login, "DAY", "0", TO)).post(OWN).then().statusCode(201);
    }

    private void isOnTheStatement() {
        Money owed =
                grants
                        .paidTo(new ParticipantId(102), Instant.EPOCH, Instant.parse(TO))
                        .await()
                        .indefinitely()
                        .stream()
                        .map(DataPayment::amount)
                        .reduce(Money.ZERO, Money::plus);
        as(Street.UNMETERED)
                .get(
                        "/api/v1/participants/102/statement"
                                + "?from=2026-06-18T00:00:00Z&to=2026-06-25T00:00:00Z")
                .then()
                .statusCode(200)
                .body("dataPayments.amount", contains("0.05", "0.05"))
                .body("dataPayments.day", contains("2025-12-10", "2025-12-11"))
                .body("dataPayments[0].purpose", equalTo("research on heating"));
        assertThat(owed).isEqualTo(Money.parse("0.1"));
    }

    @Test
    void aGrantEndsWhenItIsTakenBack() {
        int grant = grant("INTERVAL", "0", TO);
        values(READER, grant, "2025-12-11", "2025-12-12")
                .then()
                .statusCode(200)
                .body("intervals.size()", equalTo(4))
                .body("days", empty());

        as(Street.UNMETERED).delete(OWN + "/" + grant).then().statusCode(204);

        values(READER, grant, "2025-12-11", "2025-12-12")
                .then()
                .statusCode(403)
                .body("detail", equalTo("The grant has ended."));
        as(Street.UNMETERED)
                .get(OWN)
                .then()
                .body("[0].holds", equalTo(false))
                .body("[0].paidDays", equalTo(0));
        as(Street.UNMETERED).get(OWN + "/" + grant + "/accesses").then().body("size()", equalTo(1));
    }

    @Test
    void onlyTheMemberGrantsAndOnlyTheGranteeReads() {
        int grant = grant("DAY", "0.05", TO);

        values("reader-other", grant, "2025-12-10", "2025-12-11").then().statusCode(404);
        given().get("/api/v1/data-grants").then().statusCode(401);
        as(Street.SELLER).get(OWN).then().statusCode(403);
        as(Street.SELLER).delete(OWN + "/" + grant).then().statusCode(403);
        asOperator().body(body(READER, "DAY", "0.05", TO)).post(OWN).then().statusCode(403);
        as(Street.SELLER)
                .get("/api/v1/participants/100/data-grants/" + grant + "/accesses")
                .then()
                .statusCode(404);
        values(READER, grant, "2025-12-10", "2026-12-11").then().statusCode(400);
    }

    @Test
    void namesWhatIsWrongWithAGrant() {
        refused(body("nobody", "DAY", "0.05", TO), "grantee");
        refused(body(READER, "HOUR", "0.05", TO), "resolution");
        refused(body(READER, "DAY", "-0.05", TO), "pricePerDay");
        refused(body(READER, "DAY", "0.05", "2026-01-01T00:00:00Z"), "expiresAt");
        as(Street.UNMETERED).get(OWN).then().body("$", empty());
    }

    private static void refused(String body, String field) {
        as(Street.UNMETERED)
                .body(body)
                .post(OWN)
                .then()
                .statusCode(400)
                .body("field", equalTo(field));
    }

    private static int grant(String resolution, String price, String expiresAt) {
        return as(Street.UNMETERED)
                .body(body(READER, resolution, price, expiresAt))
                .post(OWN)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static String body(String grantee, String resolution, String price, String expiresAt) {
        return """
        {"grantee":"%s","purpose":"research on heating","resolution":"%s","pricePerDay":"%s",
         "expiresAt":"%s"}
        """
                .formatted(grantee, resolution, price, expiresAt);
    }

    private static Response accept(String login, int grant, String price) {
        return as(login, People.PASSWORD)
                .contentType("application/json")
                .body("{\"pricePerDay\":\"" + price + "\"}")
                .post("/api/v1/data-grants/" + grant + "/acceptance");
    }

    private static Response values(String login, int grant, String from, String to) {
        return as(login, People.PASSWORD)
                .get("/api/v1/data-grants/%d/values?from=%s&to=%s".formatted(grant, from, to));
    }

    private static RequestSpecification as(String login, String password) {
        return given().auth().preemptive().basic(login, password);
    }
}
