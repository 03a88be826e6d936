package energy.peerwatt.edge.control;

import static energy.peerwatt.edge.control.DeskFixture.GATEWAY;
import static energy.peerwatt.edge.control.DeskFixture.limit;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.edge.mqtt.MqttAddress;
import energy.peerwatt.edge.mqtt.MqttSession;
import energy.peerwatt.edge.testkit.Await;
import energy.peerwatt.edge.testkit.TestBroker;
import energy.peerwatt.metering.protocol.BlockTopics;
import energy.peerwatt.metering.protocol.Ed25519SigningKey;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import energy.peerwatt.metering.protocol.SetpointReport;
import energy.peerwatt.metering.protocol.SetpointReport.Reason;
import energy.peerwatt.metering.protocol.SetpointReport.State;
import energy.peerwatt.metering.protocol.SetpointReport.StepState;
import energy.peerwatt.metering.protocol.SetpointResult;
import energy.peerwatt.metering.protocol.SetpointSigner;
import energy.peerwatt.metering.protocol.SetpointVerifier;
import energy.peerwatt.metering.protocol.SigningKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlLinkTest {

    private static final BlockTopics TOPICS = new BlockTopics(GATEWAY);

    @TempDir Path folder;

    private final SigningKey key = Ed25519SigningKey.generate(new SecureRandom());
    private final List<SetpointReport> heard = new CopyOnWriteArrayList<>();
    private final SetpointVerifier<SetpointReport> reports =
            SetpointVerifier.ofReports(
                    _ -> Optional.of(new GatewayIdentity(GATEWAY, key.verificationKey())));

    private ControlLink link(TestBroker broker, DeskFixture fixture) {
        return new ControlLink(
                new MqttAddress(broker.url(), GATEWAY + "-control", Optional.empty()),
                GATEWAY,
                new SetpointSigner(key),
                fixture.desk);
    }

    /** The market's side: hears reports, and can publish. */
    private MqttSession market(TestBroker broker) {
        MqttSession session =
                MqttSession.connect(
                        new MqttAddress(broker.url(), "market", Optional.empty()),
                        (_, payload, _) -> {
                            if (reports.verify(payload)
                                    instanceof
                                    SetpointResult.Verified<SetpointReport>(var report, _)) {
                                heard.add(report);
                            }
                        });
        session.subscribe(BlockTopics.ALL_SETPOINTS, 1);
        return session;
    }

    private boolean isHeard(State state, Reason reason) {
        return heard.stream()
                .anyMatch(report -> report.state() == state && report.reason() == reason);
    }

    private boolean isHeardApplied() {
        return heard.stream()
                .flatMap(report -> report.steps().stream())
                .anyMatch(step -> step.state() == StepState.APPLIED);
    }

    /** Sends until it is answered, as the market does: the link may not listen yet. */
    private void sendUntilAccepted(MqttSession market, byte[] plan) {
        Await.until(
                "the plan is accepted",
                () -> {
                    market.publish(TOPICS.command(), plan);
                    return isHeard(State.ACCEPTED, Reason.NONE);
                });
    }

    @Test
    void aPlanComesAndSignedReportsGo() throws Exception {
        try (TestBroker broker = TestBroker.start();
                SlaveInverter inverter = SlaveInverter.withLimit();
                DeskFixture fixture = DeskFixture.inverter(folder, inverter.unit());
                ControlLink _ = link(broker, fixture);
                MqttSession market = market(broker)) {
            sendUntilAccepted(market, fixture.market.sign(limit(1, 4_200)));

            Await.until("it is applied", this::isHeardApplied);
            assertThat(inverter.shows(123, 5)).isEqualTo(4_200);
            assertThat(heard)
                    .as("revisions grow")
                    .isSortedAccordingTo((a, b) -> Long.compare(a.revision(), b.revision()));
        }
    }

    @Test
    void withoutABrokerThePlanGoesOnUntilItExpires() throws Exception {
        try (SlaveInverter inverter = SlaveInverter.withLimit();
                DeskFixture fixture = DeskFixture.inverter(folder, inverter.unit())) {
            TestBroker broker = TestBroker.start();
            ControlLink link = link(broker, fixture);
            try (MqttSession market = market(broker)) {
                sendUntilAccepted(market, fixture.market.sign(limit(1, 4_200)));
                Await.until("it is applied", this::isHeardApplied);
            }
            broker.close();

            inverter.set(123, 9, 0);
            Await.until("it is renewed without a link", () -> inverter.shows(123, 9) == 1);
            fixture.clock.pass(Duration.ofMinutes(20));
            Await.until("it is left to itself", () -> inverter.shows(123, 9) == 0);
            link.close();
        }
    }

    @Test
    void whenTheLinkIsBackTheMarketHearsHowThingsStand() throws Exception {
        try (TestBroker broker = TestBroker.start();
                SlaveInverter inverter = SlaveInverter.withLimit();
                DeskFixture fixture = DeskFixture.inverter(folder, inverter.unit());
                ControlLink _ = link(broker, fixture)) {
            try (MqttSession market = market(broker)) {
                sendUntilAccepted(market, fixture.market.sign(limit(1, 4_200)));
                Await.until("it is applied", this::isHeardApplied);
            }
            heard.clear();
            broker.restart();
            try (MqttSession _ = market(broker)) {
                fixture.clock.pass(Duration.ofMinutes(20));

                Await.until("the end is told", () -> isHeard(State.ENDED, Reason.EXPIRED));
            }
        }
    }
}
