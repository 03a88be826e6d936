package energy.peerwatt.web.notification;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** Shows somebody that pushes arrive. Safe for use by several threads; blocks. */
@ApplicationScoped
public class PushTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final PushSubscriptions subscriptions;
    private final SettingsStore settings;
    private final Carrier carrier;

    public PushTest(PushSubscriptions subscriptions, SettingsStore settings, Carrier carrier) {
        this.subscriptions = subscriptions;
        this.settings = settings;
        this.carrier = carrier;
    }

    /** What became of it. */
    public enum Result {
        TAKEN,
        /** Another one just went, or the browser is not the account's. */
        TOO_SOON,
        NOT_TAKEN
    }

    /** Pushes a test to a browser of an account. */
    public Result send(long account, String endpoint) {
        Optional<PushTarget> target =
                subscriptions.toTest(account, endpoint).await().atMost(TIMEOUT);
        if (target.isEmpty()) {
            return Result.TOO_SOON;
        }
        Settings.Language language = settings.of(account).await().atMost(TIMEOUT).language();
        return carrier.test(target.get(), language) ? Result.TAKEN : Result.NOT_TAKEN;
    }
}
