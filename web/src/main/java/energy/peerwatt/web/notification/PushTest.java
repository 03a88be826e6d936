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
        /** Another one just went. */
        TOO_SOON,
        /** No browser of the account's that is pushed to. */
        UNKNOWN,
        NOT_TAKEN
    }

    /** Pushes a test to a browser of an account. */
    public Result send(long account, String endpoint) {
        Optional<PushTarget> target =
                subscriptions.toTest(account, endpoint).await().atMost(TIMEOUT);
        if (target.isEmpty()) {
            boolean known = subscriptions.has(account, endpoint).await().atMost(TIMEOUT);
            return known ? Result.TOO_SOON : Result.UNKNOWN;
        }
        Settings.Language language = settings.of(account).await().atMost(TIMEOUT).language();
        return carrier.test(target.get(), language) ? Result.TAKEN : Result.NOT_TAKEN;
    }
}
