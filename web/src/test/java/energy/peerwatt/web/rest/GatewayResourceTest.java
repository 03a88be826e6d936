package energy.peerwatt.web.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import energy.peerwatt.metering.protocol.BlockTopics;
import energy.peerwatt.metering.protocol.BrokerPassword;
import energy.peerwatt.metering.protocol.Ed25519SigningKey;
import energy.peerwatt.metering.protocol.EnrolmentCode;
import energy.peerwatt.metering.protocol.EnrolmentRequest;
import energy.peerwatt.metering.protocol.KeyRotation;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator's and a gateway's way through enrolment, rotation and revocation. */
@QuarkusTest
class GatewayResourceTest extends MarketTest {

    private static final String GATEWAYS = "/api/v1/gateways";
    private static final long BROKER_MILLIS = 5_000;
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final SecureRandom random = new SecureRandom();
    private final Ed25519SigningKey key = Ed25519SigningKey.generate(random);
    private final BrokerPassword password = BrokerPassword.generate(random);
    private final String gateway = "gw-rest-" + NUMBERS.incrementAndGet();

    @ConfigProperty(name = "peerwatt.mqtt.port")
    int brokerPort;

    @Test
    void aGatewayEnrolsItsKeyAndLogsInWithItsOwnPassword() throws MqttException {
        create();
        assertThatThrownBy(() -> connect(password.reveal())).isInstanceOf(MqttException.class);
        byte[] request = EnrolmentRequest.sign(code(), key, password);

        enrol(request)
                .statusCode(200)
                .body("gatewayId", equalTo(gateway))
                .body("keyId", isKey(key));
        enrol(request).statusCode(200).body("keyId", isKey(key));

        MqttClient client = connect(password.reveal());
        assertThat(client.isConnected()).isTrue();
        client.disconnectForcibly();
        assertThatThrownBy(() -> connect("another")).isInstanceOf(MqttException.class);
        get("/keys")
                .body("id", contains(key.verificationKey().id()))
                .body("algorithm", contains("ED25519"))
                .body("[0].revokedAt", nullValue());
        get("/events")
                .body("kind", contains("KEY_ENROLLED", "CODE_ISSUED", "CREATED"))
                .body("actor", contains("gateway", "operator", "operator"));
    }

    @Test
    void ofTwoRequestsWithOneCodeAtOnceExactlyOneWins() {
        create();
        EnrolmentCode code = code();

        List<Integer> answers =
                IntStream.range(0, 2)
                        .mapToObj(_ -> Ed25519SigningKey.generate(random))
                        .map(rival -> EnrolmentRequest.sign(code, rival, password))
                        .parallel()
                        .map(request -> enrol(request).extract().statusCode())
                        .toList();

        assertThat(answers).containsExactlyInAnyOrder(200, 403);
        get("/keys").body("", hasSize(1));
    }

    @Test
    void refusesForgedRequestsAndWrongCodesWithTheReason() {
        create();
        EnrolmentCode wrong = EnrolmentCode.generate(gateway, random);
        byte[] forged = EnrolmentRequest.sign(code(), key, password);
        forged[forged.length - 1] ^= 1;

        enrol(EnrolmentRequest.sign(wrong, key, password))
                .statusCode(403)
                .body("type", equalTo("urn:peerwatt:error:key-not-trusted"))
                .body("reason", equalTo("wrong-code"));
        enrol(forged).statusCode(403).body("reason", equalTo("not-proven"));
        given().contentType(ContentType.JSON)
                .body("{\"request\":\"no base64!\"}")
                .post("/api/v1/gateway-enrolments")
                .then()
                .statusCode(400)
                .body("field", equalTo("request"));
        get("/keys").body("", hasSize(0));
    }

