package energy.peerwatt.web.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.gateway.PointRights;
import energy.peerwatt.web.ingest.LiveState;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LiveSocketTest extends MarketTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode NOTHING = JSON.createObjectNode();

    @Inject LiveState live;

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
        live.take(
                Street.GATEWAY,
                PointRights.of(1, Set.of(Street.GATEWAY), List.of()),
                """
                {"at":"%s","points":[{"meteringPoint":"%s","gridW":-1234}]}\
                """
                        .formatted(Street.OPENS, Street.SELLER.meteringPoint())
                        .getBytes(StandardCharsets.UTF_8));

        Await.until(
                "the operator sees the seller's power",
                () -> gridW(operator, Street.SELLER),
                watts -> watts == -1_234);
        assertThat(member.latest.get("village").path("d").path("homes")).hasSize(3);
        assertThat(gridW(member, Street.SELLER)).isZero();
        first.abort();
        second.abort();
        live.forget(
                new MeteringPointId(Street.SELLER.meteringPoint()), Street.OPENS.plusSeconds(1));
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
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        if (login != null) {
            byte[] credentials = (login + ":" + Street.PASSWORD).getBytes(StandardCharsets.UTF_8);
            builder.header(
                    "Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
        }
        URI uri = URI.create(address.toString().replace("http:", "ws:"));
        return builder.buildAsync(uri, messages).join();
    }

    private static final class Messages implements WebSocket.Listener {

        final Map<String, JsonNode> latest = new ConcurrentHashMap<>();
        private final StringBuilder text = new StringBuilder();

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
                latest.put(node.path("t").asText(), node);
            } catch (IOException e) {
                throw new AssertionError(message, e);
            }
        }
    }
}
