package energy.peerwatt.web.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import energy.peerwatt.web.accounts.AccountRole;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MyDataResourceTest extends MarketTest {

    private static final String ME = "/api/v1/me";
    private static final String PREFIX = "mydata-";
    private static final String ANNA = PREFIX + "anna@example.org";
    private static final String BERT = PREFIX + "bert@example.org";

    @Inject People people;

    @AfterEach
    void removePeople() {
        people.removeAll(PREFIX);
    }

    private static RequestSpecification person(String login) {
        return given().auth()
                .preemptive()
                .basic(login, People.PASSWORD)
                .contentType(ContentType.JSON)
                .accept("*/*");
    }

    private static Map<String, String> export(String login) throws IOException {
        Response answer = person(login).post(ME + "/export");
        answer.then()
                .statusCode(200)
                .contentType("application/zip")
                .header("Content-Disposition", equalTo("attachment; filename=peerwatt-data.zip"));
        Map<String, String> files = new LinkedHashMap<>();
        try (ZipInputStream zip =
                new ZipInputStream(new ByteArrayInputStream(answer.asByteArray()))) {
            for (ZipEntry one = zip.getNextEntry(); one != null; one = zip.getNextEntry()) {
                files.put(one.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    @Test
    void givesAllOfOneselfAndOnesHomesAndNothingOfOthers() throws IOException {
        people.add(ANNA, Set.of(), 100);
        people.add(BERT, Set.of(), 100, 101);
        long order = newClientOrderId();
        person(ANNA)
                .body(order(order, INTERVAL, "SELL", 10, 150_000))
                .post("/api/v1/orders")
                .then()
                .statusCode(201);
        Await.until(
                "the order is in the database",
                () ->
                        people.count(
                                        "SELECT count(*) FROM market.customer_order"
                                                + " WHERE client_order_id = "
                                                + order)
                                == 1);

        Map<String, String> files = export(ANNA);

        assertThat(files.keySet()).first().isEqualTo("README.txt");
        assertThat(files)
                .containsKeys(
                        "readings.ndjson",
                        "interval-values.ndjson",
                        "statement-lines.ndjson",
                        "invoices.ndjson",
                        "chain-accounts.ndjson",
                        "passkeys.ndjson");
        assertThat(files.get("account.ndjson"))
                .contains("\"login\": \"" + ANNA + "\"", "\"homes\": [100]")
                .doesNotContain("password_hash");
        assertThat(files.get("metering-points.ndjson"))
                .contains("AT-TEST-0001")
                .doesNotContain("AT-TEST-0002");
        assertThat(files.get("orders.ndjson"))
                .contains("\"client_order_id\": " + order)
                .doesNotContain("\"participant_id\": 101");
        assertThat(files.get("account-events.ndjson")).contains("DATA_EXPORTED");
        assertThat(String.join("", files.values())).doesNotContain(BERT);
        person(ANNA).delete("/api/v1/orders/" + order).then().statusCode(200);
    }

    @Test
    void aFailedExportIsNoZip() {
        people.add(ANNA, Set.of(), 100);
        people.run("ALTER TABLE settlement.vault_account RENAME TO vault_account_away");
        try {
            person(ANNA)
                    .post(ME + "/export")
                    .then()
                    .statusCode(500)
                    .contentType("application/problem+json");
        } finally {
            people.run("ALTER TABLE settlement.vault_account_away RENAME TO vault_account");
        }
        // Its length is known: it was written whole before the first byte left.
        person(ANNA)
                .post(ME + "/export")
                .then()
                .statusCode(200)
                .header("Content-Length", notNullValue())
                .header("Transfer-Encoding", nullValue());
    }

    @Test
    void whoHasNoHomeGetsItsAccount() throws IOException {
        people.add(ANNA, Set.of(AccountRole.UTILITY));
        Map<String, String> files = export(ANNA);
        assertThat(files.get("account.ndjson")).contains(ANNA, "UTILITY");
        assertThat(files.get("metering-points.ndjson")).isEmpty();
        assertThat(files.get("readings.ndjson")).isEmpty();
    }

    @Test
    void erasesOnesAccountAfterAskingOnceMore() {
        long anna = people.add(ANNA, Set.of(), 100);
        people.add(BERT, Set.of(), 100);
        person(ANNA)
                .get(ME + "/erasure")
                .then()
                .statusCode(200)
                .body("homes", hasSize(1))
                .body("homes[0].participantId", equalTo(100))
                .body("obstacle", nullValue());
        person(ANNA)
                .body("{}")
                .post(ME + "/erasure")
                .then()
                .statusCode(400)
                .body("field", equalTo("password"));
        person(ANNA)
                .body("{\"password\":\"not the password\"}")
                .post(ME + "/erasure")
                .then()
                .statusCode(400);
        person(ANNA).get(ME + "/sessions").then().statusCode(200);

        person(ANNA)
                .body(Map.of("password", People.PASSWORD))
                .post(ME + "/erasure")
                .then()
                .statusCode(204);

        person(ANNA).get(ME + "/sessions").then().statusCode(401);
        person(BERT).get("/api/v1/participants/100/day").then().statusCode(200);
        asOperator()
                .get("/api/v1/accounts/events")
                .then()
                .body("findAll { it.kind == 'ACCOUNT_REMOVED' }.accountId", hasItem((int) anna));
        assertThat(
                        people.count(
                                "SELECT count(*) FROM market.account_event WHERE by_login = '"
                                        + ANNA
                                        + "' OR (account_id = "
                                        + anna
                                        + " AND address <> '')"))
                .isZero();
    }

    @Test
    void anAdminsRemovalKeepsWhichAccountAndWhoDidIt() {
        long anna = people.add(ANNA, Set.of(), 100);
        asOperator().delete("/api/v1/accounts/" + anna).then().statusCode(204);
        asOperator()
                .get("/api/v1/accounts/events")
                .then()
                .body("find { it.accountId == " + anna + " }.kind", equalTo("ACCOUNT_REMOVED"))
                .body("find { it.accountId == " + anna + " }.by", equalTo("operator"))
                .body("find { it.accountId == " + anna + " }.address", equalTo("127.0.0.1"));
    }

    @Test
    void theOnlyAdminStays() {
        people.add(ANNA, Set.of(AccountRole.ADMIN));
        person(ANNA).get(ME + "/erasure").then().body("obstacle", nullValue());
        people.run(
                "UPDATE market.account SET configured_hash = password_hash WHERE login = $1", ANNA);
        person(ANNA).get(ME + "/erasure").then().body("obstacle", equalTo("CONFIGURED"));
        person(ANNA)
                .body(Map.of("password", People.PASSWORD))
                .post(ME + "/erasure")
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:peerwatt:error:account-needed"))
                .body("reason", equalTo("CONFIGURED"));
        asOperator().get(ME + "/erasure").then().body("homes", hasSize(0));
    }
}
