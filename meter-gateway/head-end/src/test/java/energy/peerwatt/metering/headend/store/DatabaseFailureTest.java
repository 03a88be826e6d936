package energy.peerwatt.metering.headend.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class DatabaseFailureTest {

    @Test
    void namesAnUnreachableDatabase() {
        assertUnavailable(new ConnectException());
        assertUnavailable(new CompletionException(new ConnectException()));
        assertUnavailable(new ConnectionPoolTooBusyException("full"));
        assertUnavailable(new PgException("shutting down", "FATAL", "57P01", ""));
    }

    @Test
    void leavesABugABug() {
        Throwable bug = new PgException("no such column", "ERROR", "42703", "");

        assertThatThrownBy(() -> fail(bug)).isSameAs(bug);
    }

    @Test
    void namesADatabaseThatStopsDuringACall() {
        MeteringDatabase database = MeteringDatabase.emptied();

        assertThatThrownBy(() ->
                        DatabaseFailure.named(
                                        "test",
                                        database.pool
                                                .query(
                                                        "SELECT pg_terminate_backend("
                                                                + "pg_backend_pid())")
                                                .execute())
                                .await()
                                .atMost(MeteringDatabase.PATIENCE))
                .isInstanceOf(MarketException.class);
    }

    private static void assertUnavailable(Throwable cause) {
        assertThatThrownBy(() -> fail(cause))
                .isInstanceOfSatisfying(
                        MarketException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE));
    }

    private static void fail(Throwable cause) {
        DatabaseFailure.named("test", Uni.createFrom().failure(cause))
                .await()
                .atMost(MeteringDatabase.PATIENCE);
    }
}
