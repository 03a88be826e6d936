package energy.peerwatt.web.wiring;

import energy.peerwatt.web.accounts.ConfiguredLogin;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.demo.DemoBootstrap;
import energy.peerwatt.web.stage.Stage;
import energy.peerwatt.web.status.StatusBoard;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Opens the market: waits for the demo's homes if it is a demo, tells the engine the areas' rules,
 * then says {@code market ready}, and goes on to tell the engine of fees that change. All of it may
 * be repeated. Run by one {@link Stage}.
 */
@Singleton
public final class Opening implements Stage.Step {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(300);
    private static final Duration NEXT_RULES = Duration.ofSeconds(2);

    private final MarketConfig config;
    private final DemoBootstrap demo;
    private final ConfiguredLogin operator;
    private final EngineRules rules;
    private final StatusBoard status;

    public Opening(
            MarketConfig config,
            DemoBootstrap demo,
            ConfiguredLogin operator,
            EngineRules rules,
            StatusBoard status) {
        this.config = config;
        this.demo = demo;
        this.operator = operator;
        this.rules = rules;
        this.status = status;
    }

    @Override
    public Duration run() throws Exception {
        if (status.isReady()) {
            rules.advance();
            return NEXT_RULES;
        }
        if (!registerDemo() || !rules.advance()) {
            return LOOK_AGAIN;
        }
        config.operator().password().ifPresent(password -> operator.set("operator", password));
        // The counts are there before anybody asks for them.
        status.run();
        status.becomeReady();
        sayReady();
        return NEXT_RULES;
    }

    private boolean registerDemo() throws IOException {
        Optional<Path> home = config.demo().dir();
        return home.isEmpty() || demo.register(home.get());
    }

    /** The line that whoever started this process waits for. */
    @SuppressWarnings("SystemOut")
    private static void sayReady() {
        System.out.println("market ready");
    }
}
