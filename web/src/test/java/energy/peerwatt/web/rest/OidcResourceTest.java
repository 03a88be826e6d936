package energy.peerwatt.web.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import energy.peerwatt.web.accounts.AccountRole;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.People;
import energy.peerwatt.web.testkit.SignInProvider;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OidcResourceTest extends MarketTest {

    private static final String START = "/api/v1/session/oidc";
    private static final String LINK = "/api/v1/me/oidc";
    private static final String COOKIE = "peerwatt-oidc";
    private static final String SESSION = "peerwatt-session";
    private static final String PREFIX = "provider-";
    private static final String ANNA = PREFIX + "anna@example.org";

    @Inject People people;

    private final String subject = "f:" + UUID.randomUUID();

    @AfterEach
    void removePeople() {
        people.removeAll(PREFIX);
        people.removeAll("oidc-");
    }

    /** A browser on its way to the provider. */
    private record Away(String location, String cookie) {

        static Away of(Response answer) {
            answer.then().statusCode(200);
            Cookie cookie = answer.detailedCookie(COOKIE);
            assertThat(cookie.isHttpOnly()).isTrue();
            assertThat(cookie.getSameSite()).isEqualTo("Lax");
            assertThat(cookie.getPath()).isEqualTo("/");
            return new Away(answer.path("location"), cookie.getValue());
        }

        Response back(String path) {
            return given().redirects().follow(false).cookie(COOKIE, cookie).get(path);
        }
    }

    private static Away away() {
        return Away.of(given().contentType(ContentType.JSON).post(START));
    }

    private Response signIn(List<String> roles, Consumer<JwtClaims> wrong) {
        Away away = away();
        return away.back(SignInProvider.signIn(away.location(), subject, roles, wrong));
    }

    private static RequestSpecification signedIn(Response back) {
        back.then().statusCode(303).header("Location", "/");
        Cookie cookie = back.detailedCookie(SESSION);
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo("Strict");
        return given().cookie(SESSION, cookie.getValue());
    }

    private static void refused(Response back) {
        back.then().statusCode(303).header("Location", "/you?signIn=failed");
        assertThat(back.cookie(SESSION)).isNull();
    }

    @Test
    void thePageKnowsThatThereIsAProvider() {
        given().get("/api/v1/session").then().body("ways.provider", equalTo(SignInProvider.NAME));
    }

    @Test
    void makesAnAccountForASubjectAndKnowsItAgain() {
        RequestSpecification first = signedIn(signIn(List.of("offline_access"), _ -> {}));
        String login =
                first.get("/api/v1/session")
                        .then()
                        .body("login", startsWith("oidc-"))
                        .body("name", equalTo("Anna of " + subject))
                        .body("hasPassword", equalTo(false))
                        .body("homes", empty())
                        .body("roles", empty())
                        .extract()
                        .path("login");

        RequestSpecification again =
                signedIn(signIn(List.of(), claims -> claims.setStringClaim("name", "Mrs Anna")));

        again.get("/api/v1/session").then().body("login", equalTo(login));
        again.get("/api/v1/me/events")
                .then()
                .body("find { it.kind == 'SIGNED_IN' }.detail", equalTo(SignInProvider.NAME))
                .body("kind", hasItem("ACCOUNT_MADE"));
    }

    @Test
    void anAddressIsNoProofOfWhoOneIs() {
        people.add(ANNA, Set.of(AccountRole.ADMIN), 100);
        people.run(
                "UPDATE market.account SET email = login, email_verified_at = now()"
                        + " WHERE login = $1",
                ANNA);
        signedIn(
                        signIn(
                                List.of(),
                                claims -> {
                                    claims.setStringClaim("email", ANNA);
                                    claims.setClaim("email_verified", true);
                                    claims.setStringClaim("preferred_username", ANNA);
                                }))
                .get("/api/v1/session")
                .then()
                .body("login", startsWith("oidc-"))
                .body("roles", empty());
    }

    @Test
    void rolesFollowTheProvider() {
        signedIn(signIn(List.of("grid-operator", "unknown"), _ -> {}))
                .get("/api/v1/session")
                .then()
                .body("roles", contains("OPERATOR"));
        RequestSpecification later = signedIn(signIn(List.of("billing"), _ -> {}));
        later.get("/api/v1/session").then().body("roles", contains("UTILITY"));
        later.get("/api/v1/me/events")
                .then()
                .body("find { it.kind == 'ROLES_SET' }.by", equalTo(SignInProvider.NAME));
        later.get("/api/v1/gateways").then().statusCode(403);
    }

    @Test
    void refusesTokensThatAreNotForUsNowAndHere() {
        refused(signIn(List.of(), claims -> claims.setAudience("somebody-else")));
        refused(signIn(List.of(), claims -> claims.setAudience("peerwatt", "somebody-else")));
        refused(signIn(List.of(), claims -> claims.setStringClaim("azp", "somebody-else")));
        refused(signIn(List.of(), claims -> claims.setIssuer("https://evil.example")));
        refused(signIn(List.of(), claims -> claims.setStringClaim("nonce", "another")));
        refused(signIn(List.of(), claims -> claims.unsetClaim("nonce")));
        refused(signIn(List.of(), claims -> claims.unsetClaim("sub")));
        NumericDate past = NumericDate.now();
        past.addSeconds(-300);
        refused(signIn(List.of(), claims -> claims.setExpirationTime(past)));
        Away away = away();
        refused(away.back(SignInProvider.signInForged(away.location(), subject)));
        assertThat(
                        people.count(
                                "SELECT count(*) FROM market.account"
                                        + " WHERE starts_with(login, 'oidc-')"))
                .isZero();
    }

    @Test
    void comesBackOnceAndOnlyToTheBrowserWhereItBegan() {
        Away away = away();
        String path = SignInProvider.signIn(away.location(), subject, List.of(), _ -> {});
        refused(given().redirects().follow(false).get(path));
        refused(away().back(path));
        signedIn(away.back(path));
        // Another code, since the provider itself takes each once.
        refused(away.back(SignInProvider.signIn(away.location(), subject, List.of(), _ -> {})));
        refused(away.back(START + "/callback?error=access_denied&state=x"));
    }

    @Test
    void isOverAfterAWhile() {
        Away away = away();
        people.run("UPDATE market.oidc_sign_in SET expires_at = now() - interval '1 second'");
        refused(away.back(SignInProvider.signIn(away.location(), subject, List.of(), _ -> {})));
    }

    @Test
    void linksAnAccountThatThereIsAndUnlinksIt() {
        people.add(ANNA, Set.of(AccountRole.UTILITY), 100);
        person().body("{}").post(LINK).then().statusCode(400).body("field", equalTo("password"));
        Away away = Away.of(person().body(Map.of("password", People.PASSWORD)).post(LINK));
        away.back(
                        SignInProvider.signIn(
                                away.location(), subject, List.of("grid-operator"), _ -> {}))
                .then()
                .statusCode(303)
                .header("Location", "/you");
        person().get(LINK).then().body("linked", equalTo(true));

        signedIn(signIn(List.of("grid-operator"), _ -> {}))
                .get("/api/v1/session")
                .then()
                .body("login", equalTo(ANNA))
                .body("roles", contains("UTILITY"));

        person().body("{}").post(LINK + "/removal").then().statusCode(400);
        person().get(LINK).then().body("linked", equalTo(true));
        person().body(Map.of("password", People.PASSWORD))
                .post(LINK + "/removal")
                .then()
                .statusCode(204);
        person().get(LINK).then().body("linked", equalTo(false));
        person().get("/api/v1/me/events").then().body("kind", hasItem("PROVIDER_LINKED"));
        signedIn(signIn(List.of(), _ -> {}))
                .get("/api/v1/session")
                .then()
                .body("login", startsWith("oidc-"));
    }

    @Test
    void aSubjectIsOfOneAccountAndTheOnlyWayInStays() {
        Signed first = new Signed(signIn(List.of(), _ -> {}));
        proven(first, _ -> {});
        first.write()
                .body("{}")
                .post(LINK + "/removal")
                .then()
                .statusCode(400)
                .body("field", equalTo("provider"));

        people.add(ANNA, Set.of(), 100);
        Away away = Away.of(person().body(Map.of("password", People.PASSWORD)).post(LINK));
        away.back(SignInProvider.signIn(away.location(), subject, List.of(), _ -> {}))
                .then()
                .statusCode(303)
                .header("Location", "/you?link=failed");
    }

    /** A browser that is signed in. */
    private record Signed(String cookie, String token) {

        Signed(Response back) {
            this(
                    back.cookie(SESSION),
                    signedIn(back).get("/api/v1/session").<String>path("writeToken"));
        }

        RequestSpecification write() {
            return given().contentType(ContentType.JSON)
                    .cookie(SESSION, cookie)
                    .header("X-Write-Token", token);
        }
    }

    private String proven(Signed who, Consumer<JwtClaims> claims) {
        Away away = Away.of(who.write().post(LINK + "/proofs"));
        assertThat(away.location()).contains("prompt=login", "max_age=0");
        return away.back(
                        SignInProvider.signIn(
                                away.location(),
                                subject,
                                List.of(),
                                one -> {
                                    one.setClaim("auth_time", NumericDate.now().getValue());
                                    claims.accept(one);
                                }))
                .then()
                .statusCode(303)
                .extract()
                .header("Location");
    }

    private static void mayAdd(Signed who, int status) {
        who.write().body("{}").post("/api/v1/me/passkey-creations").then().statusCode(status);
    }

    @Test
    void aNewSessionIsNoProofButANewSignInAtTheProviderIsOnce() {
        Signed anna = new Signed(signIn(List.of(), _ -> {}));
        mayAdd(anna, 400);
        assertThat(proven(anna, claims -> claims.unsetClaim("auth_time")))
                .isEqualTo("/you?proof=failed");
        NumericDate before = NumericDate.now();
        before.addSeconds(-300);
        assertThat(proven(anna, claims -> claims.setClaim("auth_time", before.getValue())))
                .isEqualTo("/you?proof=failed");
        assertThat(proven(anna, claims -> claims.setSubject("f:somebody-else")))
                .isEqualTo("/you?proof=failed");
        mayAdd(anna, 400);

        assertThat(proven(anna, _ -> {})).isEqualTo("/you?proof=given");
        mayAdd(new Signed(signIn(List.of(), _ -> {})), 400);
        mayAdd(anna, 200);
        mayAdd(anna, 400);

        proven(anna, _ -> {});
        people.run("UPDATE market.account_session SET proven_at = now() - interval '6 minutes'");
        mayAdd(anna, 400);
    }

    @Test
    void whatTheSessionBeganEndsWithIt() {
        Signed anna = new Signed(signIn(List.of(), _ -> {}));
        Away away = Away.of(anna.write().post(LINK + "/proofs"));
        anna.write().delete("/api/v1/session").then().statusCode(204);
        refused(away.back(SignInProvider.signIn(away.location(), subject, List.of(), _ -> {})));
    }

    @Test
    void rolesOfTheProviderEndUnlessItGivesThemAgain() {
        Signed anna = new Signed(signIn(List.of("grid-operator"), _ -> {}));
        roles(anna, "OPERATOR");
        people.run(
                "UPDATE market.account_role SET good_until = now() WHERE good_until IS NOT NULL");
        anna.write().get("/api/v1/session").then().body("roles", empty());

        Signed again = new Signed(signIn(List.of("grid-operator"), _ -> {}));
        roles(again, "OPERATOR");
        proven(again, _ -> {});
        Map<String, Object> password = Map.of("password", "a password of hers");
        again.write().body(password).put("/api/v1/me/password").then().statusCode(204);
        String login = again.write().get("/api/v1/session").path("login");
        given().contentType(ContentType.JSON)
                .body(Map.of("login", login, "password", "a password of hers"))
                .post("/api/v1/session")
                .then()
                .statusCode(200)
                .body("roles", empty());
        again.write().get("/api/v1/session").then().body("roles", empty());
    }

    @Test
    void unlinkingTakesTheRolesOfTheProviderAndLocksNobodyOut() {
        Signed anna = new Signed(signIn(List.of("grid-operator"), _ -> {}));
        String login = anna.write().get("/api/v1/session").path("login");
        proven(anna, _ -> {});
        Map<String, Object> password = Map.of("password", "a password of hers");
        anna.write().body(password).put("/api/v1/me/password").then().statusCode(204);
        anna.write()
                .body(Map.of("password", "a password of hers"))
                .post(LINK + "/removal")
                .then()
                .statusCode(204);
        anna.write().get("/api/v1/session").then().body("roles", empty());

        String other =
                new Signed(signIn(List.of(), _ -> {})).write().get("/api/v1/session").path("login");
        assertThat(other).startsWith(login).isNotEqualTo(login);
        assertThat(
                        new Signed(signIn(List.of(), _ -> {}))
                                .write()
                                .get("/api/v1/session")
                                .<String>path("login"))
                .isEqualTo(other);
    }

    private static void roles(Signed who, String role) {
        who.write().get("/api/v1/session").then().body("roles", contains(role));
    }

    private static RequestSpecification person() {
        return given().auth()
                .preemptive()
                .basic(ANNA, People.PASSWORD)
                .contentType(ContentType.JSON);
    }
}
