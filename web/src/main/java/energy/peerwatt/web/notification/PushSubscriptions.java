package energy.peerwatt.web.notification;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Browsers that are pushed to. One that signs out, or is signed out, is not any more. */
@ApplicationScoped
public class PushSubscriptions {

    /** Of one account; the oldest go first. */
    static final int MOST = 10;

    /** A browser belongs to who subscribed last with it. */
    private static final String PUT =
            """
            INSERT INTO market.push_subscription (account_id, session_id, endpoint, p256dh, auth)
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT (endpoint) DO UPDATE
            SET account_id = $1, session_id = $2, p256dh = $4, auth = $5
            """;

    /** What is under way to who had the browser before is none of the new one's business. */
    private static final String CLEAR =
            """
            DELETE FROM market.push_subscription WHERE endpoint = $1 AND account_id <> $2
            """;

    private static final String PRUNE =
            """
            DELETE FROM market.push_subscription WHERE account_id = $1 AND id NOT IN (
                SELECT id FROM market.push_subscription WHERE account_id = $1
                ORDER BY id DESC LIMIT $2)
            """;

    /** Ten seconds between tests: nobody makes the market send as it likes. */
    private static final String TEST =
            """
            UPDATE market.push_subscription SET tested_at = now()
            WHERE account_id = $1 AND endpoint = $2
                AND (tested_at IS NULL OR tested_at < now() - interval '10 seconds')
            RETURNING id, endpoint, p256dh, auth
            """;

    private static final String HAS =
            "SELECT FROM market.push_subscription WHERE account_id = $1 AND endpoint = $2";

    private final Pool pool;

    public PushSubscriptions(Pool pool) {
        this.pool = pool;
    }

    /**
     * Keeps a browser, which may be there already.
     *
     * @param session that it ends with
     * @param target its id does not matter
     */
    public Uni<Void> put(long account, long session, PushTarget target) {
        return pool.withTransaction(connection ->
                connection
                        .preparedQuery(CLEAR)
                        .execute(Tuple.of(target.endpoint(), account))
                        .chain(() ->
                                connection
                                        .preparedQuery(PUT)
                                        .execute(
                                                Tuple.of(
                                                        account,
                                                        session,
                                                        target.endpoint(),
                                                        target.p256dh(),
                                                        target.auth())))
                        .chain(() ->
                                connection.preparedQuery(PRUNE).execute(Tuple.of(account, MOST)))
                        .replaceWithVoid());
    }

    /** Whether a browser of an account is there. */
    public Uni<Boolean> has(long account, String endpoint) {
        return pool.preparedQuery(HAS)
                .execute(Tuple.of(account, endpoint))
                .map(rows -> rows.size() == 1);
    }

    /** Forgets a browser of an account, if it is there. */
    public Uni<Void> remove(long account, String endpoint) {
        return pool.preparedQuery(
                        "DELETE FROM market.push_subscription"
                                + " WHERE account_id = $1 AND endpoint = $2")
                .execute(Tuple.of(account, endpoint))
                .replaceWithVoid();
    }

    /** Forgets one that its push service does not know any more. */
    Uni<Void> remove(long id) {
        return pool.preparedQuery("DELETE FROM market.push_subscription WHERE id = $1")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    /** The browser, if it is the account's and was not just tested. */
    public Uni<Optional<PushTarget>> toTest(long account, String endpoint) {
        return pool.preparedQuery(TEST)
                .execute(Tuple.of(account, endpoint))
                .map(rows -> {
                    if (rows.size() == 0) {
                        return Optional.empty();
                    }
                    Row row = rows.iterator().next();
                    return Optional.of(
                            new PushTarget(
                                    row.getLong(0),
                                    row.getString(1),
                                    row.getString(2),
                                    row.getString(3)));
                });
    }
}
