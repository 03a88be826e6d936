package energy.peerwatt.web.live;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.gateway.PointRights;
import energy.peerwatt.web.balancing.SecondArea;
import energy.peerwatt.web.ingest.LiveState;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.People;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LiveSocketTest extends MarketTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode NOTHING = JSON.createObjectNode();

    private static final Street.Home ELSEWHERE =
            new Street.Home(870, "live-zoe@example.org", "AT-LIVE-0870");

    @Inject LiveState live;
    @Inject People people;
    @Inject Registry registry;
    @Inject Pool pool;

    @TestHTTPResource("/ws/v1")
    URI address;

    @Test
    void sendsEveryTopicThenWhatIsNew() throws Exception {
        Messages messages = new Messages();
        WebSocket socket = open(messages, Street.BUYER.login());

        Await.until(
                "all topics",
                () -> messages.latest.keySet(),
                topics -> topics.containsAll(Set.of("status", "village", "book", "settlements")));
        JsonNode village = messages.latest.get("village");
        assertThat(village.path("seq").asLong()).isPositive();
        assertThat(village.path("d").path("homes")).hasSize(3);
        assertThat(village.path("d").path("homes").path(0).path("participantId").asLong())
                .isEqualTo(100);
        assertThat(village.path("d").path("homes").path(0).has("gridW")).isFalse();

        long number = newClientOrderId();
        String next = messages.latest.get("book").path("d").path("interval").asText();
        as(Street.SELLER)
                .body(order(number, next, "SELL", 77, 222_000))
                .post("/api/v1/orders")
                .then()
                .statusCode(201);
        Await.until(
                "order in the book",
                () -> messages.latest.get("book").path("d").path("asks"),
                asks -> asks.findValuesAsText("priceMicro").contains("222000"));
        as(Street.SELLER).delete("/api/v1/orders/" + number).then().statusCode(200);
        socket.abort();
    }

    @Test
    void showsAMemberOnlyItsOwnHome() {
        Messages member = new Messages();
        Messages operator = new Messages();
        WebSocket first = open(member, Street.BUYER.login());
        WebSocket second = open(operator, "operator");
        take(-1_234);
        take(Street.BUYER, 777);

        Await.until(
                "the operator sees the seller's power",
                () -> gridW(operator, Street.SELLER),
                watts -> watts == -1_234);
        Await.until("its own power", () -> gridW(member, Street.BUYER), watts -> watts == 777);
        assertThat(member.latest.get("village").path("d").path("homes")).hasSize(3);
        assertThat(gridW(member, Street.SELLER)).isZero();

        take(-1_300);
        Await.until(
                "the operator sees it change",
                () -> gridW(operator, Street.SELLER),
                watts -> watts == -1_300);
        assertThat(operator.changes).hasPositiveValue();
        assertThat(gridW(operator, Street.BUYER)).isEqualTo(777);
        first.abort();
        second.abort();
        live.forget(new MeteringPointId(Street.BUYER.meteringPoint()), Street.OPENS.plusSeconds(1));
        live.forget(
                new MeteringPointId(Street.SELLER.meteringPoint()), Street.OPENS.plusSeconds(1));
    }

    @Test
    void eachPageIsShownItsArea() {
        SecondArea second = new SecondArea(registry, pool);
        second.open("Zweitgasse");
        second.register(
                ELSEWHERE.meteringPoint(),
                SecondArea.ID,
                ELSEWHERE.participant(),
                SecondArea.RETAIL,
                new MeteringPoint.Equipment("SDM630", 0, 0, 0));
        people.add(ELSEWHERE.login(), Set.of(), ELSEWHERE.participant());
        String[] login = {"Authorization", basic(ELSEWHERE.login(), People.PASSWORD)};
        try {
            given().header(login[0], login[1])
                    .get("/api/v1/session")
                    .then()
                    .body("homes.areaId", contains(2));
            seesItsAreaAlone(login);
        } finally {
            people.removeAll(ELSEWHERE.login());
            live.forget(
                    new MeteringPointId(ELSEWHERE.meteringPoint()), Street.OPENS.plusSeconds(1));
            second.forget(List.of(ELSEWHERE.meteringPoint()), List.of(ELSEWHERE.participant()));
        }
    }

    private void seesItsAreaAlone(String... login) {
        Messages there = new Messages();
        Messages here = new Messages();
        Messages operator = new Messages();
        Messages neighbour = new Messages();
        String operatorLogin = basic("operator", Street.PASSWORD);
        String buyerLogin = basic(Street.BUYER.login(), Street.PASSWORD);
        List<WebSocket> sockets =
                List.of(
                        openWith(there, login),
                        openWith(here, "Authorization", buyerLogin),
                        openAt("?area=2", operator, "Authorization", operatorLogin),
                        openAt("?area=2", neighbour, "Authorization", buyerLogin));
        take(ELSEWHERE, 555);

        for (Messages second : List.of(there, operator)) {
            Await.until("power", () -> gridW(second, ELSEWHERE), watts -> watts == 555);
            Await.until("book of area 2", () -> bookArea(second), area -> area == 2);
        }
        Await.until("book of area 2", () -> bookArea(neighbour), area -> area == 2);
        Await.until("book of area 1", () -> bookArea(here), area -> area == 1);
        assertThat(homes(there)).containsExactly(870L);
        assertThat(homes(operator)).containsExactly(870L);
        Await.until("homes", () -> homes(here), all -> all.containsAll(List.of(100L, 101L)));
        assertThat(homes(here)).doesNotContain(870L);
        Await.until("homes", () -> homes(neighbour), all -> all.equals(List.of(870L)));
        assertThat(gridW(neighbour, ELSEWHERE)).isZero();
        sockets.forEach(WebSocket::abort);
    }

    private static long bookArea(Messages messages) {
        return messages.latest.getOrDefault("book", NOTHING).path("d").path("areaId").asLong();
    }

    private static List<Long> homes(Messages messages) {
        List<Long> ids = new ArrayList<>();
        messages.latest
                .getOrDefault("village", NOTHING)
                .path("d")
                .path("homes")
                .forEach(home -> ids.add(home.path("participantId").asLong()));
        return ids;
    }

    /** For pages that no socket reaches. */
    @Test
    void showsTheSameOverRest() {
        take(-1_234);
        take(Street.BUYER, 777);

        as(Street.BUYER)
                .get("/api/v1/areas/1/village")
                .then()
                .statusCode(200)
                .body("at", notNullValue())
                .body("village.homes", hasSize(3))
                .body("village.homes.find { it.participantId == 101 }.gridW", equalTo(777))
                .body("village.homes.find { it.participantId == 100 }.gridW", nullValue());
        asOperator()
                .get("/api/v1/areas/1/village")
                .then()
                .body("village.homes.find { it.participantId == 100 }.gridW", equalTo(-1_234));

        live.forget(new MeteringPointId(Street.BUYER.meteringPoint()), Street.OPENS.plusSeconds(1));
        live.forget(
                new MeteringPointId(Street.SELLER.meteringPoint()), Street.OPENS.plusSeconds(1));
    }

    @Test
    void closesWhenThePersonIsSignedOut() {
        String login = "live-anna@example.org";
        people.add(login, Set.of(), 100);
        Response signedIn =
                given().contentType("application/json")
                        .body(Map.of("login", login, "password", People.PASSWORD))
                        .post("/api/v1/session");
        String cookie = "peerwatt-session=" + signedIn.cookie("peerwatt-session");
        Messages messages = new Messages();
        openWith(messages, "Cookie", cookie);
        Await.until("first message", () -> messages.latest.containsKey("status"));

        given().header("Cookie", cookie)
                .header("X-Write-Token", signedIn.path("writeToken").toString())
                .delete("/api/v1/session")
                .then()
                .statusCode(204);

        Await.until("closed", () -> messages.closed, code -> code == 1008);
        people.removeAll(login);
    }

    @Test
    void closesWhenThePasswordThatOpenedItIsNoLongerGood() {
        String login = "live-cora@example.org";
        people.add(login, Set.of(), 100);
        Messages messages = new Messages();
        openWith(messages, "Authorization", basic(login, People.PASSWORD));
        Await.until("first message", () -> messages.latest.containsKey("status"));

        given().header("Authorization", basic(login, People.PASSWORD))
                .contentType("application/json")
                .body(Map.of("current", People.PASSWORD, "password", "quite another password"))
                .put("/api/v1/me/password")
                .then()
                .statusCode(204);

        Await.until("closed", () -> messages.closed, code -> code == 1008);
        Messages again = new Messages();
        WebSocket socket = openWith(again, "Authorization", basic(login, "quite another password"));
        Await.until("first message", () -> again.latest.containsKey("status"));
        assertThat(again.closed).isZero();
        socket.abort();
        people.removeAll(login);
    }

    @Test
    void showsNoLongerTheHomeThatOneIsLetOutOf() {
        String login = "live-bert@example.org";
        long id = people.add(login, Set.of(), 100);
        Messages messages = new Messages();
        WebSocket socket = openWith(messages, "Authorization", basic(login, People.PASSWORD));
        take(-2_345);
        Await.until(
                "the home's power", () -> gridW(messages, Street.SELLER), watts -> watts == -2_345);

        as(Street.SELLER).delete("/api/v1/participants/100/people/" + id).then().statusCode(204);

        Await.until("nothing any more", () -> gridW(messages, Street.SELLER), w -> w == 0);
        socket.abort();
        people.removeAll(login);
        live.forget(
                new MeteringPointId(Street.SELLER.meteringPoint()), Street.OPENS.plusSeconds(1));
    }

    @Test
    void opensForNoPageOfOthers() {
        String operator = basic("operator", Street.PASSWORD);
        assertThatThrownBy(() ->
                        openWith(
                                new Messages(),
                                "Authorization",
                                operator,
                                "Origin",
                                "https://evil.example"))
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("Unexpected HTTP response status code 403");
        String own = "http://" + address.getAuthority();
        openWith(new Messages(), "Authorization", operator, "Origin", own).abort();
    }

    private void take(long gridW) {
        take(Street.SELLER, gridW);
    }

    private void take(Street.Home home, long gridW) {
        live.take(
                Street.GATEWAY,
                PointRights.of(1, Set.of(Street.GATEWAY), List.of()),
                """
                {"at":"%s","points":[{"meteringPoint":"%s","gridW":%d}]}\
                """
                        .formatted(Street.OPENS, home.meteringPoint(), gridW)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static long gridW(Messages messages, Street.Home home) {
        for (JsonNode one :
                messages.latest.getOrDefault("village", NOTHING).path("d").path("homes")) {
            if (one.path("participantId").asLong() == home.participant()) {
                return one.path("gridW").asLong();
            }
        }
        return 0;
    }

    @Test
    void needsALogin() {
        assertThatThrownBy(() -> open(new Messages(), null))
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("Unexpected HTTP response status code 401");
    }

    private WebSocket open(Messages messages, String login) {
        return login == null
                ? openWith(messages)
                : openWith(messages, "Authorization", basic(login, Street.PASSWORD));
    }

    private static String basic(String login, String password) {
        byte[] credentials = (login + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    /** Headers are names and values in turn. */
    private WebSocket openWith(Messages messages, String... headers) {
        return openAt("", messages, headers);
    }

    private WebSocket openAt(String query, Messages messages, String... headers) {
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        URI uri = URI.create(address.toString().replace("http:", "ws:") + query);
        return builder.buildAsync(uri, messages).join();
    }

    private static final class Messages implements WebSocket.Listener {

        /** With all that it builds on. */
        final Map<String, JsonNode> latest = new ConcurrentHashMap<>();

        /** How many messages build on the one before. */
        final AtomicInteger changes = new AtomicInteger();

        volatile int closed;
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed = status;
            return null;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void take(String message) {
            try {
                JsonNode node = JSON.readTree(message);
                String topic = node.path("t").asText();
                latest.put(
                        topic,
                        node.has("after")
                                ? added(latest.getOrDefault(topic, NOTHING), node)
                                : node);
            } catch (IOException e) {
                throw new AssertionError(message, e);
            }
        }

        private JsonNode added(JsonNode before, JsonNode change) {
            assertThat(before.path("seq")).isEqualTo(change.path("after"));
            changes.incrementAndGet();
            ObjectNode whole = before.deepCopy();
            ((ObjectNode) whole.path("d")).setAll((ObjectNode) change.path("d"));
            ArrayNode homes = before.path("d").path("homes").deepCopy();
            change.path("d")
                    .path("homes")
                    .properties()
                    .forEach(home -> homes.set(Integer.parseInt(home.getKey()), home.getValue()));
            ((ObjectNode) whole.path("d")).set("homes", homes);
            return whole.set("seq", change.path("seq"));
        }
    }
}
