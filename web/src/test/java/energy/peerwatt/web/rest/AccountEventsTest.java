package energy.peerwatt.web.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.People;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AccountEventsTest extends MarketTest {

    private static final String API = "/api/v1";
    private static final String PREFIX = "event-";
    private static final String HERE = "127.0.0.1";
    private static final String ANNA = PREFIX + "anna@example.org";

    @Inject People people;

    private long id;

    @BeforeEach
    void addAnna() {
        id = people.add(ANNA, Set.of(), 100);
    }

    @AfterEach
    void removePeople() {
        people.removeAll(PREFIX);
    }

    private static RequestSpecification anna() {
        return given().auth()
                .preemptive()
                .basic(ANNA, People.PASSWORD)
                .contentType(ContentType.JSON);
    }

    private static ValidatableResponse signIn(String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("login", ANNA, "password", password))
                .post(API + "/session")
                .then();
    }

    @Test
    void keepsWhatHappensWithAnAccount() {
        signIn("not the password").statusCode(401);
        signIn(People.PASSWORD).statusCode(200);
        asOperator()
                .body("{\"roles\":[\"UTILITY\"]}")
                .put(API + "/accounts/" + id + "/roles")
                .then()
                .statusCode(200);
        anna().post(API + "/participants/100/pairing-codes").then().statusCode(201);
        anna().body("{\"granted\":false}")
                .put(API + "/metering-points/AT-TEST-0001/control-consent")
                .then()
                .statusCode(200);

        anna().get(API + "/me/events")
                .then()
                .statusCode(200)
                .body(
                        "kind",
                        contains(
                                "CONSENT_SET",
                                "CODE_DRAWN",
                                "ROLES_SET",
                                "SIGNED_IN",
                                "SIGN_IN_REFUSED"))
                .body("by", contains(ANNA, ANNA, "operator", ANNA, ANNA))
                .body("address", contains(HERE, HERE, "", HERE, HERE))
                .body("[2].detail", equalTo("UTILITY"));
        asOperator().get(API + "/accounts/" + id + "/events").then().body("", hasSize(5));
        asOperator().get(API + "/accounts/events").then().body("accountId", hasItem((int) id));
        as(Street.SELLER).get(API + "/me/events").then().body("accountId", not(hasItem((int) id)));
    }

    @Test
    void saysNotWhoOrWhereAHouseMateIs() {
        String mate = PREFIX + "bert@example.org";
        people.add(mate, Set.of(), 100);
        given().auth()
                .preemptive()
                .basic(mate, People.PASSWORD)
                .delete(API + "/participants/100/people/" + id)
                .then()
                .statusCode(204);
        anna().get(API + "/me/events")
                .then()
                .body("kind", contains("HOME_LEFT"))
                .body("by", contains("somebody else"))
                .body("address", contains(""));
    }

    @Test
    void doesNotKeepWhatNobodysLoginWasTyped() {
        given().contentType(ContentType.JSON)
                .body(Map.of("login", PREFIX + "my-password", "password", "oops"))
                .post(API + "/session")
                .then()
                .statusCode(401);
        asOperator()
                .get(API + "/accounts/events?limit=1000")
                .then()
                .body("by", not(hasItem(PREFIX + "my-password")));
    }

    @Test
    void forgetsWhoItWasWhenTheAccountGoes() {
        signIn(People.PASSWORD).statusCode(200);
        asOperator().delete(API + "/accounts/" + id).then().statusCode(204);
        asOperator()
                .get(API + "/accounts/events?limit=1000")
                .then()
                .body("by", not(hasItem(ANNA)))
                .body("by", hasItem("account " + id))
                .body("find { it.by == 'account " + id + "' }.address", equalTo(""));
    }
}
