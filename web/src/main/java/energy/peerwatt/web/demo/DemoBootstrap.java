package energy.peerwatt.web.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.metering.headend.gateway.PointAssignment;
import energy.peerwatt.metering.headend.store.GatewayRegistry;
import energy.peerwatt.metering.headend.store.PointAssignments;
import energy.peerwatt.metering.headend.store.SetpointStore;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.accounts.AccountRole;
import energy.peerwatt.web.accounts.NewAccount;
import energy.peerwatt.web.accounts.Passwords;
import energy.peerwatt.web.accounts.store.Accounts;
import energy.peerwatt.web.balancing.AreaLimit;
import energy.peerwatt.web.balancing.LimitLedger;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.registry.store.Registry.Outcome;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Registers the simulated village and its gateway as an operator would register real ones. May be
 * repeated; what is registered already stays as it is.
 */
@ApplicationScoped
public class DemoBootstrap {

    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(10);
    private static final String OPERATOR = "operator";
    private static final String UTILITY = "utility";
    private static final Set<AccountRole> STAFF_ROLES =
            Set.of(AccountRole.OPERATOR, AccountRole.ADMIN);

    /** Before anything a simulated meter shows. */
    private static final Instant ALWAYS = Instant.parse("2000-01-01T00:00:00Z");

    /** Known to everybody; only with {@code peerwatt.demo.logins}. */
    private static final String DEMO_PASSWORD = "demo";

    private record Identity(String gatewayId, String keyId, String publicKey) {}

    private final Registry registry;
    private final GatewayRegistry gateways;
    private final PointAssignments assignments;
    private final SetpointStore setpoints;
    private final LimitLedger limits;
    private final Accounts accounts;
    private final Passwords passwords;
    private final ObjectMapper json;
    private final MarketClock clock;
    private final boolean logins;

    public DemoBootstrap(
            Registry registry,
            GatewayRegistry gateways,
            PointAssignments assignments,
            SetpointStore setpoints,
            LimitLedger limits,
            Accounts accounts,
            Passwords passwords,
            ObjectMapper json,
            MarketClock clock,
            MarketConfig config) {
        this.registry = registry;
        this.gateways = gateways;
        this.assignments = assignments;
        this.setpoints = setpoints;
        this.limits = limits;
        this.accounts = accounts;
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
        Village built = json.readValue(village.toFile(), Village.class);
        register(built);
        register(json.readValue(identity.toFile(), Identity.class), built);
        return true;
    }

    private void register(Village village) {
        AreaId area = new AreaId(village.area().id());
        await(registry.registerArea(village.area().toArea()));
        registerTransformer(area, village.area().transformerW());
        // One hash for all: they all have the same password, and hashing takes its time.
        String hash = passwords.hash(DEMO_PASSWORD);
        for (Village.Home home : village.homes()) {
            register(home, area, hash);
        }
        if (logins) {
            await(accounts.create(NewAccount.staff(OPERATOR, hash, STAFF_ROLES)));
            await(accounts.create(NewAccount.staff(UTILITY, hash, Set.of(AccountRole.UTILITY))));
        }
    }

    /** Once: an operator may have changed it since. */
    private void registerTransformer(AreaId area, int watts) {
        boolean isKnown = !await(limits.changes(area, 1)).isEmpty();
        if (watts > 0 && !isKnown) {
            AreaLimit.Bounds bounds =
                    new AreaLimit.Bounds(OptionalInt.of(watts), OptionalInt.of(watts), 0);
            AreaLimit rating =
                    new AreaLimit(
                            area,
                            "transformer",
                            Limit.Source.TRANSFORMER,
                            bounds,
                            AreaLimit.Window.ALWAYS,
                            Optional.empty());
            Actor actor = new Actor("demo", clock.now(), "simulated village");
            await(limits.put(rating, actor).replaceWith(true));
        }
    }

    private void register(Village.Home home, AreaId area, String hash) {
        var participant = home.toParticipant();
        Outcome outcome = await(registry.register(participant, home.toMeteringPoint(area)));
        if (outcome == Outcome.CONFLICT) {
            throw new IllegalStateException(
                    "metering point " + home.meteringPointId() + " is registered differently");
        }
        if (outcome == Outcome.CREATED && home.hasDevices()) {
            await(
                    setpoints
                            .setConsent(
                                    new MeteringPointId(home.meteringPointId()),
                                    true,
                                    "participant " + home.participantId(),
                                    clock.now())
                            .replaceWith(true));
        }
        if (logins) {
            await(
                    accounts.create(
                            NewAccount.member(
                                    home.login(), participant.name(), hash, participant.id())));
        }
    }

    private void register(Identity identity, Village village) {
        GatewayIdentity gateway = GatewayIdentity.of(identity.gatewayId(), identity.publicKey());
        Actor actor = new Actor("demo", clock.now(), "simulated village");
        await(gateways.create(gateway.gatewayId(), false, actor));
        await(gateways.registerKey(gateway, actor));
        Set<MeteringPointId> assigned =
                await(assignments.of(gateway.gatewayId())).stream()
                        .map(PointAssignment::meteringPoint)
                        .collect(Collectors.toSet());
        for (Village.Home home : village.homes()) {
            MeteringPointId point = new MeteringPointId(home.meteringPointId());
            if (!assigned.contains(point)) {
                await(assignments.assign(point, gateway.gatewayId(), ALWAYS, actor));
            }
        }
    }

    private static <T> T await(Uni<T> done) {
        return done.await().atMost(DATABASE_TIMEOUT);
    }
}
