package energy.peerwatt.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import energy.peerwatt.web.accounts.FailureLimit;
import energy.peerwatt.web.accounts.OpenIdProvider;
import energy.peerwatt.web.accounts.ProviderUnavailable;
import energy.peerwatt.web.accounts.SessionToken;
import energy.peerwatt.web.accounts.TooManyFailures;
import energy.peerwatt.web.accounts.store.Subjects;
import energy.peerwatt.web.accounts.store.Subjects.Errand;
import energy.peerwatt.web.config.MarketConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a departure to a provider that is down, slow or another one. */
class DeparturesTest {

    private static final String HERE = "192.0.2.1";

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;
    private volatile int status = 200;
    private volatile String body = "{}";
    private volatile boolean trickles;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    asked.incrementAndGet();
                    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, trickles ? 0 : bytes.length);
                    OutputStream out = exchange.getResponseBody();
                    out.write(bytes);
                    out.flush();
                    if (trickles) {
                        await();
                    }
                    exchange.close();
                });
        server.start();
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    private MarketConfig config(Map<String, String> more) {
        Map<String, String> keys = new HashMap<>(more);
        keys.put(
                "peerwatt.oidc.issuer",
                "http://localhost:" + server.getAddress().getPort() + "/realm");
        keys.put("peerwatt.oidc.client-id", "peerwatt");
        return new SmallRyeConfigBuilder()
                .withMapping(MarketConfig.class)
                .withConverter(Duration.class, 200, text -> new DurationConverter().convert(text))
                .withSources(new PropertiesConfigSource(keys, "test", 100))
                .build()
                .getConfigMapping(MarketConfig.class);
    }

    private OpenIdProvider provider() {
        return new OpenIdProvider(config(Map.of()), new ObjectMapper());
    }

    private static void go(OpenIdProvider provider) {
        provider.signIn(SessionToken.draw(), SessionToken.draw(), false).await().indefinitely();
    }

    private void isUnavailable() {
        OpenIdProvider provider = provider();
        assertThatThrownBy(() -> go(provider)).isInstanceOf(ProviderUnavailable.class);
    }

    @Test
    void aProviderThatDoesNotAnswerAsOneIsUnavailable() {
        isUnavailable();
        body = "<html>";
        isUnavailable();
        body = "[]";
        isUnavailable();
        body = "{\"issuer\":\"https://another.example\"}";
        isUnavailable();
        body =
                "{\"issuer\":\"%s\",\"jwks_uri\":\"http://far.example/keys\"}"
                        .formatted("http://localhost:" + server.getAddress().getPort() + "/realm");
        isUnavailable();
        body = "{}" + " ".repeat(300_000);
        isUnavailable();
        for (int bad : new int[] {302, 404, 500}) {
            status = bad;
            isUnavailable();
        }
    }

    @Test
    void anAnswerThatTricklesIsGivenUp() {
        trickles = true;
        isUnavailable();
    }

    @Test
    void aProviderThatIsDownIsNotAskedByEverybody() {
        OpenIdProvider provider = provider();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> go(provider)).isInstanceOf(ProviderUnavailable.class);
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void nobodyDepartsWithoutEnd() {
        MarketConfig config = config(Map.of("peerwatt.accounts.failures-per-address", "1"));
        Departures departures = departures(config);
        int refusedAfter = 0;
        for (int i = 0; i < 30; i++) {
            try {
                departures.to(Errand.SIGN_IN, HERE).await().indefinitely();
            } catch (ProviderUnavailable e) {
                refusedAfter++;
            } catch (TooManyFailures e) {
                break;
            }
        }
        assertThat(refusedAfter).isEqualTo(20);
    }

    @Test
    void theCookieIsOfThisHostAloneWhereThePageIsReachedByTls() {
        Departures plain = departures(config(Map.of("peerwatt.mail.page", "http://localhost:1")));
        assertThat(plain.gone().getName()).isEqualTo("peerwatt-oidc");
        assertThat(plain.gone().isSecure()).isFalse();

        Departures tls = departures(config(Map.of("peerwatt.mail.page", "https://page.example")));
        assertThat(tls.gone().getName()).isEqualTo("__Host-peerwatt-oidc");
        assertThat(tls.gone().isSecure()).isTrue();
        assertThat(tls.gone().getPath()).isEqualTo("/");
        assertThat(tls.gone().getDomain()).isNull();
    }

    /** Nobody gets as far as the database. */
    private static Departures departures(MarketConfig config) {
        Pool unused = new Pool((io.vertx.sqlclient.Pool) null);
        return new Departures(
                new OpenIdProvider(config, new ObjectMapper()),
                new Subjects(unused),
                new FailureLimit(config),
                config);
    }
}
