package energy.peerwatt.web.ingest;

import energy.peerwatt.metering.headend.store.IntervalStage;
import energy.peerwatt.web.stage.Stage;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Has interval values computed as soon as readings make them due. */
@Singleton
public final class IntervalLoop implements Stage.Step {

    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration NEXT_LOOK = Duration.ofMillis(200);

    private final IntervalStage intervals;

    public IntervalLoop(IntervalStage intervals) {
        this.intervals = intervals;
    }

    @Override
    public Duration run() {
        int advanced = intervals.advance().await().atMost(DATABASE_TIMEOUT);
        return advanced > 0 ? Duration.ZERO : NEXT_LOOK;
    }
}
