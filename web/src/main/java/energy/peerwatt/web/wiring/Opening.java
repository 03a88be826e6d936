package energy.peerwatt.web.wiring;

import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.matching.cluster.EngineReply;
import energy.peerwatt.web.accounts.Passwords;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.demo.DemoBootstrap;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.Login;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.stage.Stage;
import energy.peerwatt.web.status.StatusBoard;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens the market: waits for the demo's homes if it is a demo, tells the engine the areas' rules,
 * then says {@code market ready}. All of it may be repeated. Run by one {@link Stage}.
 */
@Singleton
public final class Opening implements Stage.Step {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(300);
    private static final Duration NOTHING_MORE = Duration.ofHours(1);
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ENGINE_TIMEOUT = Duration.ofSeconds(15);

    private final MarketConfig config;
    private final DemoBootstrap demo;
    private final Registry registry;
    private final Passwords passwords;
    private final Parts parts;
    private final StatusBoard status;

    public Opening(
            MarketConfig config,
            DemoBootstrap demo,
            Registry registry,
            Passwords passwords,
            Parts parts,
            StatusBoard status) {
        this.config = config;
        this.demo = demo;
        this.registry = registry;
        this.passwords = passwords;
        this.parts = parts;
        this.status = status;
    }

    @Override
    public Duration run() throws Exception {
        if (status.isReady()) {
            return NOTHING_MORE;
        }
        if (!registerDemo() || !configureAreas()) {
            return LOOK_AGAIN;
        }
        config.operator().password().ifPresent(this::registerOperator);
        // The counts are there before anybody asks for them.
        status.run();
        status.becomeReady();
        sayReady();
        return NOTHING_MORE;
    }

    private boolean registerDemo() throws IOException {
        Optional<Path> home = config.demo().dir();
        return home.isEmpty() || demo.register(home.get());
    }

    /** False while the engine does not answer. */
    private boolean configureAreas()
            throws InterruptedException, ExecutionException, TimeoutException {
        for (Area area : registry.areas().await().atMost(DATABASE_TIMEOUT)) {
            EngineReply reply =
                    parts.engine()
                            .client()
                            .send(new ConfigureArea(area.rules()))
                            .toCompletableFuture()
                            .get(ENGINE_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            switch (reply) {
                case EngineReply.Done _ -> {}
                case EngineReply.Unknown _ -> {
                    return false;
                }
                case EngineReply.Refused _, EngineReply.Answered _ ->
                        throw new IllegalStateException("rules of " + area.name() + ": " + reply);
            }
        }
        return true;
    }

    private void registerOperator(String password) {
        Login operator = new Login("operator", passwords.hash(password), Optional.empty());
        registry.replaceLogin(operator).await().atMost(DATABASE_TIMEOUT);
    }

    /** The line that whoever started this process waits for. */
    @SuppressWarnings("SystemOut")
    private static void sayReady() {
        System.out.println("market ready");
    }
}
