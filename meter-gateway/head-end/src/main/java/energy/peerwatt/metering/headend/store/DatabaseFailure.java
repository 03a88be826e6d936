package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Tells an unreachable database from a bug. */
final class DatabaseFailure {

    private DatabaseFailure() {}

    /** The same, but failing with {@link ErrorCode#DATABASE_UNAVAILABLE} if that is the cause. */
    static <T> Uni<T> named(String context, Uni<T> uni) {
        return uni.onFailure(DatabaseFailure::isUnavailable)
                .transform(cause ->
                        new MarketException(ErrorCode.DATABASE_UNAVAILABLE, context, cause));
    }

    /**
     * Whether the same may well succeed later: no database, a deadlock, a lock that was not free.
     */
    static boolean isPassing(Throwable failure) {
        return isUnavailable(failure) || hasState(failure, "(40|55).*");
    }

    private static boolean hasState(@Nullable Throwable failure, String states) {
        return switch (failure) {
            case null -> false;
            case PgException refused when refused.getSqlState() != null ->
                    refused.getSqlState().matches(states);
            default -> hasState(failure.getCause(), states);
        };
    }

    private static boolean isUnavailable(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> false;
            case IOException _, ClosedConnectionException _, ConnectionPoolTooBusyException _ ->
                    true;
            // Connection exception, insufficient resources, operator intervention.
            case PgException refused when refused.getSqlState() != null ->
                    refused.getSqlState().matches("(08|53|57).*");
            default -> isUnavailable(failure.getCause());
        };
    }
}
