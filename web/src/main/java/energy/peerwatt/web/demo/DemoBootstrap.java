package energy.peerwatt.web.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import energy.peerwatt.market.AreaId;
import energy.peerwatt.metering.headend.store.HeadEnd;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.accounts.Passwords;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.registry.Login;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.registry.store.Registry.Outcome;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Registers the simulated village and its gateway as an operator would register real ones. May be
 * repeated; what is registered already stays as it is.
 */
@ApplicationScoped
public class DemoBootstrap {

    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(10);
    private static final String OPERATOR = "operator";

    /** Known to everybody; only with {@code peerwatt.demo.logins}. */
    private static final String DEMO_PASSWORD = "demo";

    private record Identity(String gatewayId, String keyId, String publicKey) {}

    private final Registry registry;
    private final HeadEnd headEnd;
    private final Passwords passwords;
    private final ObjectMapper json;
    private final MarketClock clock;
    private final boolean logins;

    public DemoBootstrap(
            Registry registry,
            HeadEnd headEnd,
            Passwords passwords,
            ObjectMapper json,
            MarketClock clock,
            MarketConfig config) {
        this.registry = registry;
        this.headEnd = headEnd;
        this.passwords = passwords;
        this.json = json;
        this.clock = clock;
        this.logins = config.demo().logins();
    }

    /**
     * Registers what simulator and gateway have written.
     *
     * @param home of the demo
     * @return false, and nothing was done, while one of them has not written its file yet
     */
    public boolean register(Path home) throws IOException {
        Path village = home.resolve("simulator/village.json");
        Path identity = home.resolve("gateway/identity.json");
        if (!Files.exists(village) || !Files.exists(identity)) {
            return false;
        }
        register(json.readValue(village.toFile(), Village.class));
        register(json.readValue(identity.toFile(), Identity.class));
        return true;
    }

    private void register(Village village) {
        AreaId area = new AreaId(village.area().id());
        await(registry.registerArea(village.area().toArea()));
        // One hash for all: they all have the same password, and hashing takes its time.
        String hash = passwords.hash(DEMO_PASSWORD);
        for (Village.Home home : village.homes()) {
            register(home, area, hash);
        }
        if (logins) {
            await(registry.registerLogin(new Login(OPERATOR, hash, Optional.empty())));
        }
    }

    private void register(Village.Home home, AreaId area, String hash) {
        var participant = home.toParticipant();
        var outcome = registry.register(participant, home.toMeteringPoint(area));
        if (outcome.await().atMost(DATABASE_TIMEOUT) == Outcome.CONFLICT) {
            throw new IllegalStateException(
                    "metering point " + home.meteringPointId() + " is registered differently");
        }
        if (logins) {
            await(
                    registry.registerLogin(
                            new Login(home.login(), hash, Optional.of(participant.id()))));
        }
    }

    private void register(Identity identity) {
        GatewayIdentity gateway = GatewayIdentity.of(identity.gatewayId(), identity.publicKey());
        await(headEnd.register(gateway, clock.now()));
    }

    private static void await(Uni<Void> done) {
        done.await().atMost(DATABASE_TIMEOUT);
    }
}
