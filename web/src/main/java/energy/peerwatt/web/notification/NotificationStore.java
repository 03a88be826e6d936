package energy.peerwatt.web.notification;

import energy.peerwatt.time.MarketClock;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** What people were told, and what of it they have read. */
@ApplicationScoped
public class NotificationStore {

    static final String COLUMNS =
            "n.id, n.kind, n.participant_id, n.details, n.at, n.read_at FROM market.notification n";

    private static final String PAGE =
            "SELECT "
                    + COLUMNS
                    + " WHERE n.account_id = $1 AND n.listed AND n.id < $2"
                    + " ORDER BY n.id DESC LIMIT $3";

    private static final String UNREAD =
            """
            SELECT count(*), (SELECT language FROM market.notification_setting WHERE account_id = $1)
            FROM market.notification WHERE account_id = $1 AND listed AND read_at IS NULL
            """;

    private static final String READ =
            """
            UPDATE market.notification SET read_at = $3
            WHERE account_id = $1 AND id = $2 AND listed AND read_at IS NULL
            """;

    private static final String IS_LISTED =
            "SELECT FROM market.notification WHERE account_id = $1 AND id = $2 AND listed";

    private static final String READ_UP_TO =
            """
            UPDATE market.notification SET read_at = $3
            WHERE account_id = $1 AND id <= $2 AND listed AND read_at IS NULL
            """;

    private final Pool pool;
    private final MarketClock clock;

    public NotificationStore(Pool pool, MarketClock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /**
     * What somebody has not read.
     *
     * @param language what mails and pushes speak, if that was said
     */
    public record Unread(long count, Optional<String> language) {}

    /** What an account was told before one of them, the newest first. */
    public Uni<List<Notification>> page(long account, long before, int limit) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.of(account, before, limit))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> notification(row, 0))
                                .toList());
    }

    public Uni<Unread> unread(long account) {
        return pool.preparedQuery(UNREAD)
                .execute(Tuple.of(account))
                .map(rows -> rows.iterator().next())
                .map(row -> new Unread(row.getLong(0), Optional.ofNullable(row.getString(1))));
    }

    /** Notes that one was read, and stays read; false if the account was told no such thing. */
    public Uni<Boolean> read(long account, long id) {
        return pool.preparedQuery(READ)
                .execute(Tuple.of(account, id, now()))
                .chain(() -> pool.preparedQuery(IS_LISTED).execute(Tuple.of(account, id)))
                .map(rows -> rows.size() == 1);
    }

    /** Notes that all up to one were read: what came since was not seen. */
    public Uni<Void> readUpTo(long account, long id) {
        return pool.preparedQuery(READ_UP_TO)
                .execute(Tuple.of(account, id, now()))
                .replaceWithVoid();
    }

    private OffsetDateTime now() {
        return clock.now().atOffset(ZoneOffset.UTC);
    }

    /** Reads {@link #COLUMNS} that begin at a position. */
    static Notification notification(Row row, int at) {
        Long home = row.getLong(at + 2);
        OffsetDateTime read = row.getOffsetDateTime(at + 5);
        return new Notification(
                row.getLong(at),
                NotificationKind.valueOf(row.getString(at + 1)),
                home == null ? OptionalLong.empty() : OptionalLong.of(home),
                details(row.getJsonObject(at + 3)),
                row.getOffsetDateTime(at + 4).toInstant(),
                Optional.ofNullable(read).map(OffsetDateTime::toInstant));
    }

    private static Map<String, String> details(JsonObject json) {
        Map<String, String> found = new TreeMap<>();
        json.forEach(one -> {
            if (one.getValue() != null) {
                found.put(one.getKey(), one.getValue().toString());
            }
        });
        return found;
    }
}
