package energy.peerwatt.web.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.settlement.AreaFees;
import energy.peerwatt.settlement.MeteredEnergy;
import energy.peerwatt.settlement.MeteredPosition;
import energy.peerwatt.settlement.SettlementInput;
import energy.peerwatt.settlement.Tariff;
import energy.peerwatt.settlement.chain.Digest;
import energy.peerwatt.settlement.chain.SettlementBatch;
import energy.peerwatt.settlement.chain.WalletText;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.accounts.AccountRole;
import energy.peerwatt.web.parts.Chain;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Keys;

@QuarkusTest
class VaultAccountResourceTest extends MarketTest {

    private static final String PREFIX = "vault-";
    private static final Map<String, String> PROOF = Map.of("password", People.PASSWORD);
    private static final String ACCOUNT = "/api/v1/participants/100/account";

    private final ECKeyPair wallet = ECKeyPair.create(BigInteger.valueOf(77));
    private final String address = Keys.toChecksumAddress("0x" + Keys.getAddress(wallet));

    @Inject People people;
    @Inject Pool pool;
    @Inject Parts parts;

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
        name(new WalletText("Pay me").signedWith(wallet)).then().statusCode(400);
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

        name(new WalletText(text).signedWith(wallet))
                .then()
                .statusCode(200)
                .body("payoutAddress", equalTo(address));

        own().get("/api/v1/me/events").then().body("kind", hasItem("PAYOUT_ADDRESS_SET"));
        for (String wrong : new String[] {"0", "-1", "much", ""}) {
            ask(wrong).then().statusCode(400).body("field", equalTo("amount"));
        }
        aDayPasses();
        ask("1000000000").then().statusCode(409).body("type", endsWith("not-that-much"));
    }

    @Test
    void takesMoneyOutADayAfterItsAddressWasNamedAndCallsItOff() {
        openAccount();
        String text =
                own().queryParam("address", address)
                        .get(ACCOUNT + "/payout-text")
                        .then()
                        .extract()
                        .path("text");
        String payableFrom =
                name(new WalletText(text).signedWith(wallet))
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("payableFrom");
        ask("1").then()
                .statusCode(409)
                .body("type", endsWith("payout-address-new"))
                .body("detail", containsString(payableFrom));
        aDayPasses();

        int id =
                ask("1").then()
                        .statusCode(201)
                        .body("state", equalTo("REQUESTED"))
                        .body("amount", equalTo("1"))
                        .body("address", equalTo(address))
                        .extract()
                        .path("id");

        awaitWithdrawal("WAITING");
        own().get(ACCOUNT).then().body("leaving", equalTo("1"));
        ask("1").then().statusCode(409).body("type", endsWith("withdrawal-under-way"));
        own().get("/api/v1/me/events").then().body("kind", hasItem("WITHDRAWAL_ASKED"));

        own().delete(ACCOUNT + "/withdrawals/" + id)
                .then()
                .statusCode(200)
                .body("id", equalTo(id))
                .body("state", equalTo("CALLING_OFF"));
        awaitWithdrawal("CALLED_OFF");
        own().get(ACCOUNT).then().body("leaving", equalTo("0"));
        own().get("/api/v1/me/events").then().body("kind", hasItem("WITHDRAWAL_CANCELLED"));
        pool.query("UPDATE settlement.withdrawal SET state = 'PAYING'").executeAndAwait();
        own().delete(ACCOUNT + "/withdrawals/" + id)
                .then()
                .statusCode(409)
                .body("type", endsWith("withdrawal-not-waiting"));
        own().delete(ACCOUNT + "/withdrawals/999999").then().statusCode(404);
        own().delete(ACCOUNT + "/withdrawals/first").then().statusCode(400);
    }

    /** Since all addresses were named. */
    private void aDayPasses() {
        pool.query("UPDATE settlement.payout_address SET named_at = named_at - interval '1 day'")
                .executeAndAwait();
    }

    private static void awaitWithdrawal(String state) {
        Await.until(
                "withdrawal " + state,
                () -> own().get(ACCOUNT).jsonPath().getString("withdrawals[0].state"),
                state::equals);
    }

    /** By a batch of an area that is nowhere else, in which no money moves. */
    private void openAccount() {
        Tariff free = new Tariff(Price.ZERO, Price.ZERO);
        Energy some = Energy.ofWattHours(1);
        SettlementInput input =
                new SettlementInput(
                        new AreaId(4_711),
                        DeliveryInterval.quarterHourAt(Instant.parse("2026-06-18T03:00:00Z")),
                        1,
                        List.of(
                                new MeteredPosition(
                                        new ParticipantId(100),
                                        Energy.ZERO,
                                        some,
                                        Quality.ACTUAL,
                                        free),
                                new MeteredPosition(
                                        new ParticipantId(101),
                                        some,
                                        Energy.ZERO,
                                        Quality.ACTUAL,
                                        free)),
                        List.of(),
                        new AreaFees(Price.ZERO, Price.ZERO));
        Chain chain = parts.chain();
        SettlementBatch batch =
                SettlementBatch.first(
                        input.settle().settlement(),
                        MeteredEnergy.of(input.positions()),
                        Digest.keccak(new byte[] {1}),
                        chain.accounts());
        Await.until("batch written", () -> chain.gateway().submit(batch).isPresent());
        Await.until(
                "money in the account",
                () -> own().get(ACCOUNT).jsonPath().getString("available"),
                available -> !available.equals("0"));
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
        name(new WalletText(text).signedWith(wallet)).then().statusCode(200);

        by("partner").get(ACCOUNT).then().statusCode(200).body("payoutAddress", nullValue());
        by("partner")
                .body(Map.of("amount", "1", "proof", PROOF))
                .post(ACCOUNT + "/withdrawals")
                .then()
                .statusCode(409)
                .body("type", endsWith("no-payout-address"));
        by("partner")
                .body(
                        Map.of(
                                "address",
                                address,
                                "signature",
                                new WalletText(text).signedWith(wallet),
                                "proof",
                                PROOF))
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
}
