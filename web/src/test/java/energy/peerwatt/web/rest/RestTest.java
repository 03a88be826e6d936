package energy.peerwatt.web.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.DecoderConfig;
import io.restassured.http.ContentType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RestTest extends MarketTest {

    @Test
    void showsStatusToEverybody() {
        given().get("/api/v1/status")
                .then()
                .statusCode(200)
                .body("ready", equalTo(true))
                .body("speed", equalTo(1))
                .body("homes", equalTo(3))
                .body("marketTime", startsWith("2026-06-18T07:"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/areas",
                "/areas/1",
                "/areas/1/homes",
                "/areas/1/book",
                "/areas/1/trades",
                "/areas/1/settlements",
                "/metering-points",
                "/orders",
                "/participants/100/account",
                "/participants/100/day",
                "/participants/100/statement?from=2026-06-18T00:00:00Z&to=2026-06-19T00:00:00Z",
                "/metering-points/AT-TEST-0001/interval-values?from=2026-06-18T00:00:00Z&to=2026-06-19T00:00:00Z",
                "/chain",
            })
    void readsNeedALogin(String path) {
        given().get("/api/v1" + path)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", containsString("Basic"))
                .body("type", equalTo("urn:peerwatt:error:unauthorized"));
        as(Street.SELLER).get("/api/v1" + path).then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({"home-01, wrong", "home-01, ''", "nobody, demo", "'a\0b', demo"})
    void refusesWrongNamesAndPasswords(String login, String password) {
        given().auth()
                .preemptive()
                .basic(login, password)
                .get("/api/v1/areas")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("detail", equalTo("The name or the password is wrong."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/participants/101/day",
                "/participants/101/account",
                "/participants/101/statement?from=2026-06-18T00:00:00Z&to=2026-06-19T00:00:00Z",
                "/metering-points/AT-TEST-0002/interval-values?from=2026-06-18T00:00:00Z&to=2026-06-19T00:00:00Z",
            })
    void keepsNeighboursOutOfOnesOwnThings(String path) {
        as(Street.SELLER).get("/api/v1" + path).then().statusCode(403);
        as(Street.BUYER).get("/api/v1" + path).then().statusCode(200);
        asOperator().get("/api/v1" + path).then().statusCode(200);
    }

    @Test
    void showsTheAreaAndItsHomes() {
        as(Street.SELLER)
                .get("/api/v1/areas/1")
                .then()
                .body("name", equalTo("Teststrasse"))
                .body("timeZone", equalTo("Europe/Vienna"))
                .body("currency", equalTo("EUR"))
                .body("intervalMinutes", equalTo(15))
                .body("gateLeadSeconds", equalTo(300))
                .body("tickMicro", equalTo(1000))
                .body("lotWh", equalTo(1))
                .body("gridFeeMicro", equalTo(30_000))
                .body("levyMicro", equalTo(20_000));
        as(Street.SELLER)
                .get("/api/v1/areas/1/homes")
                .then()
                .body("size()", equalTo(3))
                .body("[0].participantId", equalTo(100))
                .body("[0].meteringPointId", equalTo("AT-TEST-0001"))
                .body("[0].retailMicro", equalTo(300_000))
                .body("[2].inServiceFrom", nullValue());
    }

    /** Lists come to phones over slow networks; who is signed in comes with a secret and is not. */
    @ParameterizedTest
    @CsvSource({
        "/areas/1/homes, gzip",
        "/areas/1/trades, gzip",
        "/participants/100/day, gzip",
        "/session, ",
    })
    void compressesWhatIsLong(String path, @Nullable String encoding) {
        DecoderConfig asSent = DecoderConfig.decoderConfig().noContentDecoders();
        as(Street.SELLER)
                .config(RestAssured.config().decoderConfig(asSent))
                .header("Accept-Encoding", "gzip")
                .get("/api/v1" + path)
                .then()
                .statusCode(200)
                .header("Content-Encoding", equalTo(encoding));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nothing, 404, not-found",
        "GET, /areas/9, 404, not-found",
        "GET, /areas/0, 404, not-found",
        "GET, /participants/999/day, 403, forbidden",
        "GET, /metering-points/nothing/interval-values?from=2026-06-18T00:00:00Z&to=2026-06-19T00:00:00Z, 404, not-found",
        "GET, /areas/1/settlements/2026-06-18T01:00:00Z, 404, not-found",
        "PUT, /orders, 405, method-not-allowed",
        "POST, /areas, 405, method-not-allowed",
    })
    void answersWithProblems(String method, String path, int status, String type) {
        as(Street.SELLER)
                .request(method, "/api/v1" + path)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:peerwatt:error:" + type))
                .body("status", equalTo(status));
    }

    @ParameterizedTest
    @CsvSource({
        "/areas/1/book?interval=x, interval",
        "/areas/1/book?interval=2026-06-18T09:01:00Z, interval",
        "/areas/1/book?interval=%2B1000000000-01-01T00:00:00Z, interval",
        "/areas/1/book?interval=2101-01-01T00:00:00Z, interval",
        "/areas/1/trades?limit=0, limit",
        "/areas/x/homes, id",
        "/participants/abc/day, id",
        "/participants/100/day?date=1999-12-31, date",
        "/participants/100/statement?from=%2B300000-01-01T00:00:00Z&to=2026-06-18T00:00:00Z, from",
        "/areas/1/settlements?limit=x, limit",
        "/areas/1/settlements/x, intervalStart",
        "/participants/100/day?date=18.6.2026, date",
        "/participants/100/day?date=%2B999999999-12-31, date",
        "/areas/1/book?interval=-999999999-01-01T00:00:00Z, interval",
        "/participants/100/statement, from",
        "/participants/100/statement?from=2026-06-18T00:00:00Z, to",
        "/participants/100/statement?from=2026-06-18T00:00:00Z&to=2026-06-18T00:00:00Z, to",
        "/participants/100/statement?from=2026-06-18T00:00:00Z&to=2027-06-18T00:00:00Z, to",
    })
    void namesTheParameterThatIsWrong(String path, String field) {
        as(Street.SELLER)
                .get("/api/v1" + path)
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:peerwatt:error:invalid-input"))
                .body("field", equalTo(field));
    }

    @Test
    void refusesOtherMediaTypes() {
        as(Street.SELLER)
                .contentType(ContentType.TEXT)
                .body("sell everything")
                .post("/api/v1/orders")
                .then()
                .statusCode(415)
                .contentType("application/problem+json");
    }

    @Test
    void showsTheChain() {
        as(Street.SELLER)
                .get("/api/v1/chain")
                .then()
                .body("rpcUrl", startsWith("http://127.0.0.1:"))
                .body("chainId", equalTo(31337))
                .body("contract", startsWith("0x"));
    }

    @ParameterizedTest
    @CsvSource({"2026-06-18, 96", "2026-03-29, 92", "2026-10-25, 100"})
    void cutsDaysOfTheTimeZone(String date, int slots) {
        as(Street.UNMETERED)
                .get("/api/v1/participants/102/day?date=" + date)
                .then()
                .statusCode(200)
                .body("slots.size()", equalTo(slots))
                .body("slots[0].importWh", nullValue())
                .body("totals.amount", nullValue())
                .body("date", equalTo(date));
    }

    @Test
    void isReadyAndCounts() {
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/q/metrics").then().body(containsString("market_chain_height"));
        given().accept(ContentType.JSON)
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("paths.'/api/v1/orders'.post.summary", startsWith("Places"))
                .body("tags.name", hasItem("orders"));
    }
}
