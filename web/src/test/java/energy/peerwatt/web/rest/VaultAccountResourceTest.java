package energy.peerwatt.web.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import energy.peerwatt.web.accounts.AccountRole;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;

@QuarkusTest
class VaultAccountResourceTest extends MarketTest {

    private static final String PREFIX = "vault-";
    private static final Map<String, String> PROOF = Map.of("password", People.PASSWORD);
    private static final String ACCOUNT = "/api/v1/participants/100/account";

    private final ECKeyPair wallet = ECKeyPair.create(BigInteger.valueOf(77));
    private final String address = Keys.toChecksumAddress("0x" + Keys.getAddress(wallet));

    @Inject People people;
    @Inject Pool pool;

    @BeforeEach
    void addPeople() {
        people.add(PREFIX + "own", Set.of(), 100);
        people.add(PREFIX + "partner", Set.of(), 100);
        people.add(PREFIX + "operator", Set.of(AccountRole.OPERATOR));
    }

    @AfterEach
    void removePeople() {
        people.removeAll(PREFIX);
        pool.query("DELETE FROM settlement.payout_address").execute().await().indefinitely();
        pool.query("DELETE FROM settlement.withdrawal").execute().await().indefinitely();
    }

    @Test
    void takesNothingOutWithoutAnAddressOfTheMembersOwn() {
        ask("1").then().statusCode(409).body("type", endsWith("no-payout-address"));
        name("0x12").then().statusCode(400).body("field", equalTo("signature"));
        name(sign(wallet, "Pay me")).then().statusCode(400);
        own().get(ACCOUNT)
                .then()
                .statusCode(200)
                .body("payoutAddress", nullValue())
                .body("withdrawals", empty());
    }

    @Test
    void namesAnAddressByItsKey() {
        String text =
                own().queryParam("address", address)
                        .get(ACCOUNT + "/payout-text")
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("text");
        assertThat(text).contains("member 100", address);

        name(sign(wallet, text)).then().statusCode(200).body("payoutAddress", equalTo(address));

        own().get("/api/v1/me/events").then().body("kind", hasItem("PAYOUT_ADDRESS_SET"));
        for (String wrong : new String[] {"0", "-1", "much", ""}) {
            ask(wrong).then().statusCode(400).body("field", equalTo("amount"));
        }
        ask("1000000000").then().statusCode(409).body("type", endsWith("not-that-much"));
    }

    @Test
    void asksOnceMoreWhoItIs() {
        own().body(Map.of("amount", "1")).post(ACCOUNT + "/withdrawals").then().statusCode(400);
        own().body(Map.of("amount", "1", "proof", Map.of("password", "another")))
                .post(ACCOUNT + "/withdrawals")
                .then()
                .statusCode(400)
                .body("field", equalTo("password"));
        own().body(Map.of("address", address, "signature", "0x12", "proof", Map.of()))
                .put(ACCOUNT + "/payout-address")
                .then()
                .statusCode(400)
                .body("field", equalTo("password"));
    }

    @Test
    void anAddressIsOfThePersonAndNotOfTheHome() {
        String text =
                own().queryParam("address", address)
                        .get(ACCOUNT + "/payout-text")
                        .then()
                        .extract()
                        .path("text");
        name(sign(wallet, text)).then().statusCode(200);

        by("partner").get(ACCOUNT).then().statusCode(200).body("payoutAddress", nullValue());
        by("partner")
                .body(Map.of("amount", "1", "proof", PROOF))
                .post(ACCOUNT + "/withdrawals")
                .then()
                .statusCode(409)
                .body("type", endsWith("no-payout-address"));
        by("partner")
                .body(Map.of("address", address, "signature", sign(wallet, text), "proof", PROOF))
                .put(ACCOUNT + "/payout-address")
                .then()
                .statusCode(400)
                .body("field", equalTo("signature"));
    }

    @Test
    void settlesNothingAgainThatWasNotRefused() {
        by("operator")
                .body(Map.of("areaId", 1, "interval", "2026-06-18T09:00:00Z"))
                .post("/api/v1/chain/outbox/again")
                .then()
                .statusCode(409)
                .body("type", endsWith("not-refused"));
        by("operator")
                .body(Map.of("areaId", 1))
                .post("/api/v1/chain/outbox/again")
                .then()
                .statusCode(400)
                .body("field", equalTo("interval"));
        by("operator")
                .body("{}")
                .post("/api/v1/chain/outbox/again")
                .then()
                .statusCode(200)
                .body("$", empty());
        by("operator")
                .get("/api/v1/chain/outbox")
                .then()
                .statusCode(200)
                .body("refused", empty())
                .body("waiting", empty());
    }

    private Response ask(String amount) {
        return own().body(Map.of("amount", amount, "proof", PROOF)).post(ACCOUNT + "/withdrawals");
    }

    private Response name(String signature) {
        return own().body(Map.of("address", address, "signature", signature, "proof", PROOF))
                .put(ACCOUNT + "/payout-address");
    }

    private static RequestSpecification own() {
        return by("own");
    }

    private static RequestSpecification by(String who) {
        return given().auth()
                .preemptive()
                .basic(PREFIX + who, People.PASSWORD)
                .contentType(ContentType.JSON);
    }

    private static String sign(ECKeyPair key, String text) {
        Sign.SignatureData signature =
                Sign.signPrefixedMessage(text.getBytes(StandardCharsets.UTF_8), key);
        byte[] bytes =
                ByteBuffer.allocate(65)
                        .put(signature.getR())
                        .put(signature.getS())
                        .put(signature.getV())
                        .array();
        return "0x" + HexFormat.of().formatHex(bytes);
    }
}
