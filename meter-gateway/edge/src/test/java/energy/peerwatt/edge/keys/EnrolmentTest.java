package energy.peerwatt.edge.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.EnrolmentCode;
import energy.peerwatt.metering.protocol.EnrolmentRequest;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import energy.peerwatt.metering.protocol.KeyRotation;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway's side of enrolment and rotation, with a market that answers as told. */
class EnrolmentTest {

    private static final Instant UNTIL = Instant.parse("2026-06-25T12:00:00Z");

    private final EnrolmentCode code = EnrolmentCode.generate("gw-1", new SecureRandom());
    private final List<byte[]> requests = new CopyOnWriteArrayList<>();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private HttpServer market;

    @TempDir Path folder;

    @BeforeEach
    void startMarket() throws IOException {
        market = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        market.createContext("/api/v1", this::answer);
        market.start();
    }

    @AfterEach
    void stopMarket() {
        market.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request =
                new JsonMapper().readTree(exchange.getRequestBody()).path("request").asText();
        requests.add(Base64.getDecoder().decode(request));
        paths.add(exchange.getRequestURI().getPath());
        byte[] answer = "{\"detail\":\"because\"}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Test
    void provesItsKeyAndKeepsItsBrokerPassword() throws IOException {
        GatewayIdentity identity = enrolment().enrol(code);

        EnrolmentRequest request = EnrolmentRequest.verify(requests.getFirst()).orElseThrow();
        BrokerLogin login = BrokerLogin.load(folder).orElseThrow();
        assertThat(paths).containsExactly("/api/v1/gateway-enrolments");
        assertThat(request.identity()).isEqualTo(identity);
        assertThat(request.token()).isEqualTo(code.token());
        assertThat(request.brokerPasswordHash()).isEqualTo(login.password().hash());
        assertThat(login.gatewayId()).isEqualTo("gw-1");
        assertThat(folder.resolve("identity.json")).content().contains(identity.keyId());
        for (String secret : List.of("broker-login", "signing-key")) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(folder.resolve(secret))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void asksTheSameAgainAfterAnInterruption() {
        status = 503;
        assertRefused(() -> enrolment().enrol(code));
        status = 200;

        enrolment().enrol(code);

        assertThat(requests.get(1)).isEqualTo(requests.get(0));
    }

    @Test
    void saysWhatTheMarketSays() {
        status = 403;

        assertRefused(() -> enrolment().enrol(code));
        market.stop(0);
        assertThatThrownBy(() -> enrolment().enrol(code))
                .isInstanceOfSatisfying(
                        MarketException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.MARKET_UNAVAILABLE));
    }

    private static void assertRefused(Runnable asking) {
        assertThatThrownBy(asking::run).hasMessage("key-not-trusted: because");
    }

    @Test
    void introducesTheNextKeyWithThePresentOne() {
        GatewayIdentity old = enrolment().enrol(code);
        status = 503;
        assertThatThrownBy(() -> enrolment().rotate("gw-1", Optional.empty(), UNTIL))
                .isInstanceOf(MarketException.class);
        assertThat(keys().open().verificationKey()).isEqualTo(old.publicKey());
        status = 200;

        GatewayIdentity next = enrolment().rotate("gw-1", Optional.empty(), UNTIL);

        assertThat(requests.get(2)).as("the same next key").isEqualTo(requests.get(1));
        assertThat(paths).last().isEqualTo("/api/v1/gateway-key-rotations");
        assertThat(KeyRotation.verify(requests.get(2), old)).contains(new KeyRotation(next, UNTIL));
        assertThat(keys().open().verificationKey()).isEqualTo(next.publicKey());
        assertThat(folder.resolve("signing-key.next")).doesNotExist();
    }

    @Test
    void sendsItsCodeOnlyEncryptedOrToThisMachine() {
        for (String address :
                List.of("http://market.example", "ftp://localhost", "localhost:1", "/x")) {
            assertThatIllegalArgumentException()
                    .as(address)
                    .isThrownBy(() -> new Enrolment(folder, keys(), URI.create(address)));
        }
        assertThat(new Enrolment(folder, keys(), URI.create("https://market.example"))).isNotNull();
    }

    @Test
    void aSettingThatIsMissingIsNamed() {
        assertThatThrownBy(() -> keys("source", "pkcs12", "alias", "a").open())
                .hasMessageContaining("peerwatt.key.store");
        assertThatThrownBy(() -> keys("source", "pkcs11", "alias", "a").open())
                .hasMessageContaining("peerwatt.key.library");
        assertThatThrownBy(() -> keys("source", "pkcs12", "store", "s").open())
                .hasMessageContaining("peerwatt.key.alias");
        assertThatThrownBy(() -> keys("source", "pkcs12", "store", "s", "alias", "a").open())
                .hasMessageContaining("peerwatt.key.password");
    }

    private Enrolment enrolment() {
        URI address = URI.create("http://127.0.0.1:" + market.getAddress().getPort());
        return new Enrolment(folder, keys(), address);
    }

    private GatewayKeys keys(String... settings) {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            properties.put("peerwatt.key." + settings[i], settings[i + 1]);
        }
        KeyConfig config =
                new SmallRyeConfigBuilder()
                        .withMapping(KeyConfig.class)
                        .withSources(new PropertiesConfigSource(properties, "test", 100))
                        .build()
                        .getConfigMapping(KeyConfig.class);
        return new GatewayKeys(config, folder);
    }
}
