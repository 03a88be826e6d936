package energy.peerwatt.web.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.nullValue;

import energy.peerwatt.settlement.chain.WalletText;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Keys;

@QuarkusTest
class VotingResourceTest extends MarketTest {

    private static final String PREFIX = "voting-";
    private static final Map<String, String> PROOF = Map.of("password", People.PASSWORD);
    private static final String VOTE = "/api/v1/participants/100/vote";
    private static final String NOTHING = "0x" + "7".repeat(64);

    private final ECKeyPair wallet = ECKeyPair.create(BigInteger.valueOf(4_242));
    private final String address = Keys.toChecksumAddress("0x" + Keys.getAddress(wallet));

    @Inject People people;

    @BeforeEach
    void addPeople() {
        people.add(PREFIX + "own", Set.of(), 100);
        people.add(PREFIX + "neighbour", Set.of(), 101);
    }

    @AfterEach
    void removePeople() {
        own().delete(VOTE + "/key").then().statusCode(204);
        Await.until("nobody votes", () -> memberOf(VOTE), member -> !member);
        people.removeAll(PREFIX);
    }

    @Test
    void aMemberVotesWithAKeyOfItsOwn() {
        own().get(VOTE)
                .then()
                .statusCode(200)
                .body("address", nullValue())
                .body("member", equalTo(false));
        own().queryParam("proposal", NOTHING)
                .queryParam("support", "FOR")
                .get(VOTE + "/ballot")
                .then()
                .statusCode(409)
                .body("type", endsWith("no-voting-key"));
        name("0x12").then().statusCode(400).body("field", equalTo("signature"));

        name(signedText("own", VOTE)).then().statusCode(200).body("address", equalTo(address));
        own().get("/api/v1/me/events").then().body("kind", hasItem("VOTING_KEY_SET"));
        Await.until("the chain counts it", () -> memberOf(VOTE), member -> member);

        // One key, one member.
        String theirs = "/api/v1/participants/101/vote";
        by("neighbour")
                .body(
                        Map.of(
                                "address",
                                address,
                                "signature",
                                signedText("neighbour", theirs),
                                "proof",
                                PROOF))
                .put(theirs + "/key")
                .then()
                .statusCode(400)
                .body("field", equalTo("signature"));
        own().queryParam("proposal", NOTHING)
                .queryParam("support", "FOR")
                .get(VOTE + "/ballot")
                .then()
                .statusCode(200)
                .body("primaryType", equalTo("Ballot"))
                .body("message.support", equalTo(1))
                .body("message.voter", equalTo(address))
                .body("message.proposalId", equalTo(NOTHING));
        String signature = "0x" + "1".repeat(130);
        own().body(Map.of("proposal", NOTHING, "support", "FOR", "signature", signature))
                .post(VOTE + "/votes")
                .then()
                .statusCode(409)
                .body("type", endsWith("vote-refused"));
        own().body(Map.of("proposal", "7", "support", "FOR", "signature", signature))
                .post(VOTE + "/votes")
                .then()
                .statusCode(400)
                .body("field", equalTo("proposal"));
    }

    @Test
    void everybodySeesWhatIsVotedOn() {
        own().get("/api/v1/governance")
                .then()
                .statusCode(200)
                .body("contracts", hasKey("CommunityGovernor"))
                .body("contracts", hasKey("MemberVotes"));
        own().post("/api/v1/governance/proposals/" + NOTHING + "/execution").then().statusCode(404);
    }

    private String signedText(String who, String vote) {
        String text =
                by(who).queryParam("address", address)
                        .get(vote + "/key-text")
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("text");
        assertThat(text).contains(address);
        return new WalletText(text).signedWith(wallet);
    }

    private static boolean memberOf(String vote) {
        return own().get(vote).jsonPath().getBoolean("member");
    }

    private Response name(String signature) {
        return own().body(Map.of("address", address, "signature", signature, "proof", PROOF))
                .put(VOTE + "/key");
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
