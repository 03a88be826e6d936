package energy.peerwatt.web.notification;

import energy.peerwatt.web.config.MarketConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Makes notifications of what the market has recorded. Each kind reads the ledger that has its
 * facts, over the last days each time: what was noticed before is a conflict and nothing, so a look
 * may be repeated, or miss the one before it. Notification and sendings are one statement. What is
 * older than three days is not looked at, what is older than one is listed but not sent.
 *
 * <p>A source answers with account, fact, home, market time and the values of the text. What
 * accounts did is recorded by wall time, which is told by its age.
 */
@ApplicationScoped
public class Facts {

    /** A consent is about to end. */
    private static final Duration BEFORE_END = Duration.ofDays(3);

    /** Silence in real time by which an accelerated market knows a meter to be silent. */
    private static final Duration SILENT_WALL = Duration.ofSeconds(15);

    private static final String AT =
            "to_char(%s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')";

    /** What the inverter says does not speak for the meter. */
    private static final String HEARD =
            """
            (SELECT metering_point, max(last_at) AS last FROM metering.register
                WHERE channel <> 'GENERATION' GROUP BY 1)
            """;

    /**
     * Silence that was told and not ended holds up the next; $2 is when the market began to listen.
     */
    private static final String METER_SILENT =
            """
            SELECT m.account_id, p.id || ' ' || %1$s AS fact, p.participant_id,
                greatest(h.last, $2::timestamptz) + $3::bigint * interval '1 second' AS at,
                jsonb_build_object('point', p.id, 'since', %1$s) AS details
            FROM market.metering_point p
                JOIN %2$s h ON h.metering_point = p.id
                JOIN market.household_member m ON m.participant_id = p.participant_id
            WHERE NOT EXISTS (SELECT FROM market.notification s
                WHERE s.account_id = m.account_id AND s.kind = 'METER_SILENT'
                    AND s.details->>'point' = p.id AND NOT EXISTS (
                        SELECT FROM market.notification e WHERE e.account_id = s.account_id
                            AND e.kind = 'METER_HEARD' AND e.fact = s.fact))
            """
                    .formatted(AT.formatted("h.last"), HEARD);

    private static final String METER_HEARD =
            """
            SELECT s.account_id, s.fact, s.participant_id, $1::timestamptz AS at,
                jsonb_build_object('point', s.details->>'point') AS details
            FROM market.notification s JOIN %s h ON h.metering_point = s.details->>'point'
            WHERE s.kind = 'METER_SILENT' AND h.last > (s.details->>'since')::timestamptz
                AND h.last > $1::timestamptz - $3::bigint * interval '1 second'
                AND $2::timestamptz <= $1::timestamptz
            """
                    .formatted(HEARD);

    /**
     * Of homes that have something to sell; the first line that was sold is looked for by index.
     */
    private static final String FIRST_SALE =
            """
            SELECT m.account_id, 'home ' || m.participant_id AS fact, m.participant_id,
                s.created_at AS at,
                jsonb_build_object('energyWh', s.energy_wh::text, 'amountNano', s.amount_nano::text,
                    'currency', s.currency, 'day', s.day) AS details
            FROM market.household_member m
                CROSS JOIN LATERAL (
                    SELECT l.interval_start, l.energy_wh, abs(l.amount_nano) AS amount_nano,
                        i.created_at, a.currency,
                        (l.interval_start AT TIME ZONE a.time_zone)::date::text AS day
                    FROM settlement.settlement_line l
                        JOIN settlement.interval_settlement i USING (area, interval_start, version)
                        JOIN market.area a ON a.id = l.area
                    WHERE l.participant = m.participant_id AND l.interval_start > $1::timestamptz - interval '3 days'
                        AND l.direction = 'SOLD' AND l.kind IN ('MATCHED_ENERGY', 'POOL_ENERGY')
                    ORDER BY l.interval_start, l.version DESC LIMIT 1) s
            WHERE EXISTS (SELECT FROM market.metering_point p
                    WHERE p.participant_id = m.participant_id AND p.solar_wp + p.battery_wh > 0)
                AND NOT EXISTS (SELECT FROM market.notification n WHERE n.account_id = m.account_id
                    AND n.kind = 'FIRST_SALE' AND n.fact = 'home ' || m.participant_id)
                AND NOT EXISTS (SELECT FROM settlement.settlement_line b
                    WHERE b.participant = m.participant_id AND b.interval_start < s.interval_start
                        AND b.direction = 'SOLD' AND b.kind IN ('MATCHED_ENERGY', 'POOL_ENERGY'))
            """;

