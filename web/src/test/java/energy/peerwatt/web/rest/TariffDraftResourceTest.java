package energy.peerwatt.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import energy.peerwatt.web.testkit.Tariffs;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Prices of years ahead, so that no other test meets them. */
@QuarkusTest
class TariffDraftResourceTest extends MarketTest {

    private static final String DRAFTS = "/api/v1/areas/1/tariff-drafts";

    @Inject Pool pool;

    @Test
    void aDraftChangesNoPriceUntilAnotherPersonPublishesIt() {
        long draft = draft("2045-01-01", levy(41));

        assertThat(levies()).doesNotContain(41);
        Tariffs.publication(Tariffs.AUTHOR, draft)
                .statusCode(409)
                .body("type", equalTo("urn:peerwatt:error:same-person"));
        assertThat(levies()).doesNotContain(41);

        Tariffs.publication("operator", draft)
                .statusCode(200)
                .body("state", equalTo("PUBLISHED"))
                .body("draftedBy", equalTo("utility"))
                .body("decidedBy", equalTo("operator"))
                .body("own", equalTo(false));
        assertThat(levies()).contains(41);
        Tariffs.publication("operator", draft)
                .statusCode(409)
                .body("type", equalTo("urn:peerwatt:error:draft-decided"));
        assertThat(levies().stream().filter(micro -> micro == 41)).hasSize(1);
    }

    @Test
    void aDraftThatWasTakenBackIsNotPublished() {
        long draft = draft("2045-02-01", levy(42));

        as(Tariffs.AUTHOR)
                .delete(DRAFTS + "/" + draft)
                .then()
                .statusCode(200)
                .body("state", equalTo("WITHDRAWN"))
                .body("decidedBy", equalTo("utility"));
        Tariffs.publication("operator", draft).statusCode(409);
        asOperator().get(DRAFTS + "/" + draft + "/effect").then().statusCode(409);
        asOperator().delete(DRAFTS + "/" + draft).then().statusCode(409);
        assertThat(levies()).doesNotContain(42);
    }

    @Test
    void aDraftThatContradictsWhatHoldsByNowIsNotPublished() {
        long first = draft("2045-03-01", levy(43));
        long second = draft("2045-03-01", levy(43).replace(":43", ":44"));

        Tariffs.publication("operator", first).statusCode(200);
        Tariffs.publication("operator", second).statusCode(400).body("field", equalTo("validFrom"));
        assertThat(levies()).contains(43).doesNotContain(44);
        assertThat(state(second)).isEqualTo("DRAFT");
    }

    /** As if it had lain about until its day came. */
    @Test
    void aDraftWhoseDayHasComeIsNotPublished() {
        long draft = draft("2045-04-01", levy(45));
        pool.query("UPDATE market.tariff_draft SET valid_from = '2026-06-18' WHERE id = " + draft)
                .execute()
                .await()
                .indefinitely();

        Tariffs.publication("operator", draft).statusCode(400).body("field", equalTo("validFrom"));
        assertThat(levies()).doesNotContain(45);
    }

    @Test
    void ofTwoPublicationsAtOnceOneAddsThePrices() {
        long draft = draft("2045-05-01", levy(46));

        List<CompletableFuture<Integer>> both = List.of(publication(draft), publication(draft));
        assertThat(both.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder(200, 409);
        assertThat(levies().stream().filter(micro -> micro == 46)).hasSize(1);
    }

    private static CompletableFuture<Integer> publication(long draft) {
        return CompletableFuture.supplyAsync(
                () -> Tariffs.publication("operator", draft).extract().statusCode());
    }

    @Test
    void aSuppliersPriceIsForAllMembersUnlessItNamesOne() {
        long all = draft("2046-01-01", "\"kind\":\"RETAIL\",\"name\":\"work\",\"priceMicro\":1");
        assertThat(view(all).getList("prices[0].participantIds", Long.class))
                .contains(100L, 101L, 102L);
        long one =
                draft(
                        "2046-01-01",
                        "\"participantId\":101,\"kind\":\"RETAIL\",\"name\":\"work\",\"priceMicro\":1");
        assertThat(view(one).getList("prices[0].participantIds", Long.class)).containsExactly(101L);
    }

    /** 2047-01-01 is a Tuesday; opening prices are 30 retail and 2 levy. */
    @Test
    void showsWhatADraftChangesHourByHourAndForAHome() {
        long draft =
                draft(
                        "2047-01-01",
                        "\"participantId\":102,\"kind\":\"RETAIL\",\"name\":\"noon\",\"priceMicro\":120000,"
                                + "\"timeFrom\":\"11:00\",\"timeUntil\":\"15:00\","
                                + "\"days\":[\"SATURDAY\",\"SUNDAY\"]");

        asOperator()
                .get(DRAFTS + "/" + draft + "/effect?participantId=102")
                .then()
                .statusCode(200)
                .body("week", hasSize(1))
                .body("week[0].kind", equalTo("RETAIL"))
                .body("week[0].days", contains("SATURDAY", "SUNDAY"))
                .body("week[0].from", equalTo("11:00:00"))
                .body("week[0].until", equalTo("15:00:00"))
                .body("week[0].beforeMicro", equalTo(300_000))
                .body("week[0].afterMicro", equalTo(120_000))
                .body("home", nullValue());
        asOperator()
                .get(DRAFTS + "/" + draft + "/effect?participantId=100")
                .then()
                .statusCode(200)
                .body("week", empty());
        asOperator()
                .get(DRAFTS + "/" + draft + "/effect?participantId=9999")
                .then()
                .statusCode(400)
                .body("field", equalTo("participantId"));
    }

    @Test
    void listsDraftsNewestFirst() {
        long draft = draft("2048-01-01", levy(48));

        as(Tariffs.AUTHOR)
                .get(DRAFTS)
                .then()
                .statusCode(200)
                .body("size()", greaterThanOrEqualTo(1))
                .body("[0].id", equalTo((int) draft))
                .body("[0].own", equalTo(true))
                .body("[0].state", equalTo("DRAFT"));
        as(Street.SELLER).get(DRAFTS).then().statusCode(403);
        asOperator().post(DRAFTS + "/999999/publication").then().statusCode(404);
        asOperator().delete(DRAFTS + "/x").then().statusCode(404);
    }

    /** Each a charge of its own, so that none ends another. */
    private static String levy(int micro) {
        return "\"kind\":\"LEVY\",\"name\":\"draft %d\",\"priceMicro\":%d".formatted(micro, micro);
    }

    private static long draft(String from, String price) {
        return Tariffs.draft(from, price).statusCode(201).extract().jsonPath().getLong("id");
    }

    private static String state(long draft) {
        return view(draft).getString("state");
    }

    private static JsonPath view(long draft) {
        return as(Tariffs.AUTHOR)
                .get(DRAFTS + "?limit=200")
                .jsonPath()
                .setRootPath("find { it.id == " + draft + " }");
    }

    private static List<Integer> levies() {
        return asOperator()
                .get("/api/v1/areas/1/tariffs")
                .jsonPath()
                .getList("findAll { it.name.startsWith('draft ') }.priceMicro");
    }
}
