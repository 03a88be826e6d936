package energy.peerwatt.web.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conflicts and bad input only: a new home would change what other tests count. */
@QuarkusTest
class MeteringPointResourceTest extends MarketTest {

    @Inject Registry registry;

    private static final String POINTS = "/api/v1/metering-points";

    private static final String KNOWN =
            """
            {"id":"AT-TEST-0003","areaId":1,"participantId":102,"name":"Teststrasse 102",
             "meter":"SDM630","retailMicro":300000,"feedInMicro":80000,"solarWp":5000,
             "batteryWh":10000}
            """;

    @Test
    void takesTheSameAgain() {
        asOperator()
                .body(KNOWN)
                .post(POINTS)
                .then()
                .statusCode(200)
                .body("id", equalTo("AT-TEST-0003"))
                .body("areaId", equalTo(1));
    }

    @ParameterizedTest
    @CsvSource({
        "AT-TEST-0003, AT-TEST-0009",
        "'participantId\":102', 'participantId\":150'",
        "300000, 310000",
    })
    void refusesWhatIsTaken(String known, String other) {
        asOperator()
                .body(KNOWN.replace(known, other))
                .post(POINTS)
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:peerwatt:error:metering-point-taken"));
        asOperator().get(POINTS).then().body("id", not(hasItem("AT-TEST-0009")));
        var participants = registry.participants().await().atMost(Duration.ofSeconds(10));
        assertThat(participants)
                .extracting(participant -> participant.id().value())
                .doesNotContain(150L);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"AT-TEST-0003\"', '\"with space\"', id",
        "'\"AT-TEST-0003\"', null, id",
        "'areaId\":1', 'areaId\":7', areaId",
        "102, 99, participantId",
        "'\"Teststrasse 102\"', '\" \"', name",
        "'\"SDM630\"', null, meter",
        "300000, null, retailMicro",
        "80000, 1e3, feedInMicro",
        "5000, -1, solarWp",
    })
    void namesTheFieldThatIsWrong(String right, String wrong, String field) {
        asOperator()
                .body(KNOWN.replace(right, wrong))
                .post(POINTS)
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:peerwatt:error:invalid-input"))
                .body("field", equalTo(field));
    }

    @Test
    void letsOperatorsRegisterOnly() {
        as(Street.SELLER).body(KNOWN).post(POINTS).then().statusCode(403);
        given().contentType(ContentType.JSON).body(KNOWN).post(POINTS).then().statusCode(401);
    }
}
