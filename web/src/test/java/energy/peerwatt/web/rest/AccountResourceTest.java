package energy.peerwatt.web.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AccountResourceTest extends MarketTest {

    private static final String PATH = "/api/v1/accounts";
    private static final String PREFIX = "account-";
    private static final String ANNA = PREFIX + "anna@example.org";

    @Inject People people;

    @AfterEach
    void removePeople() {
        people.removeAll(PREFIX);
    }

    private static int create(String login) {
        return asOperator()
                .body(
                        """
                        {"login":"%s","name":"Anna","password":"%s"}\
                        """
                                .formatted(login, People.PASSWORD))
                .post(PATH)
                .then()
                .statusCode(201)
                .body("roles", hasSize(0))
                .body("homes", hasSize(0))
                .extract()
                .path("id");
    }

    private static RequestSpecification anna() {
        return given().auth().preemptive().basic(ANNA, People.PASSWORD);
    }

    @Test
    void rolesAndHomesHoldFromTheNextRequestOn() {
        int id = create(ANNA);
        anna().get("/api/v1/areas").then().statusCode(200);
        anna().get("/api/v1/gateways").then().statusCode(403);

        asOperator()
                .body("{\"roles\":[\"OPERATOR\",\"UTILITY\"]}")
                .put(PATH + "/" + id + "/roles")
                .then()
                .statusCode(200)
                .body("roles", contains("UTILITY", "OPERATOR"));
        anna().get("/api/v1/gateways").then().statusCode(200);
        asOperator().body("{\"roles\":[]}").put(PATH + "/" + id + "/roles").then().statusCode(200);
        anna().get("/api/v1/gateways").then().statusCode(403);

        asOperator()
                .put(PATH + "/" + id + "/homes/100")
                .then()
                .statusCode(200)
                .body("homes", contains(100));
        anna().get("/api/v1/participants/100/day").then().statusCode(200);
        asOperator().delete(PATH + "/" + id + "/homes/100").then().statusCode(200);
        anna().get("/api/v1/participants/100/day").then().statusCode(403);

        asOperator().get(PATH).then().body("login", hasItem(ANNA));
        asOperator().delete(PATH + "/" + id).then().statusCode(204);
        anna().get("/api/v1/areas").then().statusCode(401);
    }

    @Test
    void refusesWhatCannotBe() {
        create(ANNA);
        asOperator()
                .body("{\"login\":\"" + ANNA + "\",\"name\":\"Other\"}")
                .post(PATH)
                .then()
                .statusCode(400)
                .body("field", equalTo("login"));
        asOperator()
                .body("{\"login\":\"with:colon\",\"name\":\"Other\"}")
                .post(PATH)
                .then()
                .statusCode(400)
                .body("field", equalTo("login"));
        asOperator()
                .body("{\"login\":\"account-x\",\"name\":\"X\",\"password\":\"short\"}")
                .post(PATH)
                .then()
                .statusCode(400)
                .body("field", equalTo("password"));
        asOperator().body("{\"roles\":[]}").put(PATH + "/999999/roles").then().statusCode(404);
        asOperator().put(PATH + "/999999/homes/100").then().statusCode(404);
    }

    @Test
    void anAdminKeepsItsOwnRoleAndAccount() {
        int own = asOperator().get(PATH).path("find { it.login == 'operator' }.id");
        asOperator()
                .body("{\"roles\":[\"OPERATOR\"]}")
                .put(PATH + "/" + own + "/roles")
                .then()
                .statusCode(400)
                .body("field", equalTo("roles"));
        asOperator().delete(PATH + "/" + own).then().statusCode(400);
    }
}
