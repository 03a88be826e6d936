package energy.peerwatt.web.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.Mailbox;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.People;
import energy.peerwatt.web.testkit.SoftAuthenticator;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PasskeyResourceTest extends MarketTest {

    private static final String ME = "/api/v1/me";
    private static final String SESSION = "/api/v1/session";
    private static final String COOKIE = "peerwatt-session";
    private static final String PREFIX = "passkey-";
    private static final String ANNA = PREFIX + "anna@example.org";

    @Inject People people;

    private final SoftAuthenticator phone = new SoftAuthenticator();
    private long anna;

    @BeforeEach
    void addAnna() {
        anna = people.add(ANNA, Set.of(), 100);
    }

    @AfterEach
    void removePeople() {
        people.removeAll(PREFIX);
    }

    private static RequestSpecification person(String login) {
        return given().auth()
                .preemptive()
                .basic(login, People.PASSWORD)
                .contentType(ContentType.JSON);
    }

    private static Response options(String login) {
        return person(login)
                .body(Map.of("password", People.PASSWORD))
                .post(ME + "/passkey-creations");
    }

    private static Response add(String login, SoftAuthenticator phone, String name) {
        Response options = options(login);
        return person(login)
                .body(
                        Map.of(
                                "name",
                                name,
                                "credential",
                                phone.create(options.path("challenge"), options.path("user.id"))))
                .post(ME + "/passkeys");
    }

    private static String challenge() {
        return given().contentType(ContentType.JSON)
                .post(SESSION + "/passkey-challenges")
                .then()
                .statusCode(200)
                .body("rpId", equalTo("localhost"))
                .body("userVerification", equalTo("required"))
                .body("allowCredentials", hasSize(0))
                .extract()
                .path("challenge");
    }

    private static Response signIn(Map<String, Object> credential) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("credential", credential))
                .post(SESSION + "/passkeys");
    }

    @Test
    void addsAPasskeyAndSignsInByItWithoutAName() {
        add(ANNA, phone, "Phone").then().statusCode(201);
        person(ANNA)
                .get(ME + "/passkeys")
                .then()
                .statusCode(200)
                .body("name", contains("Phone"))
                .body("[0].lastUsedAt", nullValue());

        Response answer = signIn(phone.get(challenge()));

        answer.then()
                .statusCode(200)
                .body("login", equalTo(ANNA))
                .body("homes.participantId", contains(100))
                .body("writeToken", notNullValue());
        given().cookie(COOKIE, answer.cookie(COOKIE))
                .get("/api/v1/participants/100/day")
                .then()
                .statusCode(200);
        person(ANNA)
                .get(ME + "/passkeys")
                .then()
                .body("[0].lastUsedAt", notNullValue())
                .body("[0].name", equalTo("Phone"));
        person(ANNA)
                .get(ME + "/events")
                .then()
                .body("find { it.kind == 'PASSKEY_ADDED' }.detail", equalTo("Phone"))
                .body("find { it.kind == 'SIGNED_IN' }.detail", equalTo("passkey Phone"));
    }

    @Test
    void refusesWhatIsNotSignedForThisPageNowByThisKey() {
        add(ANNA, phone, "Phone").then().statusCode(201);

        phone.origin = "https://evil.example";
        refused(phone.get(challenge()));
        phone.origin = "http://localhost:8081";
        refused(phone.get(challenge()));
        phone.origin = "http://localhost:8080";
        phone.party = "evil.example";
        refused(phone.get(challenge()));
        phone.party = "localhost";
        phone.verifies = false;
        refused(phone.get(challenge()));
        phone.verifies = true;
        SoftAuthenticator right = phone;
        var own = right.signsWith;
        right.signsWith = SoftAuthenticator.anotherKey();
        refused(phone.get(challenge()));
        right.signsWith = own;
        refused(phone.get("A".repeat(43)));
        signIn(Map.of()).then().statusCode(401);

        signIn(phone.get(challenge())).then().statusCode(200);
        person(ANNA).get(ME + "/events").then().body("kind", hasItem("PASSKEY_REFUSED"));
    }

    private static void refused(Map<String, Object> credential) {
        Response answer = signIn(credential);
        answer.then().statusCode(401);
        assertThat(answer.cookie(COOKIE)).isNull();
    }

    @Test
    void aChallengeIsGoodOnceAndForAFewMinutes() {
        add(ANNA, phone, "Phone").then().statusCode(201);
        String challenge = challenge();
        signIn(phone.get(challenge)).then().statusCode(200);
        refused(phone.get(challenge));

        String old = challenge();
        people.run("UPDATE market.passkey_challenge SET expires_at = now() - interval '1 second'");
        refused(phone.get(old));
        challenge();
        assertThat(people.count("SELECT count(*) FROM market.passkey_challenge")).isEqualTo(1);
    }

    @Test
    void aChallengeToProveOneselfOrToAddSignsNobodyIn() {
        add(ANNA, phone, "Phone").then().statusCode(201);
        refused(phone.get(person(ANNA).post(ME + "/passkey-challenges").path("challenge")));
        refused(phone.get(options(ANNA).path("challenge")));
    }

    @Test
    void aCountThatDoesNotGoOnIsOfACopy() {
        add(ANNA, phone, "Phone").then().statusCode(201);
        signIn(phone.get(challenge())).then().statusCode(200);
        signIn(phone.get(challenge())).then().statusCode(200);

        phone.count = 1;
        refused(phone.get(challenge()));

        person(ANNA)
                .get(ME + "/events")
                .then()
                .body("find { it.kind == 'PASSKEY_REFUSED' }.detail", equalTo("Phone"));
        phone.count = 5;
        signIn(phone.get(challenge())).then().statusCode(200);
    }

    @Test
    void authenticatorsThatDoNotCountAreGood() {
        add(ANNA, phone, "Phone").then().statusCode(201);
        for (int i = 0; i < 2; i++) {
            phone.count = -1;
            signIn(phone.get(challenge())).then().statusCode(200);
        }
    }

    @Test
    void anOpenBrowserAloneAddsNone() {
        person(ANNA)
                .body("{}")
                .post(ME + "/passkey-creations")
                .then()
                .statusCode(400)
                .body("field", equalTo("password"));
        person(ANNA)
                .body("{\"password\":\"not the password\"}")
                .post(ME + "/passkey-creations")
                .then()
                .statusCode(400)
                .body("field", equalTo("password"));
        person(ANNA)
                .body(
                        Map.of(
                                "name",
                                "x",
                                "credential",
                                phone.create(challenge(), "AAAAAAAAAAAAAAAAAAAAAA")))
                .post(ME + "/passkeys")
                .then()
                .statusCode(400)
                .body("field", equalTo("credential"));
        person(ANNA).get(ME + "/passkeys").then().body("$", hasSize(0));
    }

    @Test
    void aPasskeyStandsForThePassword() {
        add(ANNA, phone, "Phone").then().statusCode(201);
        String challenge =
                person(ANNA)
                        .post(ME + "/passkey-challenges")
                        .then()
                        .body("allowCredentials", hasSize(1))
                        .extract()
                        .path("challenge");
        person(ANNA)
                .body(Map.of("passkey", phone.get(challenge)))
                .post(ME + "/passkey-creations")
                .then()
                .statusCode(200)
                .body("excludeCredentials", hasSize(1))
                .body("user.name", equalTo(ANNA));
    }

    @Test
    void nobodyElsesPasskeyStandsForThePassword() {
        String bert = PREFIX + "bert";
        people.add(bert, Set.of(), 101);
        add(bert, phone, "Phone").then().statusCode(201);
        String challenge = person(ANNA).post(ME + "/passkey-challenges").path("challenge");
        person(ANNA)
                .body(Map.of("passkey", phone.get(challenge)))
                .post(ME + "/passkey-creations")
                .then()
                .statusCode(400)
                .body("field", equalTo("passkey"));
    }

    @Test
    void oneKeyIsOfOneAccount() {
        String bert = PREFIX + "bert";
        people.add(bert, Set.of(), 101);
        add(ANNA, phone, "Phone").then().statusCode(201);
        add(bert, phone, "Stolen").then().statusCode(400).body("field", equalTo("credential"));
        signIn(phone.get(challenge())).then().statusCode(401);
    }

    @Test
    void removesOnesOwnButNotTheLastWayIn() {
        add(ANNA, phone, "Phone").then().statusCode(201);
        SoftAuthenticator token = new SoftAuthenticator();
        add(ANNA, token, "Token").then().statusCode(201);
        int id = person(ANNA).get(ME + "/passkeys").path("find { it.name == 'Token' }.id");
        people.add(PREFIX + "bert", Set.of(), 101);
        remove(person(PREFIX + "bert"), id, People.PASSWORD).then().statusCode(404);
        person(ANNA)
                .body("{}")
                .post(ME + "/passkeys/" + id + "/removal")
                .then()
                .statusCode(400)
                .body("field", equalTo("password"));
        remove(person(ANNA), id, "not the password").then().statusCode(400);
        person(ANNA).get(ME + "/passkeys").then().body("$", hasSize(2));

        remove(person(ANNA), id, People.PASSWORD).then().statusCode(204);

        person(ANNA).get(ME + "/passkeys").then().body("name", contains("Phone"));
        signIn(token.get(challenge())).then().statusCode(401);
        person(ANNA).get(ME + "/events").then().body("kind", hasItem("PASSKEY_REMOVED"));

        Response signedIn = signIn(phone.get(challenge()));
        people.run("UPDATE market.account SET password_hash = NULL WHERE id = $1", anna);
        int last =
                given().cookie(COOKIE, signedIn.cookie(COOKIE))
                        .get(ME + "/passkeys")
                        .path("[0].id");
        write(signedIn)
                .body(Map.of("passkey", phone.get(proofChallenge(signedIn))))
                .post(ME + "/passkeys/" + last + "/removal")
                .then()
                .statusCode(400)
                .body("field", equalTo("id"));
    }

    private static Response remove(RequestSpecification by, int id, String password) {
        return by.body(Map.of("password", password)).post(ME + "/passkeys/" + id + "/removal");
    }

    private static RequestSpecification write(Response signedIn) {
        return given().contentType(ContentType.JSON)
                .cookie(COOKIE, signedIn.cookie(COOKIE))
                .header("X-Write-Token", signedIn.<String>path("writeToken"));
    }

    private static String proofChallenge(Response signedIn) {
        return write(signedIn).post(ME + "/passkey-challenges").path("challenge");
    }

    @Test
    void aNewOneIsToldToTheConfirmedAddress() {
        String email = PREFIX + "told@example.org";
        people.run(
                "UPDATE market.account SET email = $2, email_verified_at = now() WHERE id = $1",
                anna,
                email);
        add(ANNA, phone, "Phone").then().statusCode(201);
        Await.until("the mail is there", () -> Mailbox.to(email).size() == 1);
        assertThat(Mailbox.to(email).getFirst())
                .contains("There is a new way to sign in", "/new-password");
    }

    @Test
    void aFreshSessionIsNoProof() {
        add(ANNA, phone, "Phone").then().statusCode(201);
        Response signedIn = signIn(phone.get(challenge()));
        people.run("UPDATE market.account SET password_hash = NULL WHERE id = $1", anna);
        people.run("DELETE FROM market.passkey WHERE account_id = $1", anna);
        write(signedIn)
                .body("{}")
                .post(ME + "/passkey-creations")
                .then()
                .statusCode(400)
                .body("field", equalTo("password"));
        write(signedIn).body("{}").post(ME + "/erasure").then().statusCode(400);
    }

    @Test
    void anExplicitNullIsNoPasskey() {
        person(ANNA)
                .body("{\"password\":\"" + People.PASSWORD + "\",\"passkey\":null}")
                .post(ME + "/passkey-creations")
                .then()
                .statusCode(200);
    }

    @Test
    void whoHasNoPasswordSetsOneAndAnAddressByAPasskey() {
        add(ANNA, phone, "Phone").then().statusCode(201);
        Response signedIn = signIn(phone.get(challenge()));
        people.run("UPDATE market.account SET password_hash = NULL WHERE id = $1", anna);
        Map<String, Object> email = new HashMap<>(Map.of("email", ANNA));
        write(signedIn).body(email).put(ME + "/email").then().statusCode(400);
        email.put("passkey", phone.get(proofChallenge(signedIn)));
        write(signedIn).body(email).put(ME + "/email").then().statusCode(200);

        Map<String, Object> password = new HashMap<>(Map.of("password", "a new one of hers"));
        write(signedIn)
                .body(password)
                .put(ME + "/password")
                .then()
                .statusCode(400)
                .body("field", equalTo("current"));
        password.put("passkey", phone.get(proofChallenge(signedIn)));
        write(signedIn).body(password).put(ME + "/password").then().statusCode(204);
        given().auth()
                .preemptive()
                .basic(ANNA, "a new one of hers")
                .get(SESSION)
                .then()
                .body("hasPassword", equalTo(true));
    }

    @Test
    void thePageKnowsWherePasskeysAreGood() {
        given().get(SESSION)
                .then()
                .body("ways.passkeysAt", equalTo("http://localhost:8080"))
                .body("hasPassword", nullValue());
        person(ANNA).get(SESSION).then().body("hasPassword", equalTo(true));
        person(ANNA).get(ME + "/events").then().body("kind", not(hasItem("PASSKEY_ADDED")));
    }
}
