package energy.peerwatt.web.accounts;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.People;
import energy.peerwatt.web.testkit.SoftAuthenticator;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ConfiguredLoginTest extends MarketTest {

    private static final String PREFIX = "configured-";
    private static final String FIRST = "the first password";
    private static final String OWN = "the person's own one";
    private static final String SECOND = "the second password";

    @Inject ConfiguredLogin configured;
    @Inject People people;

    @AfterEach
    void removePeople() {
        people.removeAll(PREFIX);
    }

    private static Response signIn(String login, String password) {
        return given().contentType("application/json")
                .body(Map.of("login", login, "password", password))
                .post("/api/v1/session");
    }

    @Test
    void setsAPasswordOnceAndEndsWhatOthersMayHave() {
        String login = PREFIX + "boss";
        configured.set(login, FIRST);
        Response session = signIn(login, FIRST);
        session.then().statusCode(200);
        given().cookie("peerwatt-session", session.cookie("peerwatt-session"))
                .header("X-Write-Token", session.path("writeToken").toString())
                .contentType("application/json")
                .body(Map.of("current", FIRST, "password", OWN))
                .put("/api/v1/me/password")
                .then()
                .statusCode(204);
        people.run(
                "DELETE FROM market.account_role USING market.account a"
                        + " WHERE account_id = a.id AND role = 'ADMIN' AND a.login = $1",
                login);

        configured.set(login, FIRST);
        signIn(login, FIRST).then().statusCode(401);
        signIn(login, OWN).then().statusCode(200);
        basic(login, OWN, "/api/v1/accounts", 403);

        SoftAuthenticator strangers = new SoftAuthenticator();
        addPasskey(login, strangers);
        people.link(login, "recovered");
        byPasskey(strangers).then().statusCode(200);

        configured.set(login, SECOND);
        byPasskey(strangers).then().statusCode(401);
        assertThat(people.links(login)).isZero();
        signIn(login, OWN).then().statusCode(401);
        given().cookie("peerwatt-session", session.cookie("peerwatt-session"))
                .get("/api/v1/me/sessions")
                .then()
                .statusCode(401);
        basic(login, SECOND, "/api/v1/accounts", 200);
    }

    private static void addPasskey(String login, SoftAuthenticator phone) {
        RequestSpecification person =
                given().auth().preemptive().basic(login, OWN).contentType("application/json");
        Response options =
                person.body(Map.of("password", OWN)).post("/api/v1/me/passkey-creations");
        given().auth()
                .preemptive()
                .basic(login, OWN)
                .contentType("application/json")
                .body(
                        Map.of(
                                "name",
                                "Somebody's phone",
                                "credential",
                                phone.create(options.path("challenge"), options.path("user.id"))))
                .post("/api/v1/me/passkeys")
                .then()
                .statusCode(201);
    }

    private static Response byPasskey(SoftAuthenticator phone) {
        String challenge =
                given().contentType("application/json")
                        .post("/api/v1/session/passkey-challenges")
                        .path("challenge");
        return given().contentType("application/json")
                .body(Map.of("credential", phone.get(challenge)))
                .post("/api/v1/session/passkeys");
    }

    private static void basic(String login, String password, String path, int status) {
        given().auth().preemptive().basic(login, password).get(path).then().statusCode(status);
    }
}
