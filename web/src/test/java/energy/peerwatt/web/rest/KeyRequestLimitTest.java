package energy.peerwatt.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

@QuarkusTest
class KeyRequestLimitTest extends MarketTest {

    @TestHTTPResource(GatewayKeyResource.ENROLMENTS)
    URI enrolments;

    private final AtomicLong nanos = new AtomicLong(-5);
    private final KeyRequestLimit limit = new KeyRequestLimit(2, 3, nanos::get);

    @Test
    void eachAddressHasItsShare() {
        assertThat(limit.take("192.0.2.1")).isEmpty();
        assertThat(limit.take("192.0.2.1")).isEmpty();
        nanos.addAndGet(Duration.ofSeconds(20).toNanos());
        assertThat(limit.take("192.0.2.1")).contains(Duration.ofSeconds(40));
        assertThat(limit.take("192.0.2.2")).isEmpty();
        assertThat(limit.take("")).as("a proxy did not say").isEmpty();

        nanos.addAndGet(Duration.ofSeconds(40).toNanos());
        assertThat(limit.take("192.0.2.1")).as("the next minute").isEmpty();
    }

    @Test
    void addressesOfOneNetworkAreOneSource() {
        assertThat(limit.take("2001:db8:0:1::1")).isEmpty();
        assertThat(limit.take("2001:db8:0:1:ffff::2")).isEmpty();
        assertThat(limit.take("2001:db8:0:1::3")).isPresent();
        assertThat(limit.take("2001:db8:0:2::1")).isEmpty();
    }

    @Test
    void allTogetherHaveTheirShareOfWellFormedRequests() {
        for (int i = 0; i < 100; i++) {
            assertThat(limit.take("192.0.2." + i)).isEmpty();
        }
        assertThat(limit.takeOfAll()).isEmpty();
        assertThat(limit.takeOfAll()).isEmpty();
        assertThat(limit.takeOfAll()).isEmpty();
        assertThat(limit.takeOfAll()).contains(Duration.ofMinutes(1));

        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(limit.takeOfAll()).isEmpty();
    }

    @Test
    void malformedRequestsOfManyAddressesShutNobodyOut() throws Exception {
        for (int source = 10; source < 23; source++) {
            for (int i = 0; i < 50; i++) {
                assertThat(ask("127.0.1." + source).statusCode()).isEqualTo(400);
            }
        }

        assertThat(ask("127.0.1.9", "AAAA").statusCode()).as("read, and not proven").isEqualTo(403);
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeBackAndNobodyElseWaits() throws Exception {
        HttpResponse<String> answer = ask("127.0.0.2");
        for (int i = 0; i < 125 && answer.statusCode() != 429; i++) {
            assertThat(answer.statusCode()).isEqualTo(400);
            answer = ask("127.0.0.2");
        }

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body()).contains("urn:peerwatt:error:too-many-requests");
        assertThat(answer.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(1L, 60L);
        assertThat(ask("127.0.0.3").statusCode()).isEqualTo(400);
        as(Street.SELLER).get("/api/v1/status").then().statusCode(200);
    }

    /** From one of this machine's many loopback addresses. */
    private HttpResponse<String> ask(String from) throws IOException, InterruptedException {
        return ask(from, "no base64!");
    }

    private HttpResponse<String> ask(String from, String request)
            throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().localAddress(InetAddress.getByName(from)).build()) {
            return client.send(
                    HttpRequest.newBuilder(enrolments)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"request\":\"" + request + "\"}"))
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