    /** Whoever lives alone and paused knows it. */
    private static final String TRADING_PAUSED =
            """
            SELECT m.account_id, s.id::text AS fact, p.participant_id, s.changed_at AS at,
                '{}'::jsonb AS details
            FROM market.strategy s
                JOIN market.metering_point p ON p.id = s.metering_point
                JOIN market.household_member m ON m.participant_id = p.participant_id
            WHERE s.paused AND s.changed_at > $1::timestamptz - interval '3 days'
                AND NOT coalesce((SELECT b.paused FROM market.strategy b
                    WHERE b.metering_point = s.metering_point AND b.id < s.id
                    ORDER BY b.id DESC LIMIT 1), false)
                AND (s.changed_by <> 'participant ' || p.participant_id
                    OR (SELECT count(*) FROM market.household_member o
                        WHERE o.participant_id = p.participant_id) > 1)
            """;

    private static final String INVOICE_READY =
            """
            SELECT m.account_id, i.area || ' ' || i.participant || ' ' || i.month || ' ' || i.version
                    AS fact, i.participant AS participant_id, max(i.issued_at) AS at,
                jsonb_build_object('month', to_char(i.month, 'YYYY-MM'),
                    'corrected', (i.version > 1)::text) AS details
            FROM settlement.invoice i JOIN market.household_member m ON m.participant_id = i.participant
            WHERE i.reverses IS NULL AND i.issued_at > $1::timestamptz - interval '3 days'
            GROUP BY m.account_id, i.area, i.participant, i.month, i.version
            """;

    /** A day once, however many of its intervals are settled again on one day. */
    private static final String STATEMENT_CORRECTED =
            """
            SELECT m.account_id, d.participant || ' ' || r.day || ' ' || r.done_day AS fact,
                d.participant AS participant_id, max(r.done_at) AS at,
                jsonb_build_object('day', r.day) AS details
            FROM (SELECT r.area_id, r.interval_start, r.version, r.done_at,
                        (r.interval_start AT TIME ZONE a.time_zone)::date::text AS day,
                        (r.done_at AT TIME ZONE a.time_zone)::date AS done_day
                    FROM market.resettlement r JOIN market.area a ON a.id = r.area_id
                    WHERE r.done_at > $1::timestamptz - interval '3 days' AND r.version > 1) r
                CROSS JOIN LATERAL (SELECT l.participant FROM settlement.settlement_line l
                    WHERE l.area = r.area_id AND l.interval_start = r.interval_start
                        AND l.version IN (r.version, r.version - 1)
                    GROUP BY l.participant
                    HAVING sum(CASE WHEN l.version = r.version THEN l.amount_nano
                        ELSE -l.amount_nano END) <> 0) d
                JOIN market.household_member m ON m.participant_id = d.participant
            GROUP BY m.account_id, d.participant, r.day, r.done_day
            """;

    /** One of all prices that are set on a day for the same day. */
    private static final String PRICES_CHANGE =
            """
            SELECT m.account_id,
                p.participant_id || ' ' || t.valid_from || ' ' || t.created_at::date AS fact,
                p.participant_id, max(t.created_at) AS at,
                jsonb_build_object('from', t.valid_from::text) AS details
            FROM market.tariff t
                JOIN market.metering_point p ON p.area_id = t.area_id
                    AND p.participant_id = coalesce(t.participant_id, p.participant_id)
                JOIN market.household_member m ON m.participant_id = p.participant_id
            WHERE t.created_at > $1::timestamptz - interval '3 days'
            GROUP BY m.account_id, p.participant_id, t.valid_from, t.created_at::date
            """;

    /** A withdrawal says when it was asked for, by wall time, and not when it was done. */
    private static final String PAYOUT =
            """
            SELECT m.account_id, w.id::text AS fact, w.participant AS participant_id, $1::timestamptz AS at,
                jsonb_build_object('amountNano', coalesce(w.paid_nano, w.amount_nano)::text,
                    'currency', (SELECT a.currency FROM market.metering_point p
                        JOIN market.area a ON a.id = p.area_id
                        WHERE p.participant_id = w.participant ORDER BY a.id LIMIT 1)) AS details
            FROM settlement.withdrawal w
                JOIN market.household_member m ON m.participant_id = w.participant
            WHERE w.state = '%s' AND w.requested_at > now() - interval '14 days'
            """;

