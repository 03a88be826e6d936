package energy.peerwatt.web.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import energy.peerwatt.web.accounts.AccountRole;
import energy.peerwatt.web.accounts.store.Emails;
import energy.peerwatt.web.accounts.store.Emails.Purpose;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.People;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SessionResourceTest extends MarketTest {

    private static final String SESSION = "/api/v1/session";
    private static final String COOKIE = "peerwatt-session";
    private static final String PREFIX = "session-";
    private static final String ANNA = PREFIX + "anna@example.org";

    /** Of one test only, because who was locked out stays so for a while. */
    private static final String LOCKED = PREFIX + "locked@example.org";

    @Inject People people;
    @Inject Emails emails;
    @Inject Pool pool;

    @AfterEach
    void removePeople() {
        people.removeAll(PREFIX);
    }

    /** A browser that is signed in. */
    private record Browser(String cookie, String writeToken) {

        RequestSpecification reads() {
            return given().cookie(COOKIE, cookie);
        }

        RequestSpecification writes() {
            return reads().header("X-Write-Token", writeToken).contentType(ContentType.JSON);
        }
    }

    private static Response signIn(String login, String password) {
        return given().contentType(ContentType.JSON)
                .header("User-Agent", "Firefox of " + login)
                .body(Map.of("login", login, "password", password))
                .post(SESSION);
    }

    private static Browser browser(String login) {
        Response answer = signIn(login, People.PASSWORD);
        answer.then().statusCode(200);
        return new Browser(answer.cookie(COOKIE), answer.path("writeToken"));
    }

    @Test
    void saysThatNobodyIsSignedIn() {
        given().get(SESSION)
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("login", nullValue())
                .body("roles", hasSize(0))
                .body("openReads", equalTo(false));
    }

    @Test
    void signsInWithACookieThatNoScriptSees() {
        people.add(ANNA, Set.of(AccountRole.UTILITY), 100, 101);

        Response answer = signIn("  " + ANNA, People.PASSWORD);

        answer.then()
                .statusCode(200)
                .body("login", equalTo(ANNA))
                .body("roles", contains("UTILITY"))
                .body("homes.participantId", contains(100, 101))
                .body("writeToken", notNullValue());
        Cookie cookie = answer.detailedCookie(COOKIE);
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo("Strict");
        assertThat(cookie.getPath()).isEqualTo("/");
        assertThat(cookie.getMaxAge()).isEqualTo(90L * 24 * 3600);
        given().cookie(COOKIE, cookie.getValue())
                .get(SESSION)
                .then()
                .body("login", equalTo(ANNA))
                .body("writeToken", equalTo(answer.path("writeToken")));
        given().cookie(COOKIE, cookie.getValue())
                .get("/api/v1/participants/101/day")
                .then()
                .statusCode(200);
    }

    @Test
    void refusesAWrongPasswordWithoutACookie() {
        people.add(ANNA, Set.of());

        Response answer = signIn(ANNA, "not the password");

        answer.then().statusCode(401).body("detail", equalTo("The name or the password is wrong."));
        assertThat(answer.cookie(COOKIE)).isNull();
        signIn(PREFIX + "nobody", "not the password").then().statusCode(401);
    }

    @Test
    void takesOnlyJsonSoThatNoFormOfAnotherSiteSignsIn() {
        people.add(ANNA, Set.of());
        given().contentType("text/plain")
                .body("{\"login\":\"" + ANNA + "\",\"password\":\"" + People.PASSWORD + "\"}")
                .post(SESSION)
                .then()
                .statusCode(415);
    }

    @Test
    void writesNeedTheTokenBesidesTheCookie() {
        people.add(ANNA, Set.of(), 100);
        Browser browser = browser(ANNA);
        String order = order(newClientOrderId(), INTERVAL, "SELL", 10, 150_000);

        browser.reads()
                .contentType(ContentType.JSON)
                .body(order)
                .post("/api/v1/orders")
                .then()
                .statusCode(403)
                .body("type", equalTo("urn:peerwatt:error:write-token-missing"));
        browser.reads().delete(SESSION).then().statusCode(403);
        browser.reads()
                .header("X-Write-Token", browser.cookie())
                .delete(SESSION)
                .then()
                .statusCode(403);

        long number = newClientOrderId();
        browser.writes()
                .body(order(number, INTERVAL, "SELL", 10, 150_000))
                .post("/api/v1/orders")
                .then()
                .statusCode(201);
        browser.writes().delete("/api/v1/orders/" + number).then().statusCode(200);
    }

    @Test
    void signsOut() {
        people.add(ANNA, Set.of(), 100);
        Browser browser = browser(ANNA);
        browser.reads().get("/api/v1/areas").then().statusCode(200);

        browser.writes().delete(SESSION).then().statusCode(204).cookie(COOKIE, "");

        browser.reads().get("/api/v1/areas").then().statusCode(401);
        browser.reads().get(SESSION).then().statusCode(200).body("login", nullValue());
    }

    @Test
    void listsBrowsersAndSignsThemOut() {
        people.add(ANNA, Set.of(), 100);
        people.add(PREFIX + "bert", Set.of(), 101);
        Browser laptop = browser(ANNA);
        Browser phone = browser(ANNA);
        Browser other = browser(PREFIX + "bert");

        int phoneId =
                laptop.reads()
                        .get("/api/v1/me/sessions")
                        .then()
                        .statusCode(200)
                        .body("size()", equalTo(2))
                        .body("[0].browser", equalTo("Firefox of " + ANNA))
                        .body("[0].lastUsedAt", notNullValue())
                        .body("findAll { it.current }.size()", equalTo(1))
                        .extract()
                        .path("find { !it.current }.id");
        other.writes().delete("/api/v1/me/sessions/" + phoneId).then().statusCode(404);
        phone.reads().get("/api/v1/areas").then().statusCode(200);

        laptop.writes().delete("/api/v1/me/sessions/" + phoneId).then().statusCode(204);

        phone.reads().get("/api/v1/areas").then().statusCode(401);
        laptop.reads().get("/api/v1/areas").then().statusCode(200);
    }

    @Test
    void endsWhenItIsNotUsedAndWhenItIsOld() {
        people.add(ANNA, Set.of(), 100);
        Browser idle = browser(ANNA);
        people.run(
                "UPDATE market.account_session SET last_used_at = now() - interval '13 days 23 hours'");
        idle.reads().get("/api/v1/areas").then().statusCode(200);
        people.run(
                "UPDATE market.account_session SET last_used_at = now() - interval '14 days 1 hour'");
        idle.reads().get("/api/v1/areas").then().statusCode(401);

        Browser old = browser(ANNA);
        people.run("UPDATE market.account_session SET expires_at = now() - interval '1 second'");
        old.reads().get("/api/v1/areas").then().statusCode(401);
    }

    @Test
    void usingItKeepsIt() {
        people.add(ANNA, Set.of(), 100);
        Browser browser = browser(ANNA);
        people.run("UPDATE market.account_session SET last_used_at = now() - interval '10 days'");
        browser.reads().get("/api/v1/areas").then().statusCode(200);
        people.run(
                "UPDATE market.account_session SET last_used_at = last_used_at - interval '10 days'");
        browser.reads().get("/api/v1/areas").then().statusCode(200);
    }

    @Test
    void changesThePasswordAndSignsOthersOut() {
        people.add(ANNA, Set.of(), 100);
        Browser laptop = browser(ANNA);
        Browser phone = browser(ANNA);
        String path = "/api/v1/me/password";

        laptop.writes()
                .body("{\"current\":\"wrong\",\"password\":\"another good one\"}")
                .put(path)
                .then()
                .statusCode(400)
                .body("field", equalTo("current"));
        laptop.writes()
                .body("{\"current\":\"%s\",\"password\":\"short\"}".formatted(People.PASSWORD))
                .put(path)
                .then()
                .statusCode(400)
                .body("field", equalTo("password"));
        signIn(ANNA, People.PASSWORD).then().statusCode(200);

        laptop.writes()
                .body(
                        "{\"current\":\"%s\",\"password\":\"another good one\"}"
                                .formatted(People.PASSWORD))
                .put(path)
                .then()
                .statusCode(204);

        laptop.reads().get("/api/v1/areas").then().statusCode(200);
        phone.reads().get("/api/v1/areas").then().statusCode(401);
        signIn(ANNA, People.PASSWORD).then().statusCode(401);
        signIn(ANNA, "another good one").then().statusCode(200);
    }

    @Test
    void refusesAfterTooManyWrongPasswordsEvenTheRightOneAndByBasicToo() {
        people.add(LOCKED, Set.of(), 100);
        for (int i = 0; i < 10; i++) {
            signIn(LOCKED, "wrong password").then().statusCode(401);
        }

        Response refused = signIn(LOCKED, People.PASSWORD);

        refused.then()
                .statusCode(429)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:peerwatt:error:too-many-requests"));
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 900);
        given().auth()
                .preemptive()
                .basic(LOCKED, People.PASSWORD)
                .get("/api/v1/areas")
                .then()
                .statusCode(429);
    }

    @Test
    void letsAProgramAskForMuchAtOnce() throws Exception {
        people.add(ANNA, Set.of(), 100);
        List<Callable<Integer>> asks =
                Collections.nCopies(
                        30,
                        () ->
                                given().auth()
                                        .preemptive()
                                        .basic(ANNA, People.PASSWORD)
                                        .get("/api/v1/areas")
                                        .statusCode());
        try (ExecutorService threads = Executors.newFixedThreadPool(30)) {
            for (Future<Integer> status : threads.invokeAll(asks)) {
                assertThat(status.get()).isEqualTo(200);
            }
        }
    }

    @Test
    void aPasswordThatIsRememberedIsNoWayToGuessOn() {
        String login = PREFIX + "guessed@example.org";
        people.add(login, Set.of(), 100);
        RequestSpecification program = given().auth().preemptive().basic(login, People.PASSWORD);
        program.get("/api/v1/areas").then().statusCode(200);
        for (int i = 0; i < 10; i++) {
            signIn(login, "wrong " + i).then().statusCode(401);
        }
        program.get("/api/v1/areas").then().statusCode(429);
    }

    @Test
    void eMailAddressesSignInHoweverTheyAreWritten() {
        people.add(ANNA, Set.of(), 100);
        signIn(ANNA.toUpperCase(Locale.ROOT), People.PASSWORD)
                .then()
                .statusCode(200)
                .body("login", equalTo(ANNA));
    }

    @Test
    void signingInEndsWhoWasSignedInHereBefore() {
        people.add(ANNA, Set.of(), 100);
        people.add(PREFIX + "bert", Set.of(), 101);
        Browser before = browser(ANNA);
        before.reads()
                .contentType(ContentType.JSON)
                .body(Map.of("login", PREFIX + "bert", "password", People.PASSWORD))
                .post(SESSION)
                .then()
                .statusCode(200);
        before.reads().get("/api/v1/areas").then().statusCode(401);
    }

    @Test
    void sessionsThatAreOverGoWithTheNextSignIn() {
        people.add(ANNA, Set.of(), 100);
        people.add(PREFIX + "bert", Set.of(), 101);
        browser(ANNA);
        people.run("UPDATE market.account_session SET expires_at = now() - interval '1 second'");
        browser(PREFIX + "bert");
        assertThat(people.count("SELECT count(*) FROM market.account_session")).isEqualTo(1);
    }

    @Test
    void noOtherSiteWritesByAPasswordThatTheBrowserRemembers() {
        String path = "/api/v1/participants/100/pairing-codes";
        as(Street.SELLER)
                .header("Sec-Fetch-Site", "cross-site")
                .post(path)
                .then()
                .statusCode(403)
                .body("type", equalTo("urn:peerwatt:error:other-origin"));
        as(Street.SELLER).header("Sec-Fetch-Site", "same-site").post(path).then().statusCode(403);
        as(Street.SELLER)
                .header("Origin", "https://evil.example")
                .post(path)
                .then()
                .statusCode(403);
        as(Street.SELLER).header("Origin", "null").post(path).then().statusCode(403);
        as(Street.SELLER)
                .header("Origin", RestAssured.baseURI + ":" + RestAssured.port)
                .post(path)
                .then()
                .statusCode(201);
        as(Street.SELLER).header("Sec-Fetch-Site", "same-origin").post(path).then().statusCode(201);
    }

    @Test
    void browsersAreNotAskedForAPasswordToRemember() {
        given().get("/api/v1/areas")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", equalTo("Basic realm=\"peerwatt\""));
        given().header("Sec-Fetch-Mode", "navigate")
                .get("/api/v1/areas")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", nullValue());
    }

    @Test
    void thePageIsKnownByItsCookieWhateverTheBrowserRemembers() {
        people.add(ANNA, Set.of(), 101);
        Browser browser = browser(ANNA);
        browser.reads()
                .auth()
                .preemptive()
                .basic(Street.SELLER.login(), Street.PASSWORD)
                .get(SESSION)
                .then()
                .body("login", equalTo(ANNA));
        as(Street.SELLER)
                .header("X-Peerwatt-Page", "1")
                .get(SESSION)
                .then()
                .body("login", nullValue());
    }

    @Test
    void everyAnswerSaysWhatThePageMayLoad() {
        for (String path : List.of("/", "/api/v1/status", "/api/v1/areas")) {
            given().get(path)
                    .then()
                    .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                    .header("X-Content-Type-Options", "nosniff")
                    .header("Referrer-Policy", "same-origin");
        }
    }

    @Test
    void theSamePersonByBasicNeedsNoToken() {
        as(Street.SELLER)
                .get(SESSION)
                .then()
                .body("login", equalTo("home-01"))
                .body("homes[0].participantId", equalTo(100))
                .body("writeToken", nullValue());
        as(Street.SELLER).delete(SESSION).then().statusCode(204);
    }

    @Test
    void whoeverChangesThePasswordFirstLetsNobodyInByTheOneBefore() throws Exception {
        long id = people.add(ANNA, Set.of());
        try (ExecutorService other = Executors.newSingleThreadExecutor();
                HeldTransaction change = new HeldTransaction(pool)) {
            change.run("UPDATE market.account SET password_hash = 'another' WHERE id = " + id);
            Future<Response> signIn = other.submit(() -> signIn(ANNA, People.PASSWORD));
            Await.until("the sign-in waits or is done", () -> signIn.isDone() || isWaiting());
            change.commit();

            signIn.get().then().statusCode(401);
            assertThat(sessionsOf(id)).isZero();
        }
    }

    @Test
    void aResetFindsTheSessionOfASignInUnderWay() throws Exception {
        long id = people.add(ANNA, Set.of());
        people.run(
                "UPDATE market.account SET email = $2, email_verified_at = now() WHERE id = $1",
                id,
                ANNA);
        String code = emails.draw(Purpose.RESET, id, ANNA).await().indefinitely().orElseThrow();
        try (ExecutorService other = Executors.newSingleThreadExecutor();
                HeldTransaction signIn = new HeldTransaction(pool)) {
            signIn.run(
                    "INSERT INTO market.account_session (account_id, token_sha256, created_at,"
                            + " last_used_at, expires_at, address, browser)"
                            + " SELECT id, sha256('under way'), now(), now(),"
                            + " now() + interval '1 day', '', '' FROM market.account"
                            + " WHERE id = "
                            + id
                            + " FOR SHARE");
            Future<Optional<Long>> reset =
                    other.submit(() -> emails.reset(code, "another").await().indefinitely());
            Await.until("the reset waits", this::isWaiting);
            signIn.commit();

            assertThat(reset.get()).contains(id);
            assertThat(sessionsOf(id)).isZero();
        }
    }

    private boolean isWaiting() {
        return people.count(
                        "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
                                + " WHERE NOT l.granted AND a.query LIKE '%market.account%'")
                > 0;
    }

    private long sessionsOf(long account) {
        return people.count(
                "SELECT count(*) FROM market.account_session WHERE account_id = " + account);
    }

    /** A transaction that others have to wait for. */
    private static final class HeldTransaction implements AutoCloseable {

        private final SqlConnection connection;
        private final Transaction transaction;

        HeldTransaction(Pool pool) {
            connection = pool.getConnection().await().indefinitely();
            transaction = connection.begin().await().indefinitely();
        }

        void run(String sql) {
            connection.query(sql).execute().await().indefinitely();
        }

        void commit() {
            transaction.commit().await().indefinitely();
        }

        /** Takes it back unless it is committed. */
        @Override
        public void close() {
            connection.close().await().indefinitely();
        }
    }
}
