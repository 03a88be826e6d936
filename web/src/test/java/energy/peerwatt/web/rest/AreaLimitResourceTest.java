package energy.peerwatt.web.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AreaLimitResourceTest extends MarketTest {

    private static final String LIMITS = "/api/v1/areas/1/limits";
    private static final String LIMIT = LIMITS + "/rest-test";

    /** Holds long after the tests, so that nothing is planned for it. */
    private static final String BODY =
            """
            {"source":"GRID_OPERATOR","importW":11000,"floorW":4200,"from":"2026-07-01T00:00:00Z",
             "until":"2026-07-02T00:00:00Z","expiresAt":"2026-07-01T12:00:00Z","reason":"works"}
            """;

    @AfterEach
    void delete() {
        asOperator().delete(LIMIT);
    }

    @Test
    void operatorsSetChangeAndDeleteLimitsAndEachIsKept() {
        asOperator().body(BODY).put(LIMIT).then().statusCode(200).body("importW", equalTo(11_000));
        asOperator().body(BODY.replace("11000", "9000")).put(LIMIT).then().statusCode(200);

        as(Street.BUYER)
                .get(LIMIT)
                .then()
                .statusCode(200)
                .body("source", equalTo("GRID_OPERATOR"))
                .body("scope", equalTo("TOTAL"))
                .body("importW", equalTo(9_000))
                .body("exportW", nullValue())
                .body("floorW", equalTo(4_200))
                .body("from", equalTo("2026-07-01T00:00:00Z"))
                .body("expiresAt", equalTo("2026-07-01T12:00:00Z"));
        as(Street.BUYER).get(LIMITS).then().statusCode(200).body("id", hasItem("rest-test"));

        asOperator().delete(LIMIT + "?reason=over").then().statusCode(204);
        as(Street.BUYER).get(LIMIT).then().statusCode(404);
        as(Street.BUYER).get(LIMITS).then().body("id", not(hasItem("rest-test")));
        asOperator()
                .get("/api/v1/areas/1/limit-changes?limit=3")
                .then()
                .statusCode(200)
                .body("limit[0]", equalTo("rest-test"))
                .body("content[0]", nullValue())
                .body("reason[0]", equalTo("over"))
                .body("by[1]", equalTo("operator"))
                .body("reason[1]", equalTo("works"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"L1", "L2", "L3", "RAMP"})
    void aPhaseOrHowFastItChangesIsLimitedLikewise(String scope) {
        String body = BODY.replace("\"importW\"", "\"scope\":\"" + scope + "\",\"importW\"");

        asOperator().body(body).put(LIMIT).then().statusCode(200).body("scope", equalTo(scope));
        as(Street.BUYER).get(LIMIT).then().body("scope", equalTo(scope));
    }

    @Test
    void onlyOperatorsChangeLimits() {
        as(Street.SELLER).body(BODY).put(LIMIT).then().statusCode(403);
        as(Street.SELLER).delete(LIMIT).then().statusCode(403);
        as(Street.SELLER).get("/api/v1/areas/1/limit-changes").then().statusCode(403);
        given().contentType(ContentType.JSON).body(BODY).put(LIMIT).then().statusCode(401);
        given().delete(LIMIT).then().statusCode(401);
        given().get(LIMITS).then().statusCode(401);
        as(Street.SELLER).get(LIMIT).then().statusCode(404);
        asOperator().delete(LIMIT).then().statusCode(404);
        asOperator().body(BODY).put("/api/v1/areas/9/limits/rest-test").then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"importW\":11000,', '', importW",
        "11000, -1, importW",
        "11000, 1.5, importW",
        "GRID_OPERATOR, NEIGHBOUR, source",
        "2026-07-02T00:00:00Z, 2026-07-01T00:00:00Z, until",
        "2026-07-01T12:00:00Z, 2026-06-01T12:00:00Z, expiresAt",
        "2026-07-01T12:00:00Z, noon, expiresAt",
        "works, '', reason",
        "'\"floorW\":4200,', '', floorW",
        "'\"importW\"', '\"scope\":\"HOME\",\"importW\"', scope",
        "'\"importW\"', '\"scope\":\"L4\",\"importW\"', scope",
        "'\"importW\"', '\"scope\":\"RESERVE\",\"importW\"', expiresAt",
    })
    void namesTheFieldThatIsWrong(String right, String wrong, String field) {
        asOperator()
                .body(BODY.replace(right, wrong))
                .put(LIMIT)
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:peerwatt:error:invalid-input"))
                .body("field", equalTo(field));
        asOperator().get(LIMIT).then().statusCode(404);
    }
}
