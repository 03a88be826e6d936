package energy.peerwatt.web.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import energy.peerwatt.web.accounts.AccountRole;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AlarmAcknowledgementResourceTest extends MarketTest {

    private static final String PATH = "/api/v1/metering/alarms/acknowledgements";
    private static final String ALARM = "silent AT-TEST-0003 IMPORT 2026-06-18T07:00:00Z";

    @Inject People people;

    @AfterEach
    void removePeople() {
        people.removeAll("alarm-");
        people.run("DELETE FROM market.alarm_acknowledgement WHERE alarm = $1", ALARM);
    }

    @Test
    void theFirstWhoLookedIsKept() {
        people.add("alarm-second", Set.of(AccountRole.OPERATOR));

        asOperator().body(body(ALARM, "no power")).post(PATH).then().statusCode(201);
        given().auth()
                .preemptive()
                .basic("alarm-second", People.PASSWORD)
                .contentType(ContentType.JSON)
                .body(body(ALARM, "me too"))
                .post(PATH)
                .then()
                .statusCode(204);

        String found = "findAll { it.alarm == '" + ALARM + "' }";
        asOperator()
                .get(PATH)
                .then()
                .statusCode(200)
                .body(found + ".size()", equalTo(1))
                .body(found + "[0].by", equalTo("operator"))
                .body(found + "[0].note", equalTo("no power"));
    }

    @Test
    void whatIsNoAlarmIsRefused() {
        asOperator()
                .body(body("silent", ""))
                .post(PATH)
                .then()
                .statusCode(400)
                .body("field", equalTo("alarm"));
        asOperator()
                .body(body(ALARM, "x".repeat(201)))
                .post(PATH)
                .then()
                .statusCode(400)
                .body("field", equalTo("note"));
    }

    private static String body(String alarm, String note) {
        return "{\"alarm\":\"%s\",\"note\":\"%s\"}".formatted(alarm, note);
    }
}
