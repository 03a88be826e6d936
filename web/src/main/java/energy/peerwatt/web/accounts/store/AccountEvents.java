package energy.peerwatt.web.accounts.store;

import energy.peerwatt.web.accounts.AccountEvent;
import energy.peerwatt.web.accounts.AccountEvent.Author;
import energy.peerwatt.web.accounts.AccountEvent.Kind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;

/** What happened with accounts, for two years; what is older goes with the next entry. */
@ApplicationScoped
public class AccountEvents {

    private static final int LONGEST_DETAIL = 200;

    private static final String RECORD =
            """
            WITH old AS (DELETE FROM market.account_event WHERE at < now() - interval '730 days')
            INSERT INTO market.account_event (account_id, kind, by_login, address, detail)
            VALUES ($1, $2, $3, $4, $5)
            """;

    private static final String COLUMNS =
            "SELECT id, at, account_id, kind, by_login, address, detail FROM market.account_event";

    private final Pool pool;

    public AccountEvents(Pool pool) {
        this.pool = pool;
    }

    /** Keeps what happened with an account. */
    public Uni<Void> record(long account, Kind kind, Author by, String detail) {
        return record(pool, account, kind, by, detail);
    }

    /** As {@link #record(long, Kind, Author, String)}, in a transaction that is under way. */
    static Uni<Void> record(
            SqlClient connection, long account, Kind kind, Author by, String detail) {
        return connection
                .preparedQuery(RECORD)
                .execute(
                        Tuple.of(
                                account,
                                kind.name(),
                                by.login(),
                                by.address(),
                                detail.substring(0, Math.min(LONGEST_DETAIL, detail.length()))))
                .replaceWithVoid();
    }

    /** What happened with an account, the newest first. */
    public Uni<List<AccountEvent>> of(long account, int limit) {
        return pool.preparedQuery(COLUMNS + " WHERE account_id = $1 ORDER BY id DESC LIMIT $2")
                .execute(Tuple.of(account, limit))
                .map(AccountEvents::events);
    }

    /** What happened with all accounts, the newest first. */
    public Uni<List<AccountEvent>> all(int limit) {
        return pool.preparedQuery(COLUMNS + " ORDER BY id DESC LIMIT $1")
                .execute(Tuple.of(limit))
                .map(AccountEvents::events);
    }

    private static List<AccountEvent> events(Iterable<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).map(AccountEvents::event).toList();
    }

    private static AccountEvent event(Row row) {
        Long account = row.getLong(2);
        return new AccountEvent(
                row.getLong(0),
                row.getOffsetDateTime(1).toInstant(),
                account == null ? OptionalLong.empty() : OptionalLong.of(account),
                Kind.valueOf(row.getString(3)),
                row.getString(4),
                row.getString(5),
                row.getString(6));
    }
}
