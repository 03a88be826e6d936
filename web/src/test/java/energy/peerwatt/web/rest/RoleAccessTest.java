package energy.peerwatt.web.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.web.accounts.AccountRole;
import energy.peerwatt.web.rest.Endpoints.Endpoint;
import energy.peerwatt.web.rest.Endpoints.Who;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everybody tries every operation of the interface that is not for them. */
@QuarkusTest
class RoleAccessTest extends MarketTest {

    private static final String API = "/api/v1";
    private static final String PREFIX = "access-";

    /** Reads of something by a number or name that nothing has. */
    private static final Set<String> NOT_THERE =
            Set.of(
                    "/participants/{id}/invoices/{number}",
                    "/participants/{id}/invoices/{number}/csv",
                    "/participants/{id}/invoices/{number}/pdf",
                    "/participants/{id}/data-grants/{grant}/accesses",
                    "/data-grants/invoices/{number}/pdf",
                    "/data-grants/{grant}/values",
                    "/areas/{id}/tariff-drafts/{draft}/effect",
                    "/areas/{area}/limits/{limit}",
                    "/setpoints/{id}",
                    "/accounts/{id}/events");

    /**
     * Reads of something that is there only if another test has made it, or another setting does.
     */
    private static final Set<String> PERHAPS_THERE =
            Set.of(
                    "/areas/{id}/settlements/{intervalStart}",
                    "/areas/{id}/settlements/{intervalStart}/trade-pages",
                    "/metering-points/{id}/readings/{gatewayId}/{epoch}/{sequence}/proof",
                    "/metering-points/{id}/meter-keys/{channel}",
                    "/areas/{area}/feeder",
                    "/areas/{area}/plan",
                    "/session/oidc/callback");

    /** What writes answer that name something that is not there, or that say what holds already. */
    private static final Map<String, Integer> HARMLESS =
            Map.ofEntries(
                    Map.entry("PUT /metering-points/{id}/strategy", 200),
                    Map.entry("PUT /metering-points/{id}/strategy/holds/{interval}", 200),
                    Map.entry("DELETE /metering-points/{id}/strategy/holds/{interval}", 200),
                    Map.entry("DELETE /orders/{clientOrderId}", 404),
                    Map.entry("DELETE /participants/{id}/data-grants/{grant}", 404),
                    Map.entry("POST /participants/{id}/gifts", 404),
                    Map.entry("POST /participants/{id}/gifts/{gift}/acceptance", 404),
                    Map.entry("PUT /participants/{id}/gifts/{gift}/pause", 404),
                    Map.entry("DELETE /participants/{id}/gifts/{gift}", 404),
                    Map.entry("DELETE /participants/{id}/people/{account}", 404),
                    Map.entry("POST /data-grants/{grant}/acceptance", 404),
                    Map.entry("POST /participants/{id}/certificates/retire", 404),
                    Map.entry("DELETE /participants/{id}/vote/key", 204),
                    Map.entry("POST /participants/{id}/vote/votes", 409),
                    Map.entry("POST /governance/proposals/{proposal}/execution", 404),
                    Map.entry("POST /areas/{id}/tariff-drafts/{draft}/publication", 404),
                    Map.entry("DELETE /areas/{id}/tariff-drafts/{draft}", 404),
                    Map.entry("DELETE /areas/{area}/limits/{limit}", 404),
                    Map.entry("DELETE /areas/{area}/demand-charge", 404),
                    Map.entry("DELETE /setpoints/{id}", 404),
                    Map.entry("POST /gateways/{id}/keys/{keyId}/revocation", 404),
                    Map.entry("POST /session/passkey-challenges", 200),
                    Map.entry("POST /me/passkey-challenges", 200),
                    Map.entry("DELETE /me/sessions/{id}", 404),
                    Map.entry("PUT /accounts/{id}/roles", 404),
                    Map.entry("DELETE /accounts/{id}/homes/{participant}", 404),
                    Map.entry("DELETE /accounts/{id}", 404));

    @Inject People people;

    @BeforeEach
    void addPeople() {
        people.add(login(Who.GUEST), Set.of());
        people.add(login(Who.OWN), Set.of(), 100);
        people.add(login(Who.NEIGHBOUR), Set.of(), 101);
        people.add(login(Who.UTILITY), Set.of(AccountRole.UTILITY));
        people.add(login(Who.OPERATOR), Set.of(AccountRole.OPERATOR));
        people.add(login(Who.ADMIN), Set.of(AccountRole.ADMIN));
    }

    @AfterEach
    void removePeople() {
        people.removeAll(PREFIX);
    }

    private static String login(Who who) {
        return PREFIX + who.name().toLowerCase(Locale.ROOT);
    }

