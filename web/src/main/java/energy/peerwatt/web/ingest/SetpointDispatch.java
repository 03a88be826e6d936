package energy.peerwatt.web.ingest;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.headend.setpoint.SetpointCommand;
import energy.peerwatt.metering.headend.store.SetpointStore;
import energy.peerwatt.metering.protocol.BlockTopics;
import energy.peerwatt.metering.protocol.SetpointReport;
import energy.peerwatt.metering.protocol.SetpointResult;
import energy.peerwatt.metering.protocol.SetpointSigner;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.parts.BrokerLogin;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.stage.Stage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
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
    private static final int RECEIVE_MAXIMUM = 32;
    private static final int COMMANDS_AT_ONCE = 100;
    private static final long BROKER_TIMEOUT_MILLIS = 5_000;
    private static final Duration STORE_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration NEXT_LOOK = Duration.ofMillis(500);

    /** Wall time after which an unanswered command is sent again. */
    private static final Duration RESEND = Duration.ofSeconds(5);

    private final Parts parts;
    private final Path directory;
    private final SetpointStore store;
    private final MarketClock clock;
    private final BlockingQueue<byte[]> reports = new ArrayBlockingQueue<>(2 * RECEIVE_MAXIMUM);
    private @Nullable MqttAsyncClient client;
    private @Nullable SetpointSigner signer;

    public SetpointDispatch(
            Parts parts, MarketConfig config, SetpointStore store, MarketClock clock) {
        this.parts = parts;
        this.directory = config.dataDir();
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Duration run() throws InterruptedException {
        try {
            if (client == null || !client.isConnected()) {
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
        BrokerLogin login = parts.brokerLogin();
        String clientId = "market-setpoints-" + UUID.randomUUID();
        MqttAsyncClient fresh = new MqttAsyncClient(login.url(), clientId, new MemoryPersistence());
        client = fresh;
        fresh.setCallback(new Arrivals());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(login.user());
        options.setPassword(login.password().getBytes(StandardCharsets.UTF_8));
        options.setCleanStart(true);
        options.setReceiveMaximum(RECEIVE_MAXIMUM);
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout(5);
        options.setKeepAliveInterval(15);
        fresh.connect(options).waitForCompletion(BROKER_TIMEOUT_MILLIS);
        fresh.subscribe(SHARED_REPORTS, 1).waitForCompletion(BROKER_TIMEOUT_MILLIS);
    }

    private void sendDue() throws MqttException {
        Instant now = clock.now();
        await(store.expire(now));
        Instant before = now.minus(RESEND.multipliedBy(clock.speed()));
        for (SetpointCommand command : await(store.due(now, before, COMMANDS_AT_ONCE))) {
            BlockTopics topics = new BlockTopics(command.plan().target().gatewayId());
            MqttAsyncClient open = client;
            if (open == null) {
                return;
            }
            open.publish(topics.command(), signer().sign(command.plan()), 1, false)
                    .waitForCompletion(BROKER_TIMEOUT_MILLIS);
            await(store.sent(command.id(), clock.now()));
        }
    }

    private void take(byte[] report) {
        switch (await(store.report(report, clock.now()))) {
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
        MqttAsyncClient open = client;
        client = null;
        if (open == null) {
            return;
        }
        try {
            if (open.isConnected()) {
                open.disconnectForcibly(0, 500, true);
            }
            open.close(true);
        } catch (MqttException e) {
            LOG.debugf(e, "the broker connection did not close in order");
        }
    }

    /** Called on the MQTT client's thread. */
    private final class Arrivals implements MqttCallback {

        @Override
        public void messageArrived(String topic, MqttMessage message) throws InterruptedException {
            // Waiting here stops the broker from sending more than can be taken.
            reports.put(message.getPayload());
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            LOG.debugf("disconnected from the broker: %s", response);
        }

        @Override
        public void mqttErrorOccurred(MqttException failure) {
            LOG.debugf(failure, "broker connection");
        }

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String url) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }
}
