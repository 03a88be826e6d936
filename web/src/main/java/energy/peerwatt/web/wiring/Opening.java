package energy.peerwatt.web.wiring;

import energy.peerwatt.web.accounts.AccountRole;
import energy.peerwatt.web.accounts.NewAccount;
import energy.peerwatt.web.accounts.Passwords;
import energy.peerwatt.web.accounts.store.Accounts;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.demo.DemoBootstrap;
import energy.peerwatt.web.stage.Stage;
import energy.peerwatt.web.status.StatusBoard;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Opens the market: waits for the demo's homes if it is a demo, tells the engine the areas' rules,
 * then says {@code market ready}, and goes on to tell the engine of fees that change. All of it may
 * be repeated. Run by one {@link Stage}.
 */
@Singleton
public final class Opening implements Stage.Step {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(300);
    private static final Duration NEXT_RULES = Duration.ofSeconds(2);
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(10);

    private final MarketConfig config;
    private final DemoBootstrap demo;
    private final Accounts accounts;
    private final Passwords passwords;
    private final EngineRules rules;
    private final StatusBoard status;

    public Opening(
            MarketConfig config,
            DemoBootstrap demo,
            Accounts accounts,
            Passwords passwords,
            EngineRules rules,
            StatusBoard status) {
        this.config = config;
        this.demo = demo;
        this.accounts = accounts;
        this.passwords = passwords;
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
        config.operator().password().ifPresent(this::registerOperator);
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

    private void registerOperator(String password) {
        NewAccount operator =
                NewAccount.staff(
                        "operator",
                        passwords.hash(password),
                        Set.of(AccountRole.OPERATOR, AccountRole.ADMIN));
        accounts.put(operator).await().atMost(DATABASE_TIMEOUT);
    }

    /** The line that whoever started this process waits for. */
    @SuppressWarnings("SystemOut")
    private static void sayReady() {
        System.out.println("market ready");
    }
}