    private static final String DATA_OFFERED =
            """
            SELECT g.grantee_id AS account_id, g.id::text AS fact, NULL::bigint AS participant_id,
                g.granted_at AS at,
                jsonb_build_object('purpose', g.purpose, 'priced', (g.price_nano > 0)::text)
                    AS details
            FROM market.data_grant g
            WHERE g.grantee_id IS NOT NULL AND g.revoked_at IS NULL
                AND g.granted_at > $1::timestamptz - interval '3 days'
            """;

    /** Whoever is offered the same once more within a week was told before. */
    private static final String GIFT_OFFERED =
            """
            SELECT m.account_id, g.id::text AS fact, g.receiver_id AS participant_id,
                g.offered_at AS at, jsonb_build_object('home', h.name) AS details
            FROM market.gift g
                JOIN market.participant h ON h.id = g.giver_id
                JOIN market.household_member m ON m.participant_id = g.receiver_id
            WHERE g.accepted_at IS NULL AND g.ended_at IS NULL
                AND NOT EXISTS (SELECT FROM market.gift e
                    WHERE e.giver_id = g.giver_id AND e.receiver_id = g.receiver_id AND e.id < g.id
                        AND e.accepted_at IS NULL
                        AND e.offered_at > g.offered_at - interval '7 days')
            """;

    private static final String GIFT_ACCEPTED =
            """
            SELECT m.account_id, g.id::text AS fact, g.giver_id AS participant_id,
                g.accepted_at AS at, jsonb_build_object('home', h.name) AS details
            FROM market.gift g
                JOIN market.participant h ON h.id = g.receiver_id
                JOIN market.household_member m ON m.participant_id = g.giver_id
            WHERE g.accepted_at > $1::timestamptz - interval '3 days'
            """;

    /** Does not say who it was, as the giver is told only of whoever agreed. */
    private static final String GIFT_DECLINED =
            """
            SELECT m.account_id, g.id::text AS fact, g.giver_id AS participant_id, g.ended_at AS at,
                '{}'::jsonb AS details
            FROM market.gift g JOIN market.household_member m ON m.participant_id = g.giver_id
            WHERE g.accepted_at IS NULL AND g.ended_at > $1::timestamptz - interval '3 days'
                AND g.ended_by = 'participant ' || g.receiver_id
            """;

    private static final String GIFT_ENDED =
            """
            SELECT m.account_id, g.id::text AS fact, m.participant_id, g.ended_at AS at,
                jsonb_build_object('home', h.name, 'gave', (m.participant_id = g.giver_id)::text)
                    AS details
            FROM market.gift g
                JOIN market.household_member m ON m.participant_id IN (g.giver_id, g.receiver_id)
                JOIN market.participant h ON h.id IN (g.giver_id, g.receiver_id)
                    AND h.id <> m.participant_id
            WHERE g.accepted_at IS NOT NULL AND g.ended_at > $1::timestamptz - interval '3 days'
                AND g.ended_by <> 'participant ' || m.participant_id
            """;

    private static final String CONSENT_ENDING =
            """
            SELECT m.account_id, g.id::text AS fact, g.participant_id, g.expires_at - $2::bigint * interval '1 second' AS at,
                jsonb_build_object('purpose', g.purpose, 'until', %s) AS details
            FROM market.data_grant g
                JOIN market.household_member m ON m.participant_id = g.participant_id
            WHERE g.revoked_at IS NULL AND g.grantee_id IS NOT NULL AND g.expires_at > $1::timestamptz
                AND g.granted_at < g.expires_at - $2::bigint * interval '1 second'
            """
                    .formatted(AT.formatted("g.expires_at"));

    /** Not the first of an account, which its person is there for. */
    private static final String NEW_SIGN_IN =
            """
            SELECT e.account_id, e.id::text AS fact, NULL::bigint AS participant_id,
                $1::timestamptz - (now() - e.at) AS at, jsonb_build_object('address', e.address) AS details
            FROM market.account_event e
            WHERE e.kind = 'SIGNED_IN' AND e.account_id IS NOT NULL AND e.address <> ''
                AND e.at > now() - interval '3 days'
                AND EXISTS (SELECT FROM market.account_event b WHERE b.account_id = e.account_id
                    AND b.kind = 'SIGNED_IN' AND b.id < e.id)
                AND NOT EXISTS (SELECT FROM market.account_event b WHERE b.account_id = e.account_id
                    AND b.kind = 'SIGNED_IN' AND b.id < e.id AND b.address = e.address
                    AND b.at > e.at - interval '90 days')
            """;

