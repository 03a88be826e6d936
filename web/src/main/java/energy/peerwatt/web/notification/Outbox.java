package energy.peerwatt.web.notification;

import energy.peerwatt.web.notification.Settings.Language;
import energy.peerwatt.web.notification.Settings.Quiet;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent. Whoever takes something to send it has it for a growing while, after which it
 * is due again unless it was noted as sent: sent at least once, whichever process dies.
 */
@ApplicationScoped
class Outbox {

    /** Of one target in one message. */
    private static final int MOST_TOGETHER = 20;

    /** The last of them is about two days after the first. */
    private static final int MOST_ATTEMPTS = 15;

    private static final String TARGETS =
            """
            SELECT s.account_id, s.subscription_id, s.urgent, a.email, p.endpoint, p.p256dh, p.auth,
                t.language, t.quiet_from, t.quiet_until, t.account_id IS NOT NULL,
                coalesce((SELECT r.time_zone FROM market.household_member h
                        JOIN market.metering_point m ON m.participant_id = h.participant_id
                        JOIN market.area r ON r.id = m.area_id
                        WHERE h.account_id = s.account_id ORDER BY m.id LIMIT 1),
                    (SELECT time_zone FROM market.area ORDER BY id LIMIT 1), 'UTC'),
                ARRAY(SELECT DISTINCT o.sent_at FROM market.notification_sending o
                    WHERE o.account_id = s.account_id AND NOT o.urgent AND o.sent_at > $1
                        AND o.subscription_id IS NOT DISTINCT FROM s.subscription_id)
            FROM (SELECT DISTINCT account_id, subscription_id, urgent
                    FROM market.notification_sending
                    WHERE sent_at IS NULL AND due_at <= now()) s
                JOIN market.account a ON a.id = s.account_id
                LEFT JOIN market.push_subscription p ON p.id = s.subscription_id
                LEFT JOIN market.notification_setting t ON t.account_id = s.account_id
            """;

    private static final String TAKE =
            """
            WITH taken AS (
                UPDATE market.notification_sending SET attempts = attempts + 1,
                    due_at = now() + interval '30 seconds' * least(power(2, attempts), 720)
                WHERE id IN (SELECT id FROM market.notification_sending
                    WHERE account_id = $1 AND subscription_id IS NOT DISTINCT FROM $2
                        AND urgent = $3 AND sent_at IS NULL AND due_at <= now()
                    ORDER BY id LIMIT $4 FOR UPDATE SKIP LOCKED)
                RETURNING id, notification_id)
            SELECT t.id, %s JOIN taken t ON t.notification_id = n.id ORDER BY n.id
            """
                    .formatted(NotificationStore.COLUMNS);

    private static final String SENT =
            "UPDATE market.notification_sending SET sent_at = $2 WHERE id = ANY($1)";

    private static final String GIVE_UP =
            """
            DELETE FROM market.notification_sending s USING market.notification n
            WHERE n.id = s.notification_id AND s.sent_at IS NULL AND (s.attempts >= %d
                OR n.at < CASE WHEN s.channel = 'PUSH' THEN $1::timestamptz ELSE $2::timestamptz END)
            """
                    .formatted(MOST_ATTEMPTS);

    private final Pool pool;

    Outbox(Pool pool) {
        this.pool = pool;
    }

    /**
     * Where something is to go.
     *
     * @param push the browser; a mail without
     * @param email a confirmed address, if there still is one
     * @param urgent whether it goes whatever the pace
     * @param sent when what was not urgent went there, market time
     */
    record Target(
            long account,
            Optional<PushTarget> push,
            Optional<String> email,
            boolean urgent,
            Manner manner,
            List<Instant> sent) {

        Pace pace() {
            return push.isPresent() ? Pace.PUSH : Pace.MAIL;
        }

        /** Whether it may be sent now. */
        boolean isOpen(Instant now) {
            return urgent || pace().allows(now, manner.zone(), manner.quiet(), sent);
        }
    }

    /** How somebody is written to. */
    record Manner(Language language, ZoneId zone, Optional<Quiet> quiet) {}

    /** What was taken to be sent. */
    record Taken(long sending, Notification notification) {}

    /** Where something is due. */
    Uni<List<Target>> targets(Instant now) {
        return pool.preparedQuery(TARGETS)
                .execute(Tuple.of(time(now.minus(Pace.MAIL.per()))))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(Outbox::target)
                                .toList());
    }

    private static Target target(Row row) {
        Long subscription = row.getLong(1);
        Optional<PushTarget> push =
                subscription == null
                        ? Optional.empty()
                        : Optional.of(
                                new PushTarget(
                                        subscription,
                                        row.getString(4),
                                        row.getString(5),
                                        row.getString(6)));
        OffsetDateTime[] sent = (OffsetDateTime[]) row.getValue(12);
        return new Target(
                row.getLong(0),
                push,
                Optional.ofNullable(row.getString(3)),
                row.getBoolean(2),
                manner(row),
                Arrays.stream(sent).map(OffsetDateTime::toInstant).toList());
    }

    private static Manner manner(Row row) {
        ZoneId zone = ZoneId.of(row.getString(11));
        return row.getBoolean(10)
                ? new Manner(
                        SettingsStore.language(row.getString(7)),
                        zone,
                        SettingsStore.quiet(row.getLocalTime(8), row.getLocalTime(9)))
                : new Manner(Settings.USUAL.language(), zone, Settings.USUAL.quiet());
    }

    /** Takes what is due there; nothing if another process was quicker. */
    Uni<List<Taken>> take(Target target) {
        @Nullable Long subscription = target.push().map(PushTarget::id).orElse(null);
        return pool.preparedQuery(TAKE)
                .execute(Tuple.of(target.account(), subscription, target.urgent(), MOST_TOGETHER))
                .map(Outbox::taken);
    }

    private static List<Taken> taken(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Taken(row.getLong(0), NotificationStore.notification(row, 1)))
                .toList();
    }

    /** Notes that these went, as one message. */
    Uni<Void> sent(List<Taken> taken, Instant now) {
        Long[] ids = taken.stream().map(Taken::sending).toArray(Long[]::new);
        return pool.preparedQuery(SENT)
                .execute(Tuple.tuple().addArrayOfLong(ids).addOffsetDateTime(time(now)))
                .replaceWithVoid();
    }

    /** Sends no more what is too old or failed too often; it stays in the app. */
    Uni<Void> giveUp(Instant now) {
        return pool.preparedQuery(GIVE_UP)
                .execute(
                        Tuple.of(
                                time(now.minus(Pace.PUSH.keptFor())),
                                time(now.minus(Pace.MAIL.keptFor()))))
                .replaceWithVoid();
    }

    /** Forgets notifications of before. */
    Uni<Void> forget(Instant before) {
        return pool.preparedQuery("DELETE FROM market.notification WHERE at < $1")
                .execute(Tuple.of(time(before)))
                .replaceWithVoid();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
