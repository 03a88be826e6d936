package energy.peerwatt.web.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class RulesResourceTest extends MarketTest {

    private static final String RULES = "/api/v1/areas/1/settlement-rules";

    /** Long after the tests, so that nothing is settled by them. */
    private static final String BODY =
            """
            {"validFrom":"2027-01-01T00:00:00Z","reason":"assembly of 12 June",
             "rules":{"mode":"SHARING","delivery":"FIFO","finalAfterDays":425,
              "key":{"type":"OWN_USE_FIRST",
               "inner":{"type":"STATIC","weights":{"100":3,"101":1},"redistribute":true}}}}
            """;

    private static final String CONTRACTS =
            """
            {"validFrom":"2027-02-01T00:00:00Z","reason":"trial",
             "rules":{"mode":"CONTRACTS",
              "imbalance":{"type":"DUAL","shortMicro":400000,"longMicro":50000}}}
            """;

    @Test
    void operatorsSetRulesForTheTimeToComeAndEachRevisionIsKept() {
        int revision =
                asOperator()
                        .body(BODY)
                        .post(RULES)
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("revision");
        asOperator()
                .body(CONTRACTS)
                .post(RULES)
                .then()
                .statusCode(200)
                .body("revision", equalTo(revision + 1));

        String own = "find { it.revision == " + revision + " }";
        asOperator()
                .get(RULES)
                .then()
                .statusCode(200)
                .body(own + ".by", equalTo("operator"))
                .body(own + ".reason", equalTo("assembly of 12 June"))
                .body(own + ".setAt", notNullValue())
                .body(own + ".validFrom", equalTo("2027-01-01T00:00:00Z"))
                .body(own + ".rules.finalAfterDays", equalTo(425))
                .body(own + ".rules.key.type", equalTo("OWN_USE_FIRST"))
                .body(own + ".rules.key.inner.weights.'100'", equalTo(3));
        as(Street.BUYER).get(RULES).then().statusCode(200).body(own + ".by", nullValue());
    }

    @Test
    void rewardsArePublishedAsTheyAreSettled() {
        String body =
                """
                {"validFrom":"2027-03-01T00:00:00Z","reason":"assembly",
                 "rules":{"mode":"%s","key":%s,"rewards":{"fundPermille":300,
                  "deliveredMicro":10000,"ratedWatts":63000,
                  "relief":[{"fromPermille":%d,"value":20000},{"fromPermille":900,"value":45500}],
                  "reliability":[{"fromPermille":900,"value":1000}],
                  "substitutedPermille":500,"estimatedPermille":0}}}
                """;
        String key = "{\"type\":\"DYNAMIC\"}";
        asOperator()
                .body(body.formatted("SHARING", key, 950))
                .post(RULES)
                .then()
                .statusCode(400)
                .body("detail", containsString("do not ascend"));
        asOperator()
                .body(body.formatted("CONTRACTS", "null", 700))
                .post(RULES)
                .then()
                .statusCode(400)
                .body("detail", containsString("has no rewards"));
        asOperator()
                .body(body.formatted("SHARING", key, 700))
                .post(RULES)
                .then()
                .statusCode(200)
                .body("rules.rewards.relief[1].value", equalTo(45_500));

        as(Street.BUYER)
                .get(RULES + "/rewards")
                .then()
                .statusCode(200)
                .body("rewards", nullValue())
                .body("sentences.size()", equalTo(0));
        given().get(RULES + "/rewards").then().statusCode(401);
    }

    @Test
    void onlyOperatorsSetRules() {
        as(Street.SELLER).body(BODY).post(RULES).then().statusCode(403);
        given().contentType(ContentType.JSON).body(BODY).post(RULES).then().statusCode(401);
        given().get(RULES).then().statusCode(401);
        asOperator().body(BODY).post("/api/v1/areas/9/settlement-rules").then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({
        "2027-01-01T00:00:00Z, 2026-06-18T06:00:00Z, validFrom, beyond what is traded",
        "2027-01-01T00:00:00Z, 2026-06-18T09:00:00Z, validFrom, beyond what is traded",
        "2027-01-01T00:00:00Z, 2026-06-18T16:00:00Z, validFrom, beyond what is traded",
        "2027-01-01T00:00:00Z, 2027-01-01T00:01:00Z, validFrom, start of an interval",
        "2027-01-01T00:00:00Z, soon, validFrom, is not a time",
        "assembly of 12 June, '', reason, ''",
        "STATIC, HOURLY, inner, ''",
        "SHARING, BARTER, mode, ''",
        "FIFO, LIFO, delivery, ''",
        "425, 0, finalAfterDays, ''",
        "'\"101\":1', '\"101\":1.5', '101', ''",
        "'\"101\":1', '\"101\":0', rules, is not between",
        "'\"101\":1', '\"999\":1', rules, '[999]'",
        "'\"mode\":\"SHARING\"', '\"mode\":\"CONTRACTS\"', rules, has no key",
        "'\"finalAfterDays\":425', '\"imbalance\":{\"type\":\"OWN_TARIFFS\"}', rules, has no imbalance",
    })
    void namesWhatIsWrongAndKeepsNothing(String right, String wrong, String field, String why) {
        int before = asOperator().get(RULES).path("size()");

        asOperator()
                .body(BODY.replace(right, wrong))
                .post(RULES)
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:peerwatt:error:invalid-input"))
                .body("field", equalTo(field))
                .body("detail", containsString(why));

        assertThat(asOperator().get(RULES).<Integer>path("size()")).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"type\":\"HOURLY_MINIMUM\",\"plants\":[100]}', needs hourly intervals",
        "'{\"type\":\"COEFFICIENTS\",\"millionths\":{\"100\":[999999]}}', add up to 999999",
        "'{\"type\":\"HIERARCHICAL\",\"groups\":[[100],[100]]}', is named twice",
        "'{\"type\":\"PANEL_SHARES\",\"shares\":{\"100\":9},\"issued\":8}', 9 shares of 8",
    })
    void refusesKeysThatCannotBe(String key, String why) {
        asOperator()
                .body(sharing(key))
                .post(RULES)
                .then()
                .statusCode(400)
                .body("detail", containsString(why));
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"type\":\"DYNAMIC\"}'",
        "'{\"type\":\"COEFFICIENTS\",\"millionths\":{\"100\":[400000],\"101\":[600000]}}'",
        "'{\"type\":\"HIERARCHICAL\",\"groups\":[[100],[101,102]]}'",
        "'{\"type\":\"PANEL_SHARES\",\"shares\":{\"100\":2},\"issued\":8}'",
        "'{\"type\":\"PARTICIPATION\",\"factors\":{\"100\":{\"before\":0,\"factor\":5}},"
                + "\"inner\":{\"type\":\"DYNAMIC\"}}'",
    })
    void takesEachKey(String key) {
        asOperator().body(sharing(key)).post(RULES).then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "'400000,', '4600000000000000,', shortMicro",
        "':50000', ':-1000000001', longMicro",
        "'\"DUAL\",\"shortMicro\":400000,\"longMicro\":50000',"
                + " '\"GROUP_SINGLE\",\"priceMicro\":1000000001', priceMicro",
    })
    void refusesImbalancePricesThatNoIntervalCouldBear(String right, String wrong, String field) {
        asOperator()
                .body(CONTRACTS.replace(right, wrong))
                .post(RULES)
                .then()
                .statusCode(400)
                .body("field", equalTo(field))
                .body("detail", containsString("1000000000"));
    }

    @Test
    void refusesMoreSharesThanAnIntervalCouldBear() {
        asOperator()
                .body(
                        sharing(
                                "{\"type\":\"PANEL_SHARES\",\"shares\":{\"100\":1},"
                                        + "\"issued\":2000000000}"))
                .post(RULES)
                .then()
                .statusCode(400)
                .body("field", equalTo("issued"))
                .body("detail", containsString("1000000"));
    }

    private static String sharing(String key) {
        return """
        {"validFrom":"2028-01-01T00:00:00Z","reason":"x","rules":{"mode":"SHARING","key":%s}}
        """
                .formatted(key);
    }
}