    private static final String ACCOUNT_EVENT =
            """
            SELECT e.account_id, e.id::text AS fact, NULL::bigint AS participant_id,
                $1::timestamptz - (now() - e.at) AS at, jsonb_build_object('what', e.kind, 'name', e.detail) AS details
            FROM market.account_event e
            WHERE e.kind IN (%s) AND e.account_id IS NOT NULL AND e.at > now() - interval '3 days'
            """;

    /** By wall time. The address itself is the business of who named it. */
    private static final String PAYOUT_ADDRESS_SET =
            """
            SELECT m.account_id, p.participant || ' ' || p.account || ' ' || %1$s AS fact,
                p.participant AS participant_id, $1::timestamptz - (now() - p.named_at) AS at,
                jsonb_build_object('by', a.name, 'home', h.name) AS details
            FROM settlement.payout_address p
                JOIN market.account a ON a.id = p.account
                JOIN market.participant h ON h.id = p.participant
                JOIN market.household_member m ON m.participant_id = p.participant
            WHERE p.named_at > now() - interval '3 days'
            """
                    .formatted(AT.formatted("p.named_at"));

    /** By wall time. */
    private static final String WITHDRAWAL_ASKED =
            """
            SELECT m.account_id, w.id::text AS fact, w.participant AS participant_id,
                $1::timestamptz - (now() - w.requested_at) AS at,
                jsonb_build_object('amountNano', w.amount_nano::text, 'home', h.name,
                    'currency', (SELECT a.currency FROM market.metering_point p
                        JOIN market.area a ON a.id = p.area_id
                        WHERE p.participant_id = w.participant ORDER BY a.id LIMIT 1)) AS details
            FROM settlement.withdrawal w
                JOIN market.participant h ON h.id = w.participant
                JOIN market.household_member m ON m.participant_id = w.participant
            WHERE w.requested_at > now() - interval '3 days'
            """;

    /** An alarm of a meter once a day, whatever else follows of its list. */
    private static final String METERING_ALARM =
            """
            SELECT r.account_id, x.list || ' ' || x.point || ' ' || x.day AS fact,
                NULL::bigint AS participant_id, max(x.at) AS at,
                jsonb_build_object('list', x.list, 'point', x.point) AS details
            FROM (SELECT 'finding' AS list, metering_point AS point, found_at::date AS day, found_at AS at
                    FROM metering.finding
                    WHERE withdrawn_at IS NULL AND severity <> 'INFO'
                        AND found_at > $1::timestamptz - interval '3 days'
                UNION ALL
                SELECT 'chainBreak', g.metering_point, b.received_at::date, b.received_at
                    FROM metering.chain_break b JOIN metering.register g ON g.id = b.register_id
                    WHERE b.received_at > $1::timestamptz - interval '3 days'
                UNION ALL
                SELECT 'fault', g.metering_point, f.first_at::date, $1::timestamptz - (now() - f.first_at)
                    FROM metering.register_fault f JOIN metering.register g ON g.id = f.register_id
                UNION ALL
                SELECT 'refusedBlock', '', first_at::date, first_at
                    FROM metering.refused_block
                    WHERE block IS NOT NULL AND first_at > $1::timestamptz - interval '3 days') x
                CROSS JOIN market.account_role r
            WHERE r.role = 'OPERATOR' AND (r.good_until IS NULL OR r.good_until > now())
            GROUP BY r.account_id, x.list, x.point, x.day
            """;

