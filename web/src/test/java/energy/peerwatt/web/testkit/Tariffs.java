package energy.peerwatt.web.testkit;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

/** Publishes prices as two people do: the utility drafts, the operator publishes. */
public final class Tariffs {

    public static final String AUTHOR = "utility";

    private static final String DRAFTS = "/api/v1/areas/1/tariff-drafts";

    private Tariffs() {}

    /** Drafts one price, whose members are given as JSON; answers as the market does. */
    public static ValidatableResponse draft(String validFrom, String price) {
        return as(AUTHOR)
                .body(
                        """
                        {"validFrom":"%s","legalBasis":"price sheet 2040","prices":[{%s}]}
                        """
                                .formatted(validFrom, price))
                .post(DRAFTS)
                .then();
    }

    /** Drafts and publishes one price. */
    public static void publish(String validFrom, String price) {
        long number = draft(validFrom, price).statusCode(201).extract().jsonPath().getLong("id");
        publication("operator", number).statusCode(200);
    }

    /** Somebody publishes a draft. */
    public static ValidatableResponse publication(String login, long number) {
        return as(login).post(DRAFTS + "/" + number + "/publication").then();
    }

    private static RequestSpecification as(String login) {
        return given().auth()
                .preemptive()
                .basic(login, Street.PASSWORD)
                .contentType(ContentType.JSON);
    }
}
