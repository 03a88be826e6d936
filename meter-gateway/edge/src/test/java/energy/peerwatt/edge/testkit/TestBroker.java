package energy.peerwatt.edge.testkit;

import java.io.IOException;
import java.util.Map;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** A real MQTT broker in memory that can be stopped and started again on the same port. */
public final class TestBroker implements AutoCloseable {

    private final int port;
    private EmbeddedActiveMQ server;

    private TestBroker(int port) throws Exception {
        this.port = port;
        server = started(port);
    }

    public static TestBroker start() throws Exception {
        return new TestBroker(FreePort.find());
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** All connections are cut, and everything the broker had is gone. */
    public void restart() throws Exception {
        server.stop();
        server = started(port);
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static EmbeddedActiveMQ started(int port) throws Exception {
        EmbeddedActiveMQ server = new EmbeddedActiveMQ();
        server.setConfiguration(configuration(port));
        server.start();
        if (!server.getActiveMQServer().isStarted()) {
            throw new IOException("broker did not start on port " + port);
        }
        return server;
    }

    private static Configuration configuration(int port) throws Exception {
        AddressSettings settings =
                new AddressSettings()
                        .setDeadLetterAddress(SimpleString.of("undelivered"))
                        .setExpiryAddress(SimpleString.of("expired"));
        return new ConfigurationImpl()
                .setName("test")
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .setGracefulShutdownEnabled(false)
                .setMaxDiskUsage(-1)
                .setAddressSettings(Map.of("#", settings))
                .addAcceptorConfiguration("mqtt", "tcp://127.0.0.1:" + port + "?protocols=MQTT");
    }
}
