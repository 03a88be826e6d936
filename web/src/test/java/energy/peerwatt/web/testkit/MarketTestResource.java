package energy.peerwatt.web.testkit;

import energy.peerwatt.web.parts.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * A whole market on a database of its own: real broker, engine and chain, a street of three homes
 * and a gateway key, registered the way the demo registers them. Reads need a login.
 */
public final class MarketTestResource implements QuarkusTestResourceLifecycleManager {

    private final TestDirectory directory = new TestDirectory("market");
    private final Mailbox mailbox = new Mailbox();
    private final SignInProvider provider = new SignInProvider();
    private EmbeddedDatabase database;

    @Override
    public Map<String, String> start() {
        Path home = directory.path();
        database = EmbeddedDatabase.start(home.resolve("market/postgres"));
        Street.write(home);
        Map<String, String> config = new HashMap<>();
        config.put("quarkus.datasource.jdbc.url", database.jdbcUrl());
        config.put("quarkus.datasource.reactive.url", database.reactiveUrl());
        config.put("quarkus.datasource.username", "postgres");
        config.put("quarkus.datasource.password", "trusted");
        config.put("peerwatt.data-dir", home.resolve("market").toString());
        config.put("peerwatt.mqtt.port", Integer.toString(freePort()));
        config.put("peerwatt.mqtt.gateway-password", Street.GATEWAY_PASSWORD);
        config.put("peerwatt.chain.anvil", Anvil.path().toString());
        // A vote takes weeks, and the tests' rules change at once; see RulesBindingTest.
        config.put("peerwatt.chain.rules-by-vote", "false");
        config.put("peerwatt.clock.market-start", Street.OPENS.toString());
        config.put(
                "peerwatt.clock.wall-start",
                InstantSource.system().instant().truncatedTo(ChronoUnit.MILLIS).toString());
        config.put("peerwatt.strategy.enabled", "false");
        config.put("peerwatt.strategy.intervals-ahead", "4");
        config.put("peerwatt.balancing.planning-time", "1s");
        config.put("peerwatt.metering.estimate-after", "0s");
        config.put("peerwatt.metering.check-after", "0s");
        config.put("peerwatt.metering.resettle-after", "0s");
        // All tests fail from one address.
        config.put("peerwatt.accounts.failures-per-address", "10000");
        config.put("peerwatt.demo.dir", home.toString());
        config.put("peerwatt.demo.logins", "true");
        config.put("peerwatt.mail.from", "market@example.org");
        config.put("quarkus.mailer.mock", "false");
        config.put("quarkus.mailer.host", "127.0.0.1");
        config.put("quarkus.mailer.port", Integer.toString(mailbox.port()));
        config.put("quarkus.mailer.start-tls", "DISABLED");
        config.put("peerwatt.push.allow-loopback", "true");
        config.put("peerwatt.oidc.issuer", provider.issuer());
        config.put("peerwatt.oidc.client-id", SignInProvider.CLIENT);
        config.put("peerwatt.oidc.client-secret", SignInProvider.SECRET);
        config.put("peerwatt.oidc.name", SignInProvider.NAME);
        config.put("peerwatt.oidc.roles.grid-operator", "OPERATOR");
        config.put("peerwatt.oidc.roles.billing", "UTILITY");
        return config;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (database != null) {
            database.close();
        }
        mailbox.close();
        provider.close();
        directory.close();
    }

    /** Files the simulator and the gateway would write. */
    static void write(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
