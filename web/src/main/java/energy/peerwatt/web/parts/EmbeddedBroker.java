package energy.peerwatt.web.parts;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.logging.Level;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.jboss.logging.Logger;

/** An MQTT 5 broker in this process, on loopback, with a durable journal. */
public final class EmbeddedBroker implements AutoCloseable {

    /** The market's own login. */
    public static final String MARKET_USER = "market";

    private static final Logger LOG = Logger.getLogger(EmbeddedBroker.class);

    private static final java.util.logging.Logger SESSION_LOG =
            java.util.logging.Logger.getLogger("org.apache.activemq.artemis.core.protocol.mqtt");

    private static final String DEAD_LETTERS = "dead-letters";
    private static final long MEMORY_BYTES = 16L << 20;
    private static final int JOURNAL_FILE_BYTES = 2 << 20;
    private static final int JOURNAL_BUFFER_BYTES = 256 << 10;

    private final EmbeddedActiveMQ server;
    private final int port;
    private final String marketPassword;

    private EmbeddedBroker(EmbeddedActiveMQ server, int port, String marketPassword) {
        this.server = server;
        this.port = port;
        this.marketPassword = marketPassword;
    }

    /**
     * Starts the broker.
     *
     * @param port on 127.0.0.1
     * @param gateways who may log in with a gateway's id as user
     * @throws MarketException BROKER_UNAVAILABLE if it does not start
     */
    static EmbeddedBroker start(Path directory, int port, GatewayLogins gateways) {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String marketPassword = HexFormat.of().formatHex(random);
        EmbeddedActiveMQ server = new EmbeddedActiveMQ();
        try {
            server.setConfiguration(configuration(directory, port));
            server.setSecurityManager(new BrokerAccess(marketPassword, gateways));
            server.start();
            return new EmbeddedBroker(server, port, marketPassword);
        } catch (Exception e) {
            throw new MarketException(
                    ErrorCode.BROKER_UNAVAILABLE, "embedded broker on port " + port, e);
        }
    }

    private static Configuration configuration(Path directory, int port) throws Exception {
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration
                .setName("market")
                .setPersistenceEnabled(true)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setLargeMessagesDirectory(directory.resolve("large").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .setJournalType(JournalType.NIO)
                .setJournalFileSize(JOURNAL_FILE_BYTES)
                .setJournalMinFiles(2)
                .setJournalPoolFiles(4)
                .setJournalBufferSize_NIO(JOURNAL_BUFFER_BYTES)
                .setJournalDatasync(true)
                .setJMXManagementEnabled(false)
                .setMessageCounterEnabled(false)
                .setGlobalMaxSize(MEMORY_BYTES)
                .setScheduledThreadPoolMaxSize(2)
                .setThreadPoolMaxSize(8)
                .setMaxDiskUsage(-1)
                .setCriticalAnalyzer(false)
                .setSecurityEnabled(true)
                // A password that was right a moment ago may not be so any more.
                .setAuthenticationCacheSize(0)
                .addAcceptorConfiguration("mqtt", acceptor(port));
        configuration.addAddressSetting("#", addressSettings());
        configuration.addAddressConfiguration(deadLetters());
        return configuration;
    }

    private static String acceptor(int port) {
        return "tcp://127.0.0.1:" + port + "?protocols=MQTT;useEpoll=false;remotingThreads=2";
    }

    private static AddressSettings addressSettings() {
        return new AddressSettings()
                .setDeadLetterAddress(SimpleString.of(DEAD_LETTERS))
                .setExpiryAddress(SimpleString.of(DEAD_LETTERS))
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setPageSizeBytes(1 << 20)
                .setAutoDeleteAddresses(true)
                .setAutoDeleteQueues(true);
    }

    /** Nothing should ever get here; a small ring, so that it cannot fill the disk. */
    private static CoreAddressConfiguration deadLetters() {
        return new CoreAddressConfiguration()
                .setName(DEAD_LETTERS)
                .addRoutingType(RoutingType.ANYCAST)
                .addQueueConfig(
                        QueueConfiguration.of(DEAD_LETTERS)
                                .setRoutingType(RoutingType.ANYCAST)
                                .setRingSize(1000L));
    }

    /** Where the market's own clients log in. */
    public BrokerLogin login() {
        return new BrokerLogin("tcp://127.0.0.1:" + port, MARKET_USER, marketPassword);
    }

    /** Ends the sessions of a gateway; it may log in again if it still may. */
    void disconnect(String gatewayId) {
        try {
            server.getActiveMQServer()
                    .getActiveMQServerControl()
                    .closeConnectionsForUser(gatewayId);
        } catch (Exception e) {
            throw new MarketException(
                    ErrorCode.BROKER_UNAVAILABLE, "disconnect gateway " + gatewayId, e);
        }
    }

    public boolean isActive() {
        return server.getActiveMQServer().isActive();
    }

    /** Stops the broker; the market's own clients stop before. */
    @Override
    public void close() {
        try {
            // Stopping fails the sessions of gateways that are connected, which is no news.
            SESSION_LOG.setLevel(Level.OFF);
            server.stop();
        } catch (Exception e) {
            LOG.warn("the embedded broker did not stop in order", e);
        }
    }
}
