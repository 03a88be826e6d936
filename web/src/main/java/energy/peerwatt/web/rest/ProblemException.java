package energy.peerwatt.web.rest;

import java.time.Duration;
import java.util.Optional;

/** Ends a request with a problem. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient Optional<Duration> retryAfter;

    public ProblemException(Problem problem) {
        this(problem, Optional.empty());
    }

    private ProblemException(Problem problem, Optional<Duration> retryAfter) {
        // No stack trace: it is an answer, not a failure.
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    /** Too many requests; the next one may come after this time. */
    static ProblemException tooMany(String detail, Duration retryAfter) {
        return new ProblemException(
                Problem.of(429, "too-many-requests", "Too many requests", detail),
                Optional.of(retryAfter));
    }

    /** When the same may be asked again, if that is known. */
    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    public Problem problem() {
        return problem;
    }
}