    @Test
    void aKeyIsRotatedAndThenRevoked() throws MqttException {
        create();
        enrol(EnrolmentRequest.sign(code(), key, password)).statusCode(200);
        MqttClient session = connect(password.reveal());
        Ed25519SigningKey next = Ed25519SigningKey.generate(random);
        var until = Street.OPENS.plus(Duration.ofDays(7));
        byte[] rotation = KeyRotation.sign(gateway, key, next, until);

        post("/api/v1/gateway-key-rotations", rotation).statusCode(200).body("keyId", isKey(next));
        get("/keys")
                .body("[0].validUntil", equalTo(until.toString()))
                .body("[1].introducedBy", isKey(key));
        String revocation = "/keys/" + key.verificationKey().id() + "/revocation";
        asOperator()
                .body(Map.of("reason", "box stolen", "compromisedSince", "2026-06-18T06:00:00Z"))
                .post(GATEWAYS + "/" + gateway + revocation)
                .then()
                .statusCode(200)
                .body("keyIds", hasSize(2));

        get("/keys").body("[0].revokedBecause", equalTo("box stolen"));
        Await.until("disconnected", () -> !session.isConnected());
        assertThatThrownBy(() -> connect(password.reveal())).isInstanceOf(MqttException.class);
        Ed25519SigningKey third = Ed25519SigningKey.generate(random);
        post("/api/v1/gateway-key-rotations", KeyRotation.sign(gateway, next, third, until))
                .statusCode(403)
                .body("reason", equalTo("revoked-key"));
    }

    @Test
    void anOperatorRegistersAKeyAndAssignsMeteringPoints() {
        create();
        asOperator()
                .body(Map.of("publicKey", key.verificationKey().toBase64(), "reason", "on site"))
                .post(path("/keys"))
                .then()
                .statusCode(200)
                .body("keyId", isKey(key));
        String point = "AT-REST-" + gateway;
        asOperator()
                .body(Map.of("from", "2026-06-18T08:00:00Z", "reason", "new house"))
                .put(path("/metering-points/" + point))
                .then()
                .statusCode(200)
                .body("meteringPointId", contains(point))
                .body("[0].to", nullValue());
        asOperator()
                .body(Map.of("at", "2026-06-19T08:00:00Z", "reason", "moved"))
                .post(path("/metering-points/" + point + "/end"))
                .then()
                .statusCode(200)
                .body("[0].to", equalTo("2026-06-19T08:00:00Z"));
        asOperator()
                .body(Map.of("at", "2026-06-20T08:00:00Z", "reason", "moved"))
                .post(path("/metering-points/" + point + "/end"))
                .then()
                .statusCode(400)
                .body("field", equalTo("at"));
        get("/metering-points").body("", hasSize(1));
    }

    @Test
    void aPositionMovesForwardOnly() {
        create();
        Map<String, Object> body = Map.of("epoch", 5, "sequence", 500, "reason", "restored backup");

        asOperator()
                .body(body)
                .post(path("/position"))
                .then()
                .statusCode(200)
                .body("epoch", equalTo(5))
                .body("sequence", equalTo(500))
                .body("gap", nullValue());
        asOperator()
                .body(body)
                .post(path("/position"))
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:peerwatt:error:position-backward"));
        get("/events?limit=1").body("[0].detail", equalTo("from 0/0 to 5/500: restored backup"));
    }

