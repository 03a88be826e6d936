package energy.peerwatt.bench;

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
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A member of the demo at its REST interface. */
final class LiveMember {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Nothing is begun that the gate's closing could overtake. */
    private static final Duration BEFORE_THE_GATE = Duration.ofSeconds(15);

    private final HttpClient client;
    private final URI market;
    private final int home;

    /**
     * A home's member.
     *
     * @param market its address
     * @param home from 1
     */
    LiveMember(HttpClient client, URI market, int home) {
        this.client = client;
        this.market = market;
        this.home = home;
    }

    /** What it sends to be known. */
    static String authorization(int home) {
        String login = String.format(Locale.ROOT, "home-%02d:demo", home);
        return "Basic "
                + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    /** An interval of the book that pages are told of, which stays open for a while. */
    String openInterval() throws IOException, InterruptedException {
        while (true) {
            JsonNode book = JSON.readTree(send("GET", "areas/1/book", "", 200));
            Instant closes = Instant.parse(book.path("closesAt").asText());
            if (closes.isAfter(Instant.now().plus(BEFORE_THE_GATE))) {
                return book.path("interval").asText();
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    long participant() throws IOException, InterruptedException {
        JsonNode session = JSON.readTree(send("GET", "session", "", 200));
        return session.path("homes").path(0).path("participantId").asLong();
    }

    /** Offers energy that nobody will buy at this price. */
    void offer(long participant, long number, String interval, long priceMicro)
            throws IOException, InterruptedException {
        String order =
                """
                {"participantId":%d,"clientOrderId":%d,"areaId":1,"interval":"%s","side":"SELL",
                 "energyWh":100,"limitMicro":%d}
                """
                        .formatted(participant, number, interval, priceMicro);
        send("POST", "orders", order, 201);
    }

    void takeBack(long number) throws IOException, InterruptedException {
        send("DELETE", "orders/" + number, "", 200);
    }

    private String send(String method, String path, String body, int expected)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(market.resolve("/api/v1/" + path))
                        .timeout(PATIENCE)
                        .header("Authorization", authorization(home))
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> answer =
                client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        Figures.require(
                answer.statusCode() == expected,
                method + " " + path + " is answered " + expected + ": " + answer.body());
        return answer.body();
    }
}
