package energy.peerwatt.web.view;

import energy.peerwatt.metering.headend.store.FindingStore.Recorded;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something odd in interval values.
 *
 * @param interval start of the one where it ends
 * @param withdrawnAt when an operator said that nothing was wrong; null while it stands
 */
public record FindingView(
        String meteringPointId,
        Instant interval,
        String channel,
        String check,
        String severity,
        String detail,
        Instant foundAt,
        @Nullable Instant withdrawnAt) {

    public static FindingView of(Recorded recorded) {
        return new FindingView(
                recorded.finding().meteringPoint().value(),
                recorded.finding().start(),
                recorded.finding().channel().name(),
                recorded.finding().check().name(),
                recorded.finding().severity().name(),
                recorded.finding().detail(),
                recorded.foundAt(),
                recorded.withdrawnAt().orElse(null));
    }
}
