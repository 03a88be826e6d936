package energy.peerwatt.web.ingest;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.headend.setpoint.SetpointCommand;
import energy.peerwatt.metering.headend.store.SetpointReports;
import energy.peerwatt.metering.headend.store.SetpointStore;
import energy.peerwatt.metering.protocol.BlockTopics;
import energy.peerwatt.metering.protocol.SetpointReport;
import energy.peerwatt.metering.protocol.SetpointResult;
import energy.peerwatt.metering.protocol.SetpointSigner;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.stage.Stage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Signs setpoint commands and sends each until its gateway has answered or it expires; takes the
 * gateways' reports. Several processes may do so at once: a command that comes twice has its effect
 * once.
 */
@Singleton
public final class SetpointDispatch implements Stage.Step, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(SetpointDispatch.class);

    private static final String SHARED_REPORTS = "$share/setpoints/" + BlockTopics.ALL_SETPOINTS;
    private static final int COMMANDS_AT_ONCE = 100;
    private static final Duration STORE_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration NEXT_LOOK = Duration.ofMillis(500);

    /** Wall time after which an unanswered command is sent again. */
    private static final Duration RESEND = Duration.ofSeconds(5);

    private final Parts parts;

    /** This process's own at the broker. */
    private final String clientId = "market-setpoints-" + UUID.randomUUID();

    private final Path directory;
    private final SetpointStore store;
    private final SetpointReports answers;
    private final MarketClock clock;
    private final BlockingQueue<byte[]> reports =
            new ArrayBlockingQueue<>(2 * BrokerSession.RECEIVE_MAXIMUM);
    private @Nullable BrokerSession session;
    private @Nullable SetpointSigner signer;

    public SetpointDispatch(
            Parts parts,
            MarketConfig config,
            SetpointStore store,
            SetpointReports answers,
            MarketClock clock) {
        this.parts = parts;
        this.directory = config.dataDir();
        this.store = store;
        this.answers = answers;
        this.clock = clock;
    }

    @Override
    public Duration run() throws InterruptedException {
        try {
            if (session == null || !session.isConnected()) {
                close();
                connect();
                signer(); // gateways are given its public half before the first command
            }
            sendDue();
            byte[] report = reports.poll(NEXT_LOOK.toMillis(), TimeUnit.MILLISECONDS);
            while (report != null) {
                take(report);
                report = reports.poll();
            }
            return Duration.ZERO;
        } catch (MqttException e) {
            throw new MarketException(
                    ErrorCode.BROKER_UNAVAILABLE, parts.brokerLogin().toString(), e);
        }
    }

    private void connect() throws MqttException {
        // Waiting for room stops the broker from sending more than can be taken.
        BrokerSession fresh =
                BrokerSession.connect(
                        parts.brokerLogin(),
                        clientId,
                        (_, message) -> reports.put(message.getPayload()));
        session = fresh;
        fresh.subscribe(SHARED_REPORTS, 1);
    }

    private void sendDue() throws MqttException {
        Instant now = clock.now();
        await(store.expire(now));
        Instant before = now.minus(RESEND.multipliedBy(clock.speed()));
        for (SetpointCommand command : await(store.due(now, before, COMMANDS_AT_ONCE))) {
            BlockTopics topics = new BlockTopics(command.plan().target().gatewayId());
            BrokerSession open = session;
            if (open == null) {
                return;
            }
            open.publishAndWait(topics.command(), signer().sign(command.plan()));
            await(store.sent(command.id(), clock.now()));
        }
    }

    private void take(byte[] report) {
        switch (await(answers.accept(report, clock.now()))) {
            case SetpointResult.Verified<SetpointReport>(SetpointReport content, _) ->
                    LOG.infof(
                            "setpoint plan %d for %s: %s, %s",
                            content.plan(), content.target(), content.state(), content.reason());
            case SetpointResult.Refused<SetpointReport>(var reason, String detail) ->
                    LOG.warnf("a setpoint report was refused: %s, %s", reason, detail);
        }
    }

    /** Made when first needed: a process of another role has no such key. */
    private SetpointSigner signer() {
        SetpointSigner made = signer;
        if (made == null) {
            made = new SetpointSigner(ControlKey.loadOrCreate(directory));
            signer = made;
        }
        return made;
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(STORE_TIMEOUT);
    }

    @Override
    public void close() {
        BrokerSession open = session;
        session = null;
        if (open != null) {
            open.close();
        }
    }
}
