package energy.peerwatt.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/** The market's REST interface as a client sees it. */
final class MarketApi {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Value of {@code Authorization} that makes a caller the demo's operator. */
    static final String OPERATOR =
            "Basic "
                    + Base64.getEncoder()
                            .encodeToString("operator:demo".getBytes(StandardCharsets.UTF_8));

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI base;

    MarketApi(int port) {
        base = URI.create("http://localhost:" + port + "/api/v1/");
    }

    /** Also false while the market does not answer. */
    boolean isReady() {
        try {
            return get("status").path("ready").asBoolean();
        } catch (IOException e) {
            return false;
        }
    }

    JsonNode get(String path) throws IOException {
        return send(path, request(path).build());
    }

    /** What an operator gets; others see nothing of single homes and devices. */
    JsonNode getAsOperator(String path) throws IOException {
        return send(path, request(path).header("Authorization", OPERATOR).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(20));
    }

    private JsonNode send(String path, HttpRequest request) throws IOException {
        try {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException(path + ": " + response.statusCode() + " " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    List<JsonNode> homes() throws IOException {
        return list(get("areas/1/homes"));
    }

    /** Settlements whose transaction has a receipt, oldest interval first. */
    List<JsonNode> confirmedSettlements() throws IOException {
        return list(get("areas/1/settlements?limit=200")).stream()
                .filter(settlement -> settlement.path("state").asText().equals("CONFIRMED"))
                .sorted(Comparator.comparing(settlement -> settlement.path("interval").asText()))
                .toList();
    }

    JsonNode statement(long participant, Instant from, Instant to) throws IOException {
        return get("participants/%d/statement?from=%s&to=%s".formatted(participant, from, to));
    }

    static List<JsonNode> list(JsonNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }
}
