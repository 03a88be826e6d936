package energy.peerwatt.edge.keys;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/** The market's REST interface for keys. */
final class MarketKeys {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final JsonMapper JSON = new JsonMapper();

    private final URI market;

    MarketKeys(URI market) {
        String scheme = String.valueOf(market.getScheme()).toLowerCase(Locale.ROOT);
        String host = String.valueOf(market.getHost());
        boolean safe =
                scheme.equals("https") || (scheme.equals("http") && THIS_MACHINE.contains(host));
        if (!safe) {
            // Who reads the code on its way could enrol a key before the gateway does.
            throw new IllegalArgumentException(
                    "the market's address must start with https://: " + market);
        }
        this.market = market;
    }

    void enrol(byte[] request) {
        post("/api/v1/gateway-enrolments", request);
    }

    void rotate(byte[] request) {
        post("/api/v1/gateway-key-rotations", request);
    }

    private void post(String path, byte[] signed) {
        String body = "{\"request\":\"" + Base64.getEncoder().encodeToString(signed) + "\"}";
        HttpRequest request =
                HttpRequest.newBuilder(market.resolve(path))
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            HttpResponse<String> response =
                    client.send(
                            request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() != 200) {
                throw refused(response);
            }
        } catch (IOException e) {
            throw new MarketException(ErrorCode.MARKET_UNAVAILABLE, market.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MarketException(ErrorCode.MARKET_UNAVAILABLE, market.toString(), e);
        }
    }

    private static MarketException refused(HttpResponse<String> response) {
        String detail = "status " + response.statusCode();
        try {
            JsonNode problem = JSON.readTree(response.body());
            detail = problem.path("detail").asText(detail);
        } catch (JsonProcessingException e) {
            // Whoever answered was no market; the status has to do.
        }
        return new MarketException(ErrorCode.KEY_NOT_TRUSTED, detail);
    }
}
