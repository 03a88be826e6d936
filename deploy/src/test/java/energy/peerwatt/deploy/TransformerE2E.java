package energy.peerwatt.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * An evening on two equal streets, when the cars come home: left to themselves they break the
 * transformer's limit, by the meters; balanced, the meters stay below it.
 */
class TransformerE2E {

    private static final int SPEED = 120;

    /** Four minutes of wall time before the first car may come, for slow and busy machines. */
    private static final Instant MORNING = Instant.parse("2026-06-18T08:00:00Z");

    private static final Instant FIRST_CAR = Instant.parse("2026-06-18T16:00:00Z");

    /** All cars have come, and by themselves would be charging. */
    private static final Instant EVENING = Instant.parse("2026-06-18T18:15:00Z");

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Test
    void theMetersStayBelowTheLimitOnlyIfTheStreetIsBalanced() throws IOException {
        try (Village alone = village();
                Village balanced = village()) {
            Thread other = Thread.ofVirtual().start(alone::start);
            balanced.start();
            join(other);
            pause(alone);
            int limit = limit(balanced);
            assertThat(firstPlan(balanced))
                    .as("planned before a car comes; if not, the machine was too slow to tell")
                    .isBefore(FIRST_CAR);

            Map<Instant, Integer> broken = meteredEvening(alone);
            Map<Instant, Integer> kept = meteredEvening(balanced);

            assertThat(broken.keySet())
                    .as("metered before a car comes")
                    .anyMatch(FIRST_CAR::isAfter);
            assertThat(kept.keySet()).as("metered before a car comes").anyMatch(FIRST_CAR::isAfter);
            assertThat(highest(broken)).as("left to themselves: %s", broken).isGreaterThan(limit);
            assertThat(highest(kept)).as("balanced: %s", kept).isLessThanOrEqualTo(limit);
            JsonNode plan = new MarketApi(balanced.httpPort()).getAsOperator("areas/1/plan");
            assertThat(plan.path("explanation").toString())
                    .as("every car is planned to leave with its energy")
                    .doesNotContain("missing");
        }
    }

    private static Village village() throws IOException {
        return Village.controlled(MORNING, SPEED, List.of("--homes", "12"));
    }

    /** Leaves every device to itself. */
    private static void pause(Village village) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://localhost:%d/api/v1/areas/1/balancing"
                                                .formatted(village.httpPort())))
                        .header("Authorization", MarketApi.OPERATOR)
                        .header("Content-Type", "application/json")
                        .PUT(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"paused\":true,\"reason\":\"comparison\"}"))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int limit(Village village) throws IOException {
        return new MarketApi(village.httpPort())
                .get("areas/1/limits/transformer")
                .path("importW")
                .asInt();
    }

    /** When the plan in force was made, once there is one. */
    private static Instant firstPlan(Village village) {
        MarketApi market = new MarketApi(village.httpPort());
        AtomicReference<Instant> made = new AtomicReference<>();
        Await.until(
                "the street is planned",
                PATIENCE,
                () -> {
                    for (JsonNode plan : market.getAsOperator("areas/1/plans?limit=1")) {
                        if (plan.path("published").asBoolean()) {
                            made.set(Instant.parse(plan.path("madeAt").asText()));
                        }
                    }
                    return made.get() != null;
                });
        return made.get();
    }

    /** Net power of the street by its meters, W by interval, once the evening is metered. */
    private static Map<Instant, Integer> meteredEvening(Village village) {
        MarketApi market = new MarketApi(village.httpPort());
        Map<Instant, Integer> flows = new TreeMap<>();
        Await.until(
                "the evening is metered",
                PATIENCE,
                () -> {
                    for (JsonNode flow :
                            market.get("areas/1/flows?date=2026-06-18").path("flows")) {
                        if (flow.path("measuredW").isInt()) {
                            flows.put(
                                    Instant.parse(flow.path("start").asText()),
                                    flow.path("measuredW").asInt());
                        }
                    }
                    return flows.keySet().stream().anyMatch(start -> start.isAfter(EVENING));
                });
        return flows;
    }

    private static int highest(Map<Instant, Integer> flows) {
        return flows.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
