package energy.peerwatt.web.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.metering.headend.store.PointAssignments;
import energy.peerwatt.metering.protocol.BlockTopics;
import energy.peerwatt.metering.protocol.SetpointPlan;
import energy.peerwatt.metering.protocol.SetpointReport;
import energy.peerwatt.metering.protocol.SetpointReport.Reason;
import energy.peerwatt.metering.protocol.SetpointReport.State;
import energy.peerwatt.metering.protocol.SetpointReport.StepResult;
import energy.peerwatt.metering.protocol.SetpointReport.StepState;
import energy.peerwatt.metering.protocol.SetpointResult;
import energy.peerwatt.metering.protocol.SetpointVerifier;
import energy.peerwatt.metering.protocol.VerificationKey;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * From an operator's order to the gateway's answer, by the real broker; the gateway is the test.
 */
@QuarkusTest
class SetpointResourceTest extends MarketTest {

    private static final String SETPOINTS = "/api/v1/setpoints";
    private static final Street.Home HOME = Street.UNMETERED;
    private static final String CONSENT =
            "/api/v1/metering-points/" + HOME.meteringPoint() + "/control-consent";
    private static final BlockTopics TOPICS = new BlockTopics(Street.GATEWAY);

    private static final String ORDER =
            """
            {"meteringPoint":"AT-TEST-0003","device":"BATTERY","expiresAt":"2026-06-18T20:00:00Z",
             "keepChargePermille":200,"steps":[
              {"from":"2026-06-18T07:00:00Z","until":"2026-06-18T19:00:00Z",
               "kind":"CHARGE","watts":2500}]}
            """;

    @Inject PointAssignments assignments;

    @ConfigProperty(name = "peerwatt.mqtt.port")
    int mqttPort;

    @ConfigProperty(name = "peerwatt.data-dir")
    Path dataDir;

