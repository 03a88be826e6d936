package energy.peerwatt.web.accounts;

import java.time.Duration;

/** Passwords were wrong too often; none is looked at for a while. */
public final class TooManyFailures extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration wait;

    TooManyFailures(Duration wait) {
        // No stack trace: it is an answer, not a failure.
        super("too many failures", null, false, false);
        this.wait = wait;
    }

    /** After which it may be tried again. */
    public Duration waitFor() {
        return wait;
    }
}