    @Test
    void listsGatewaysToOperatorsOnly() {
        asOperator().get(GATEWAYS).then().statusCode(200).body("id", hasItem(Street.GATEWAY));
        as(Street.SELLER).get(GATEWAYS).then().statusCode(403);
        given().get(GATEWAYS).then().statusCode(401);
        as(Street.SELLER).body(Map.of("id", "gw-mine")).post(GATEWAYS).then().statusCode(403);
        given().contentType(ContentType.JSON)
                .body(Map.of("validHours", 1))
                .post(GATEWAYS + "/" + Street.GATEWAY + "/enrolment-codes")
                .then()
                .statusCode(401);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"id\":\"gw 1\"}', '', 400",
        "'{\"validHours\":0}', /gw-test/enrolment-codes, 400",
        "'{\"validHours\":169}', /gw-test/enrolment-codes, 400",
        "'{\"validHours\":1}', /gw-none/enrolment-codes, 404",
        "'{\"publicKey\":\"AAAA\",\"reason\":\"x\"}', /gw-test/keys, 400",
        "'{\"publicKey\":\"AAAA\",\"reason\":\"x\"}', /gw-none/keys, 404",
        "'{\"publicKey\":\"AAAA\",\"reason\":\" \"}', /gw-test/keys, 400",
        "'{\"reason\":\"x\"}', /gw-test/keys/0011223344556677/revocation, 404",
        "'{}', /gw-test/keys/0011223344556677/revocation, 400",
        "'{\"epoch\":0,\"sequence\":1,\"reason\":\"x\"}', /gw-test/position, 400",
        "'{\"epoch\":9,\"sequence\":1,\"reason\":\"x\"}', /gw-none/position, 404",
        "'{\"id\":\"gw-test\"}', '', 409",
    })
    void refusesWhatIsWrong(String body, String path, int status) {
        asOperator()
                .body(body)
                .post(GATEWAYS + path)
                .then()
                .statusCode(status)
                .contentType("application/problem+json");
    }

    /** What a gateway must not do at the broker, tried on the real one. */
    @Test
    void aGatewayReachesNoTopicsButItsOwn() throws MqttException {
        create();
        enrol(EnrolmentRequest.sign(code(), key, password)).statusCode(200);
        BlockTopics own = new BlockTopics(gateway);
        BlockTopics others = new BlockTopics(Street.GATEWAY);

        assertThat(isRefused(client -> client.subscribe(own.ack(), 1))).isFalse();
        assertThat(isRefused(client -> client.publish(own.live(), message()))).isFalse();
        for (String topic :
                List.of(
                        "#",
                        "peerwatt/v1/+/up/block",
                        "peerwatt/v1/+/down/ack",
                        "peerwatt/v1/+/down/#",
                        "$share/x/peerwatt/v1/+/up/block",
                        own.block(),
                        others.ack(),
                        others.block())) {
            assertThat(isRefused(client -> client.subscribe(topic, 1))).as(topic).isTrue();
        }
        for (String topic : List.of(own.ack(), others.ack(), others.block(), others.live())) {
            assertThat(isRefused(client -> client.publish(topic, message()))).as(topic).isTrue();
        }
    }

    private static MqttMessage message() {
        MqttMessage message = new MqttMessage("{}".getBytes(StandardCharsets.UTF_8));
        message.setQos(1);
        return message;
    }

    private interface Request {
        IMqttToken of(MqttAsyncClient client) throws MqttException;
    }

    /** Brokers refuse by a reason code or by hanging up. */
    private boolean isRefused(Request request) throws MqttException {
        MqttAsyncClient client =
                new MqttAsyncClient(
                        broker(),
                        gateway + "-" + NUMBERS.incrementAndGet(),
                        new MemoryPersistence());
        client.connect(options(gateway, password.reveal())).waitForCompletion(BROKER_MILLIS);
        try {
            IMqttToken token = request.of(client);
            token.waitForCompletion(BROKER_MILLIS);
            int[] codes = token.getReasonCodes();
            return codes != null && IntStream.of(codes).anyMatch(code -> code >= 0x80);
        } catch (MqttException e) {
            return true;
        } finally {
            client.disconnectForcibly(0, 100, false);
            client.close(true);
        }
    }

    private MqttClient connect(String secret) throws MqttException {
        MqttClient client =
                new MqttClient(
                        broker(),
                        gateway + "-" + NUMBERS.incrementAndGet(),
                        new MemoryPersistence());
        client.setTimeToWait(BROKER_MILLIS);
        client.connect(options(gateway, secret));
        return client;
    }

    private static MqttConnectionOptions options(String user, String secret) {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(user);
        options.setPassword(secret.getBytes(StandardCharsets.UTF_8));
        options.setAutomaticReconnect(false);
        return options;
    }

    private String broker() {
        return "tcp://127.0.0.1:" + brokerPort;
    }

    private void create() {
        asOperator()
                .body(Map.of("id", gateway))
                .post(GATEWAYS)
                .then()
                .statusCode(201)
                .body("allPoints", equalTo(false));
    }

    private EnrolmentCode code() {
        String code =
                asOperator()
                        .body("{}")
                        .post(path("/enrolment-codes"))
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("code");
        return EnrolmentCode.parse(code).orElseThrow();
    }

    private static ValidatableResponse enrol(byte[] request) {
        return post("/api/v1/gateway-enrolments", request);
    }

    /** Nobody is logged in. */
    private static ValidatableResponse post(String path, byte[] request) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("request", Base64.getEncoder().encodeToString(request)))
                .post(path)
                .then();
    }

    private ValidatableResponse get(String path) {
        return asOperator().get(path(path)).then().statusCode(200);
    }

    private String path(String path) {
        return GATEWAYS + "/" + gateway + path;
    }

    private static org.hamcrest.Matcher<String> isKey(Ed25519SigningKey key) {
        return equalTo(key.verificationKey().id());
    }
}