    /**
     * Adds what is new of a source, and what is to be sent of it. Events outlive their accounts.
     */
    private static final String RAISE =
            """
            WITH fact AS ({source}),
            fresh AS (
                INSERT INTO market.notification
                    (account_id, kind, fact, participant_id, details, at, listed)
                SELECT f.account_id, '{kind}', f.fact, f.participant_id, f.details, $1::timestamptz,
                    {urgent} OR coalesce(c.in_app, {inApp})
                FROM fact f JOIN market.account a ON a.id = f.account_id
                    LEFT JOIN market.notification_preference c ON c.account_id = f.account_id AND c.topic = '{topic}'
                WHERE f.at > $1::timestamptz - interval '3 days' AND f.at <= $1::timestamptz
                ON CONFLICT DO NOTHING RETURNING id, account_id, fact),
            news AS (
                SELECT n.id, n.account_id, {urgent} OR coalesce(c.mail, {mail}) AS mail,
                    coalesce(c.push, {push}) AS push
                FROM fresh n JOIN fact f ON f.account_id = n.account_id AND f.fact = n.fact
                    LEFT JOIN market.notification_preference c
                        ON c.account_id = n.account_id AND c.topic = '{topic}'
                WHERE f.at > $1::timestamptz - interval '1 day')
            INSERT INTO market.notification_sending
                (notification_id, account_id, channel, subscription_id, urgent)
            SELECT n.id, n.account_id, 'MAIL', NULL::bigint, {urgent}
            FROM news n JOIN market.account a ON a.id = n.account_id
            WHERE n.mail AND {mailed} AND a.email_verified_at IS NOT NULL
            UNION ALL
            SELECT n.id, n.account_id, 'PUSH', s.id, {urgent}
            FROM news n JOIN market.push_subscription s ON s.account_id = n.account_id
            WHERE n.push
            """;

    private final Pool pool;
    private final Duration silentAfter;

    public Facts(Pool pool, MarketConfig config) {
        this.pool = pool;
        Duration wall = SILENT_WALL.multipliedBy(config.clock().speed());
        Duration given = config.strategy().silentAfter();
        this.silentAfter = given.compareTo(wall) > 0 ? given : wall;
    }

    /**
     * Notes what is new of a kind; what was noted before stays as it is.
     *
     * @param now market time
     * @param listening since when this market hears meters: nobody is silent before
     */
    public Uni<Void> note(NotificationKind kind, Instant now, Instant listening) {
        return pool.preparedQuery(statement(kind))
                .execute(values(kind, time(now), time(listening)))
                .replaceWithVoid();
    }

    private Tuple values(NotificationKind kind, OffsetDateTime now, OffsetDateTime listening) {
        return switch (kind) {
            case METER_SILENT, METER_HEARD -> Tuple.of(now, listening, silentAfter.toSeconds());
            case CONSENT_ENDING -> Tuple.of(now, BEFORE_END.toSeconds());
            default -> Tuple.of(now);
        };
    }

    private static String statement(NotificationKind kind) {
        Topic topic = kind.topic();
        Topic.Channels usual = topic.usual();
        return RAISE.replace("{source}", source(kind))
                .replace("{kind}", kind.name())
                .replace("{topic}", topic.name())
                .replace("{urgent}", Boolean.toString(topic.isUrgent()))
                .replace("{inApp}", Boolean.toString(usual.inApp()))
                .replace("{mail}", Boolean.toString(usual.mail()))
                .replace("{push}", Boolean.toString(usual.push()))
                .replace("{mailed}", Boolean.toString(kind.isMailedHere()));
    }

    private static String source(NotificationKind kind) {
        return switch (kind) {
            case METER_SILENT -> METER_SILENT;
            case METER_HEARD -> METER_HEARD;
            case FIRST_SALE -> FIRST_SALE;
            case TRADING_PAUSED -> TRADING_PAUSED;
            case INVOICE_READY -> INVOICE_READY;
            case STATEMENT_CORRECTED -> STATEMENT_CORRECTED;
            case PRICES_CHANGE -> PRICES_CHANGE;
            case PAYOUT_SENT -> PAYOUT.formatted("PAID");
            case PAYOUT_REFUSED -> PAYOUT.formatted("REFUSED");
            case DATA_OFFERED -> DATA_OFFERED;
            case GIFT_OFFERED -> GIFT_OFFERED;
            case GIFT_ACCEPTED -> GIFT_ACCEPTED;
            case GIFT_DECLINED -> GIFT_DECLINED;
            case GIFT_ENDED -> GIFT_ENDED;
            case CONSENT_ENDING -> CONSENT_ENDING;
            case NEW_SIGN_IN -> NEW_SIGN_IN;
            case NEW_WAY_IN -> ACCOUNT_EVENT.formatted("'PASSKEY_ADDED', 'PROVIDER_LINKED'");
            case PASSWORD_CHANGED ->
                    ACCOUNT_EVENT.formatted("'PASSWORD_CHANGED', 'PASSWORD_RESET'");
            case PAYOUT_ADDRESS_SET -> PAYOUT_ADDRESS_SET;
            case WITHDRAWAL_ASKED -> WITHDRAWAL_ASKED;
            case METERING_ALARM -> METERING_ALARM;
        };
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