    @Test
    void everyOperationSaysWhomItIsFor() {
        Map<String, Map<String, Object>> paths =
                given().accept(ContentType.JSON).get("/q/openapi").path("paths");
        Set<String> described =
                paths.entrySet().stream()
                        .flatMap(path ->
                                path.getValue().keySet().stream()
                                        .filter(key ->
                                                Set.of("get", "post", "put", "delete", "patch")
                                                        .contains(key))
                                        .map(key ->
                                                key.toUpperCase(Locale.ROOT) + " " + path.getKey()))
                        .collect(Collectors.toSet());

        assertThat(Endpoints.all().stream().map(e -> e.method() + " " + API + e.template()))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(described);
    }

    @Test
    void refusesWhomItIsNotFor() {
        List<String> let = new ArrayList<>();
        for (Endpoint endpoint : Endpoints.all()) {
            for (Who who : Who.values()) {
                if (!endpoint.allowed().contains(who)) {
                    int status = request(who, endpoint).statusCode();
                    boolean anonymous =
                            who == Who.ANYBODY_WITHOUT_LOGIN || endpoint.allowed().isEmpty();
                    if (status != (anonymous ? 401 : 403)) {
                        let.add(who + " " + endpoint + " " + status);
                    }
                }
            }
        }
        assertThat(let).isEmpty();
    }

    /** What is not there is not found by whom it is for, either; everything else is read. */
    @Test
    void letsReadWhomItIsFor() {
        List<String> refused = new ArrayList<>();
        for (Endpoint endpoint : Endpoints.all()) {
            if (endpoint.method().equals("GET")) {
                tryAll(endpoint, readAnswers(endpoint.template()), refused);
            }
        }
        assertThat(refused).isEmpty();
    }

    private static Set<Integer> readAnswers(String template) {
        if (template.equals("/participants/{id}/vote/ballot")) {
            return Set.of(409);
        }
        if (PERHAPS_THERE.contains(template)) {
            return Set.of(200, 404);
        }
        return Set.of(NOT_THERE.contains(template) ? 404 : 200);
    }

    /** Those that change nothing that other tests look at. */
    @Test
    void letsWriteWhomItIsFor() {
        List<String> refused = new ArrayList<>();
        Set<String> tried = new HashSet<>();
        for (Endpoint endpoint : Endpoints.all()) {
            Integer expected = HARMLESS.get(endpoint.toString());
            if (expected != null) {
                tried.add(endpoint.toString());
                tryAll(endpoint, Set.of(expected), refused);
            }
        }
        assertThat(refused).isEmpty();
        assertThat(tried).isEqualTo(HARMLESS.keySet());
    }

    private static void tryAll(Endpoint endpoint, Set<Integer> expected, List<String> refused) {
        for (Who who : endpoint.allowed()) {
            int status = request(who, endpoint).statusCode();
            if (!expected.contains(status)) {
                refused.add(who + " " + endpoint + " " + status);
            }
        }
    }

    private static Response request(Who who, Endpoint endpoint) {
        RequestSpecification request = given().contentType(ContentType.JSON).accept("*/*");
        if (who != Who.ANYBODY_WITHOUT_LOGIN) {
            request.auth().preemptive().basic(login(who), People.PASSWORD);
        }
        if (endpoint.body() != null) {
            request.body(endpoint.body());
        }
        return request.request(endpoint.method(), API + endpoint.path());
    }

    @Test
    void aMemberSeesNeighboursOnlyAsNumbers() {
        var homes =
                as(Who.OWN).get(API + "/areas/1/homes").then().statusCode(200).extract().jsonPath();
        assertThat(homes.getString("find { it.participantId == 100 }.meteringPointId"))
                .isEqualTo("AT-TEST-0001");
        assertThat(homes.getMap("find { it.participantId == 101 }").values())
                .containsOnly(101, null);
        assertThat(as(Who.GUEST).get(API + "/areas/1/homes").jsonPath().getList("meteringPointId"))
                .containsOnlyNulls();
        assertThat(
                        as(Who.UTILITY)
                                .get(API + "/areas/1/homes")
                                .jsonPath()
                                .getList("meteringPointId"))
                .doesNotContainNull();
        assertThat(as(Who.OWN).get(API + "/metering-points").jsonPath().getList("id"))
                .containsExactly("AT-TEST-0001");
        assertThat(as(Who.GUEST).get(API + "/metering-points").jsonPath().getList("id")).isEmpty();
    }

    private static RequestSpecification as(Who who) {
        return person(login(who));
    }

    private static RequestSpecification person(String login) {
        return given().auth().preemptive().basic(login, People.PASSWORD);
    }

    /** The roof is a participant of its own, and both households act for it. */
    @Test
    void twoHomesShareOneRoof() {
        people.add(PREFIX + "left", Set.of(), 100, 102);
        people.add(PREFIX + "right", Set.of(), 101, 102);
        String roof = API + "/participants/102/day";

        person(PREFIX + "left").get(roof).then().statusCode(200);
        person(PREFIX + "right").get(roof).then().statusCode(200);
        person(PREFIX + "left").get(API + "/participants/101/day").then().statusCode(403);
        person(PREFIX + "left").get(API + "/orders").then().statusCode(400);
        person(PREFIX + "left").get(API + "/orders?participantId=102").then().statusCode(200);
    }
}