    @BeforeEach
    void theGatewayReportsThePoint() {
        assignments
                .assign(
                        new MeteringPointId(HOME.meteringPoint()),
                        Street.GATEWAY,
                        Street.OPENS.minusSeconds(60),
                        new Actor("operator", Street.OPENS, ""))
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    private static void consent(boolean granted) {
        as(HOME).body("{\"granted\":" + granted + "}")
                .put(CONSENT)
                .then()
                .statusCode(200)
                .body("granted", equalTo(granted));
    }

    private static long order(String body) {
        return asOperator()
                .body(body)
                .post(SETPOINTS)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    /** A gateway that hears what it is told. */
    private MqttClient gateway(BlockingQueue<byte[]> heard) throws MqttException {
        MqttClient client =
                new MqttClient(
                        "tcp://127.0.0.1:" + mqttPort,
                        Street.GATEWAY + "-control",
                        new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(Street.GATEWAY);
        options.setPassword(Street.GATEWAY_PASSWORD.getBytes(StandardCharsets.UTF_8));
        client.connect(options);
        client.subscribe(
                new MqttSubscription[] {new MqttSubscription(TOPICS.command(), 1)},
                new IMqttMessageListener[] {(_, message) -> heard.add(message.getPayload())});
        return client;
    }

    private SetpointPlan plan(byte[] signed) throws Exception {
        String key = Files.readString(dataDir.resolve("control-key.pub")).strip();
        SetpointVerifier<SetpointPlan> verifier =
                SetpointVerifier.ofPlans(
                        List.of(VerificationKey.parse(Base64.getDecoder().decode(key))));
        SetpointResult<SetpointPlan> result = verifier.verify(signed);
        assertThat(result).isInstanceOf(SetpointResult.Verified.class);
        return ((SetpointResult.Verified<SetpointPlan>) result).content();
    }

    /** The plan with this command's number; others may still be on their way. */
    private SetpointPlan awaitPlan(BlockingQueue<byte[]> heard, long sequence) throws Exception {
        while (true) {
            byte[] signed = heard.poll(20, TimeUnit.SECONDS);
            assertThat(signed).as("plan " + sequence).isNotNull();
            SetpointPlan plan = plan(signed);
            if (plan.sequence() == sequence) {
                return plan;
            }
        }
    }

    private static long sequence(long id) {
        return asOperator().get(SETPOINTS + "/" + id).jsonPath().getLong("sequence");
    }

    private static String state(long id) {
        return asOperator().get(SETPOINTS + "/" + id).jsonPath().getString("state");
    }

    @Test
    void anOrderReachesTheGatewaySignedAndItsAnswerIsSeen() throws Exception {
        BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
        consent(true);
        long id = order(ORDER);
        MqttClient gateway = gateway(heard);
        try {
            SetpointPlan plan = awaitPlan(heard, sequence(id));
            assertThat(plan.target().gatewayId()).isEqualTo(Street.GATEWAY);
            assertThat(plan.steps().getFirst().watts()).isEqualTo(2_500);
            assertThat(plan.floor().chargePermille()).isEqualTo(200);

            SetpointReport report =
                    new SetpointReport(
                            plan.target(),
                            plan.sequence(),
                            1,
                            plan.issuedAt(),
                            State.ACCEPTED,
                            Reason.NONE,
                            List.of(
                                    new StepResult(
                                            0,
                                            plan.issuedAt(),
                                            StepState.CLAMPED,
                                            Reason.NAMEPLATE,
                                            OptionalLong.of(2_000))));
            gateway.publish(TOPICS.setpoint(), Street.setpointSigner().sign(report), 1, false);

            Await.until("the answer is known", () -> state(id).equals("ACCEPTED"));
            as(HOME).get(SETPOINTS + "/" + id)
                    .then()
                    .statusCode(200)
                    .body("reason", nullValue())
                    .body("steps[0].state", equalTo("CLAMPED"))
                    .body("steps[0].reason", equalTo("NAMEPLATE"))
                    .body("steps[0].appliedWatts", equalTo(2_000));

            long revocation =
                    asOperator()
                            .delete(SETPOINTS + "/" + id)
                            .then()
                            .statusCode(201)
                            .body("steps.size()", equalTo(0))
                            .extract()
                            .jsonPath()
                            .getLong("sequence");
            assertThat(awaitPlan(heard, revocation).isRevocation()).isTrue();
        } finally {
            gateway.disconnect();
            gateway.close();
            consent(false);
        }
    }

    @Test
    void aNewerOrderReplacesOneThatNobodyAnswered() {
        consent(true);
        long older = order(ORDER);
        long newer = order(ORDER);

        assertThat(state(older)).isEqualTo("SUPERSEDED");
        as(HOME).get(SETPOINTS + "?meteringPoint=" + HOME.meteringPoint() + "&limit=1")
                .then()
                .statusCode(200)
                .body("id[0]", equalTo((int) newer))
                .body("issuedBy[0]", equalTo("operator"));
        consent(false);
    }

    @Test
    void withoutConsentNothingIsOrdered() {
        consent(false);

        asOperator()
                .body(ORDER)
                .post(SETPOINTS)
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:peerwatt:error:control-not-allowed"));
        as(HOME).get(CONSENT).then().statusCode(200).body("granted", equalTo(false));
    }

    @Test
    void onlyTheMemberGrantsControl() {
        String grant = "{\"granted\":true}";

        asOperator().body(grant).put(CONSENT).then().statusCode(403);
        as(Street.BUYER).body(grant).put(CONSENT).then().statusCode(403);
        given().contentType(ContentType.JSON).body(grant).put(CONSENT).then().statusCode(401);
        as(HOME).body("{}").put(CONSENT).then().statusCode(400);
    }

    @Test
    void membersOrderNothingAndSeeTheirOwnAlone() {
        consent(true);
        long id = order(ORDER);

        as(HOME).body(ORDER).post(SETPOINTS).then().statusCode(403);
        as(HOME).delete(SETPOINTS + "/" + id).then().statusCode(403);
        as(Street.BUYER).get(SETPOINTS + "/" + id).then().statusCode(403);
        as(Street.BUYER)
                .get(SETPOINTS + "?meteringPoint=" + HOME.meteringPoint())
                .then()
                .statusCode(403);
        given().get(SETPOINTS + "/" + id).then().statusCode(401);
        asOperator().get(SETPOINTS + "/999999").then().statusCode(404);
        asOperator().get(SETPOINTS + "/x").then().statusCode(404);
        consent(false);
    }

    @ParameterizedTest
    @CsvSource({
        "AT-TEST-0003, AT-TEST-0009, meteringPoint",
        "AT-TEST-0003, with space, meteringPoint",
        "2026-06-18T20:00:00Z, 2026-06-18T06:00:00Z, expiresAt",
        "2026-06-18T20:00:00Z, 2026-06-28T06:00:00Z, expiresAt",
        "2026-06-18T20:00:00Z, soon, expiresAt",
        "2026-06-18T20:00:00Z, 2026-06-18T18:00:00Z, steps",
        "2026-06-18T19:00:00Z, 2026-06-18T07:00:00.5Z, steps[0].until",
        "2026-06-18T19:00:00Z, 2026-06-18T07:00:00Z, steps[0]",
        "BATTERY, INVERTER, steps",
    })
    void namesTheFieldThatIsWrong(String right, String wrong, String field) {
        asOperator()
                .body(ORDER.replace(right, wrong))
                .post(SETPOINTS)
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:peerwatt:error:invalid-input"))
                .body("field", equalTo(field));
    }
}
