package energy.peerwatt.web.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.Mailbox;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.People;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class JoinResourceTest extends MarketTest {

    private static final String API = "/api/v1";
    private static final String PREFIX = "join-";
    private static final String EMAIL = PREFIX + "anna@example.org";
    private static final Pattern LINK =
            Pattern.compile("http://localhost:8080(/[a-z-]+)#([A-Za-z0-9_-]{43})");

    @Inject People people;

    @AfterEach
    void removePeople() {
        people.removeAll(PREFIX);
        people.run("DELETE FROM market.pairing_code");
    }

    private static String drawCode(Street.Home home) {
        return as(home).post(API + "/participants/" + home.participant() + "/pairing-codes")
                .then()
                .statusCode(201)
                .extract()
                .path("code");
    }

    private static ValidatableResponse send(String method, String path, Object body) {
        return given().contentType(ContentType.JSON).body(body).request(method, API + path).then();
    }

    private static ValidatableResponse register(String code, String email) {
        return send(
                "POST",
                "/registrations",
                Map.of("code", code, "email", email, "name", "Anna", "password", People.PASSWORD));
    }

    private static RequestSpecification anna(String password) {
        return given().auth().preemptive().basic(EMAIL, password).contentType(ContentType.JSON);
    }

    /** The code in the newest mail to somebody that has one; what else was told does not count. */
    private static String mailed(String email, String path, int mails) {
        List<String> all =
                Await.until(
                        "mail " + path,
                        () ->
                                Mailbox.to(email).stream()
                                        .filter(mail ->
                                                LINK.matcher(mail.replace("=3D", "=")).find())
                                        .toList(),
                        found -> found.size() == mails);
        Matcher link = LINK.matcher(all.getLast().replace("=3D", "="));
        assertThat(link.find()).as(all.getLast()).isTrue();
        assertThat(link.group(1)).isEqualTo(path);
        return link.group(2);
    }

    @Test
    void fromThePairingCodeToTheHome() {
        String code = drawCode(Street.SELLER);

        send("POST", "/pairing-codes/check", Map.of("code", code.toLowerCase(Locale.ROOT)))
                .statusCode(200)
                .body("participantId", equalTo(100))
                .body("areaId", equalTo(1))
                .body("area", equalTo("Teststrasse"));
        register(code, " Join-Anna@example.org").statusCode(201);

        anna(People.PASSWORD).get(API + "/participants/100/day").then().statusCode(200);
        anna(People.PASSWORD).get(API + "/participants/101/day").then().statusCode(403);
        as(Street.SELLER)
                .get(API + "/participants/100/people")
                .then()
                .body("name", hasItem("Anna"))
                .body("findAll { it.self }", hasSize(1));

        anna(People.PASSWORD).get(API + "/me/email").then().body("verified", equalTo(false));
        String mailed = mailed(EMAIL, "/verify", 1);
        send("POST", "/email-verifications", Map.of("code", mailed)).statusCode(204);
        send("POST", "/email-verifications", Map.of("code", mailed)).statusCode(401);
        anna(People.PASSWORD)
                .get(API + "/me/email")
                .then()
                .body("email", equalTo(EMAIL))
                .body("verified", equalTo(true));
    }

    @Test
    void aCodeIsGoodOnceAndForSomeDays() {
        String code = drawCode(Street.SELLER);
        register(code, PREFIX + "first@example.org").statusCode(201);
        register(code, PREFIX + "second@example.org")
                .statusCode(401)
                .body("type", equalTo("urn:peerwatt:error:code-refused"));
        given().auth()
                .preemptive()
                .basic(PREFIX + "second@example.org", People.PASSWORD)
                .get(API + "/areas")
                .then()
                .statusCode(401);

        String old = drawCode(Street.SELLER);
        people.run("UPDATE market.pairing_code SET expires_at = now() - interval '1 second'");
        send("POST", "/pairing-codes/check", Map.of("code", old)).statusCode(401);
        register(old, EMAIL).statusCode(401);
    }

    @Test
    void anAddressThatHasAnAccountUsesUpNoCode() {
        people.add(EMAIL, Set.of());
        String code = drawCode(Street.SELLER);

        register(code, EMAIL).statusCode(400).body("field", equalTo("email"));

        anna(People.PASSWORD)
                .body(Map.of("code", code))
                .post(API + "/me/homes")
                .then()
                .statusCode(204);
        anna(People.PASSWORD).get(API + "/participants/100/day").then().statusCode(200);
        anna(People.PASSWORD)
                .body(Map.of("code", code))
                .post(API + "/me/homes")
                .then()
                .statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "anna",
                "anna@example",
                "an na@example.org",
                "a:b@example.org",
                "a,x@example.org",
                "a<b@example.org",
                "a(b@example.org",
                "a@-..org",
                "a@-b.org",
                "a..b@example.org"
            })
    void refusesWhatIsNoAddress(String email) {
        String code = drawCode(Street.SELLER);
        register(code, email).statusCode(400).body("field", equalTo("email"));
        send("POST", "/pairing-codes/check", Map.of("code", code)).statusCode(200);
    }

    @Test
    void refusesNamesWithControlCharacters() {
        send(
                        "POST",
                        "/registrations",
                        Map.of(
                                "code",
                                drawCode(Street.SELLER),
                                "email",
                                EMAIL,
                                "name",
                                "An\u0000na",
                                "password",
                                People.PASSWORD))
                .statusCode(400)
                .body("field", equalTo("name"));
    }

    @Test
    void aHouseholdLetsItsPeopleOut() {
        long id = people.add(EMAIL, Set.of(), 100);
        as(Street.BUYER).delete(API + "/participants/100/people/" + id).then().statusCode(403);
        as(Street.SELLER).delete(API + "/participants/100/people/" + id).then().statusCode(204);
        anna(People.PASSWORD).get(API + "/participants/100/day").then().statusCode(403);
        as(Street.SELLER).delete(API + "/participants/100/people/" + id).then().statusCode(404);
    }

    @Test
    void aForgottenPasswordIsSetAnewByMail() {
        String email = PREFIX + "bert@example.org";
        people.add(email, Set.of(), 100);
        RequestSpecification bert = given().auth().preemptive().basic(email, People.PASSWORD);
        bert.contentType(ContentType.JSON)
                .body(Map.of("email", email, "password", People.PASSWORD))
                .put(API + "/me/email")
                .then()
                .statusCode(200)
                .body("verified", equalTo(false));
        // Not confirmed yet: nobody is mailed, and nobody learns that.
        send("POST", "/password-resets", Map.of("email", email)).statusCode(202);
        String verify = mailed(email, "/verify", 1);
        send("POST", "/email-verifications", Map.of("code", verify)).statusCode(204);
        Response session =
                given().contentType(ContentType.JSON)
                        .body(Map.of("login", email, "password", People.PASSWORD))
                        .post(API + "/session");

        send("POST", "/password-resets", Map.of("email", email)).statusCode(202);
        String code = mailed(email, "/new-password", 2);
        send("PUT", "/password-resets", Map.of("code", code, "password", "short"))
                .statusCode(400)
                .body("field", equalTo("password"));
        send("PUT", "/password-resets", Map.of("code", verify, "password", "another good one"))
                .statusCode(401);
        people.link(email, "of somebody else");
        people.run(
                "INSERT INTO market.passkey (account_id, credential_id, credential, sign_count,"
                        + " backup_eligible, name) SELECT id, '\\x01', '\\x02', 0, false, 'Phone'"
                        + " FROM market.account WHERE login = $1",
                email);
        people.run(
                "INSERT INTO market.account_role SELECT id, 'OPERATOR', now() + interval '1 hour'"
                        + " FROM market.account WHERE login = $1",
                email);
        send("PUT", "/password-resets", Map.of("code", code, "password", "another good one"))
                .statusCode(204);
        assertThat(people.links(email)).as("ways in besides the password").isZero();
        given().auth()
                .preemptive()
                .basic(email, "another good one")
                .get(API + "/session")
                .then()
                .body("roles", hasSize(0));

        bert.get(API + "/areas").then().statusCode(401);
        given().auth()
                .preemptive()
                .basic(email, "another good one")
                .get(API + "/areas")
                .then()
                .statusCode(200);
        given().cookie("peerwatt-session", session.cookie("peerwatt-session"))
                .get(API + "/session")
                .then()
                .body("login", nullValue());
        send("PUT", "/password-resets", Map.of("code", code, "password", "yet another one"))
                .statusCode(401);
    }

    @Test
    void whoIsLetOutDoesNotComeBackByACodeDrawnBefore() {
        long id = people.add(EMAIL, Set.of(), 100);
        String drawn =
                anna(People.PASSWORD)
                        .post(API + "/participants/100/pairing-codes")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("code");
        as(Street.SELLER).delete(API + "/participants/100/people/" + id).then().statusCode(204);
        anna(People.PASSWORD)
                .body(Map.of("code", drawn))
                .post(API + "/me/homes")
                .then()
                .statusCode(401);
        anna(People.PASSWORD).get(API + "/participants/100/day").then().statusCode(403);
    }

    @Test
    void codesOfAnAccountGoWithIt() {
        long id = people.add(EMAIL, Set.of(), 100);
        String drawn =
                anna(People.PASSWORD)
                        .post(API + "/participants/100/pairing-codes")
                        .then()
                        .extract()
                        .path("code");
        String others = drawCode(Street.SELLER);
        asOperator().delete(API + "/accounts/" + id).then().statusCode(204);
        send("POST", "/pairing-codes/check", Map.of("code", drawn)).statusCode(401);
        send("POST", "/pairing-codes/check", Map.of("code", others)).statusCode(200);
    }

    @Test
    void aHomeHasFiveOpenCodesAtMost() {
        String first = drawCode(Street.SELLER);
        String second = drawCode(Street.SELLER);
        for (int i = 0; i < 4; i++) {
            drawCode(Street.SELLER);
        }
        send("POST", "/pairing-codes/check", Map.of("code", first)).statusCode(401);
        send("POST", "/pairing-codes/check", Map.of("code", second)).statusCode(200);
    }

    private ValidatableResponse setEmail(String email, String password) {
        return anna(People.PASSWORD)
                .body(Map.of("email", email, "password", password))
                .put(API + "/me/email")
                .then();
    }

    private void confirmed(String email) {
        people.run(
                "UPDATE market.account SET email = $1, email_verified_at = now() WHERE login = $2",
                email,
                EMAIL);
    }

    @Test
    void theAddressChangesByThePasswordAndOnceTheNewOneIsConfirmed() {
        String before = PREFIX + "before@example.org";
        String next = PREFIX + "next@example.org";
        people.add(EMAIL, Set.of(), 100);
        confirmed(before);

        anna(People.PASSWORD)
                .body(Map.of("email", next))
                .put(API + "/me/email")
                .then()
                .statusCode(400);
        setEmail(next, "not the password").statusCode(400).body("field", equalTo("password"));
        anna(People.PASSWORD)
                .get(API + "/me/email")
                .then()
                .body("email", equalTo(before))
                .body("pending", nullValue());

        setEmail(next, People.PASSWORD)
                .statusCode(200)
                .body("email", equalTo(before))
                .body("verified", equalTo(true))
                .body("pending", equalTo(next));
        assertThat(Await.until("notice", () -> Mailbox.to(before), mails -> !mails.isEmpty()))
                .singleElement()
                .asString()
                .contains("is being changed");
        send("POST", "/email-verifications", Map.of("code", mailed(next, "/verify", 1)))
                .statusCode(204);
        anna(People.PASSWORD)
                .get(API + "/me/email")
                .then()
                .body("email", equalTo(next))
                .body("verified", equalTo(true))
                .body("pending", nullValue());
    }

    @Test
    void aMailedResetEndsWithTheAddressAndWithThePassword() {
        String before = PREFIX + "old@example.org";
        people.add(EMAIL, Set.of(), 100);
        confirmed(before);
        send("POST", "/password-resets", Map.of("email", before)).statusCode(202);
        String first = mailed(before, "/new-password", 1);
        confirmed(PREFIX + "new@example.org");
        send("PUT", "/password-resets", Map.of("code", first, "password", "another good one"))
                .statusCode(401);

        confirmed(before);
        send("POST", "/password-resets", Map.of("email", before)).statusCode(202);
        String second = mailed(before, "/new-password", 2);
        anna(People.PASSWORD)
                .body(Map.of("current", People.PASSWORD, "password", "another good one"))
                .put(API + "/me/password")
                .then()
                .statusCode(204);
        send("PUT", "/password-resets", Map.of("code", second, "password", "a third good one"))
                .statusCode(401);
        anna("another good one").get(API + "/areas").then().statusCode(200);
    }

    @Test
    void nobodyWaitsForTheMailServer() {
        String email = PREFIX + "slow@example.org";
        people.add(EMAIL, Set.of(), 100);
        confirmed(email);
        Mailbox.whileItHangs(() -> {
            send("POST", "/password-resets", Map.of("email", email)).statusCode(202);
            assertThat(Mailbox.to(email)).isEmpty();
        });
        mailed(email, "/new-password", 1);
    }

    @Test
    void nobodyIsToldWhoseAddressIsKnown() {
        send("POST", "/password-resets", Map.of("email", PREFIX + "nobody@example.org"))
                .statusCode(202);
        assertThat(Mailbox.to(PREFIX + "nobody@example.org")).isEmpty();
    }
}
