package energy.peerwatt.web.rest;

import energy.peerwatt.web.balancing.AreaLimit;
import energy.peerwatt.web.balancing.LimitLedger;
import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What an area may take from the grid or give to it.
 *
 * @param source TRANSFORMER, CONTRACT or GRID_OPERATOR
 * @param scope TOTAL; L1, L2, L3: one phase; RAMP: how much it may rise or fall from one
 *     quarter-hour to the next; RESERVE: what batteries keep free to take or to give
 * @param importW most that may be taken; null for no bound
 * @param exportW most that may be given; null for no bound
 * @param floorW the least its source may ever set; holds from the expiry on
 * @param from null: from ever
 * @param until null: for ever
 * @param expiresAt null: it does not expire
 */
public record AreaLimitView(
        int areaId,
        String id,
        String source,
        String scope,
        @Nullable Integer importW,
        @Nullable Integer exportW,
        int floorW,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable Instant expiresAt) {

    /**
     * Who set or deleted a limit.
     *
     * @param content what was set, as JSON; null if it was deleted
     */
    public record ChangeView(
            String limit, @Nullable String content, String by, Instant at, String reason) {

        public static ChangeView of(LimitLedger.Change change) {
            return new ChangeView(
                    change.limit(), change.content(), change.by(), change.at(), change.reason());
        }
    }

    public static AreaLimitView of(AreaLimit limit) {
        return new AreaLimitView(
                limit.area().value(),
                limit.id(),
                limit.source().name(),
                limit.scope().name(),
                orNull(limit.bounds().importW()),
                orNull(limit.bounds().exportW()),
                limit.bounds().floorW(),
                limit.window().from().orElse(null),
                limit.window().until().orElse(null),
                limit.expiresAt().orElse(null));
    }

    private static @Nullable Integer orNull(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }
}
