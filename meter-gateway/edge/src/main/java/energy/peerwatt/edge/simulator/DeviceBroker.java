package energy.peerwatt.edge.simulator;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;

/**
 * The homes' own MQTT broker, in memory, on loopback, open to everybody there.
 *
 * <p>A slow subscriber loses messages rather than filling the memory, as with a small broker in a
 * home.
 */
final class DeviceBroker implements AutoCloseable {

    private static final long MAX_MEMORY_BYTES = 16L * 1024 * 1024;
    private static final long MAX_ADDRESS_BYTES = 1024 * 1024;
    private static final int MAX_DISK_USAGE_UNLIMITED = -1;

    /** Held, because a logger without a reference forgets its level. */
    private static final Logger BROKER_LOG =
            LogContext.getLogContext().getLogger("org.apache.activemq");

    private final EmbeddedActiveMQ server;
    private final int port;

    private DeviceBroker(EmbeddedActiveMQ server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts the broker.
     *
     * @param directory never written to while messages fit in memory
     */
    @SuppressWarnings("IllegalCatch") // The broker declares Exception.
    static DeviceBroker start(int port, Path directory) {
        // At level INFO the broker audits every single message.
        BROKER_LOG.setLevel(Level.WARNING);
        EmbeddedActiveMQ server = new EmbeddedActiveMQ();
        try {
            server.setConfiguration(configuration(port, directory));
            server.start();
        } catch (Exception e) {
            throw new MarketException(
                    ErrorCode.BROKER_UNAVAILABLE, "device broker on port " + port, e);
        }
        return new DeviceBroker(server, port);
    }

    private static Configuration configuration(int port, Path directory) throws Exception {
        AddressSettings settings =
                new AddressSettings()
                        .setMaxSizeBytes(MAX_ADDRESS_BYTES)
                        .setDeadLetterAddress(SimpleString.of("undelivered"))
                        .setExpiryAddress(SimpleString.of("expired"))
                        .setAddressFullMessagePolicy(AddressFullMessagePolicy.DROP);
        return new ConfigurationImpl()
                .setName("peerwatt-simulator")
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .setMessageCounterEnabled(false)
                .setGlobalMaxSize(MAX_MEMORY_BYTES)
                .setMaxDiskUsage(MAX_DISK_USAGE_UNLIMITED)
                .setScheduledThreadPoolMaxSize(1)
                .setThreadPoolMaxSize(4)
                .setGracefulShutdownEnabled(false)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .setLargeMessagesDirectory(directory.resolve("large").toString())
                .setAddressSettings(Map.of("#", settings))
                .addAcceptorConfiguration(
                        "mqtt", "tcp://127.0.0.1:" + port + "?protocols=MQTT;remotingThreads=2");
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    @Override
    @SuppressWarnings("IllegalCatch") // The broker declares Exception.
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new MarketException(ErrorCode.BROKER_UNAVAILABLE, "device broker stop", e);
        }
    }
}
