package energy.peerwatt.web.accounts.store;

import energy.peerwatt.web.accounts.Account;
import energy.peerwatt.web.accounts.BrowserSession;
import energy.peerwatt.web.accounts.SessionToken;
import energy.peerwatt.web.config.MarketConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Browsers that are signed in. Times are wall time, by the database's clock. */
@ApplicationScoped
public class BrowserSessions {

    private static final int LONGEST_BROWSER = 200;

    private static final String OPEN =
            """
            INSERT INTO market.account_session
                (account_id, token_sha256, created_at, last_used_at, expires_at, address, browser)
            SELECT a.id, $2::bytea, now(), now(), now() + make_interval(secs => $3),
                $4::varchar, $5::varchar
            FROM market.account a
            WHERE a.id = $1 AND ($6::varchar IS NULL OR a.password_hash = $6)
            FOR SHARE OF a
            """;

    private static final String GOOD =
            "s.expires_at > now() AND s.last_used_at > now() - make_interval(secs => $2)";

    private static final String USE =
            "SELECT s.id, s.last_used_at < now() - interval '1 minute', "
                    + Accounts.COLUMNS
                    + " FROM market.account_session s JOIN market.account a ON a.id = s.account_id"
                    + " WHERE s.token_sha256 = $1 AND "
                    + GOOD;

    private static final String LIST =
            "SELECT s.id, s.created_at, s.last_used_at, s.address, s.browser"
                    + " FROM market.account_session s WHERE s.account_id = $1 AND "
                    + GOOD
                    + " ORDER BY s.last_used_at DESC, s.id DESC";

    private final Pool pool;
    private final Duration idle;
    private final Duration longest;

    public BrowserSessions(Pool pool, MarketConfig config) {
        this.pool = pool;
        this.idle = config.accounts().sessionIdle();
        this.longest = config.accounts().sessionLongest();
    }

    /** The session that a request came with. */
    public record Used(long id, Account account) {}

    /**
     * Signs a browser in; sessions that are over go, whosever they are.
     *
     * @param passwordHash what the password was found to fit, if it was asked; whoever changes the
     *     password first lets nobody in by the one before, and whoever does it later finds the
     *     session
     * @return empty if the account has another password by now, or is no more
     */
    public Uni<Optional<SessionToken>> open(
            long account, Optional<String> passwordHash, String address, String browser) {
        SessionToken token = SessionToken.draw();
        String shortened = browser.substring(0, Math.min(LONGEST_BROWSER, browser.length()));
        return sweep().chain(() ->
                        pool.preparedQuery(OPEN)
                                .execute(
                                        Tuple.tuple()
                                                .addLong(account)
                                                .addValue(buffer(token))
                                                .addDouble(seconds(longest))
                                                .addString(address)
                                                .addString(shortened)
                                                .addString(passwordHash.orElse(null))))
                .map(rows -> rows.rowCount() == 1 ? Optional.of(token) : Optional.empty());
    }

    /** Ends the sessions that are over, and with them what was kept for their browsers. */
    public Uni<Void> sweep() {
        return pool.preparedQuery(
                        "DELETE FROM market.account_session s WHERE s.expires_at <= now()"
                                + " OR s.last_used_at <= now() - make_interval(secs => $1)")
                .execute(Tuple.of(seconds(idle)))
                .replaceWithVoid();
    }

    /** The session of a token, if it is good; notes that it is used. */
    public Uni<Optional<Used>> use(SessionToken token) {
        return pool.preparedQuery(USE)
                .execute(Tuple.of(buffer(token), seconds(idle)))
                .map(Accounts::first)
                .call(found ->
                        found.filter(row -> row.getBoolean(1))
                                .map(row -> touch(row.getLong(0)))
                                .orElseGet(() -> Uni.createFrom().voidItem()))
                .map(found -> found.map(row -> new Used(row.getLong(0), Accounts.account(row, 2))));
    }

    private Uni<Void> touch(long id) {
        return pool.preparedQuery(
                        "UPDATE market.account_session SET last_used_at = now() WHERE id = $1")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    /** The good sessions of an account, the last used first. */
    public Uni<List<BrowserSession>> of(long account) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(account, seconds(idle)))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(BrowserSessions::session)
                                .toList());
    }

    private static BrowserSession session(Row row) {
        return new BrowserSession(
                row.getLong(0),
                row.getOffsetDateTime(1).toInstant(),
                row.getOffsetDateTime(2).toInstant(),
                row.getString(3),
                row.getString(4));
    }

    /**
     * Ends a session of an account.
     *
     * @return whether there was one
     */
    public Uni<Boolean> end(long account, long session) {
        return pool.preparedQuery(
                        "DELETE FROM market.account_session WHERE account_id = $1 AND id = $2")
                .execute(Tuple.of(account, session))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Ends a session, whosever it is. */
    public Uni<Void> end(long session) {
        return pool.preparedQuery("DELETE FROM market.account_session WHERE id = $1")
                .execute(Tuple.of(session))
                .replaceWithVoid();
    }

    /** Notes that the person of a session has just signed in at the provider once more. */
    public Uni<Boolean> prove(long account, long session) {
        return pool.preparedQuery(
                        "UPDATE market.account_session SET proven_at = now()"
                                + " WHERE account_id = $1 AND id = $2")
                .execute(Tuple.of(account, session))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Uses up what {@link #prove} noted in the last five minutes; whether there was any. */
    public Uni<Boolean> useProof(long session) {
        return pool.preparedQuery(
                        "UPDATE market.account_session SET proven_at = NULL"
                                + " WHERE id = $1 AND proven_at > now() - interval '5 minutes'")
                .execute(Tuple.of(session))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Which of these sessions are good. */
    public Uni<Set<Long>> good(Set<Long> some) {
        return pool.preparedQuery(
                        "SELECT s.id FROM market.account_session s WHERE s.id = ANY($1) AND "
                                + GOOD)
                .execute(
                        Tuple.tuple()
                                .addArrayOfLong(some.toArray(Long[]::new))
                                .addDouble(seconds(idle)))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> row.getLong(0))
                                .collect(Collectors.toSet()));
    }

    /** Ends all sessions of an account but one; all of them if it is 0. */
    public Uni<Void> endOthers(long account, long session) {
        return pool.preparedQuery(
                        "DELETE FROM market.account_session WHERE account_id = $1 AND id <> $2")
                .execute(Tuple.of(account, session))
                .replaceWithVoid();
    }

    private static Buffer buffer(SessionToken token) {
        return Buffer.buffer(token.sha256());
    }

    private static double seconds(Duration duration) {
        return duration.toSeconds();
    }
}
