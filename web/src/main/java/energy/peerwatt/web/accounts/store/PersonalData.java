package energy.peerwatt.web.accounts.store;

import energy.peerwatt.market.ParticipantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Cursor;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * All that is kept of a person and its homes, as a ZIP of files with one JSON object in each line,
 * named as in the database: energies in Wh, prices in millionths and amounts in billionths of the
 * currency, times UTC. Of neighbours there is nothing but how much was traded, when and at which
 * price.
 */
@ApplicationScoped
public class PersonalData {

    private static final int ROWS_AT_ONCE = 1_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Homes are $2; those of an account alone do not look at it. */
    private static final String POINTS =
            "(SELECT id FROM market.metering_point WHERE participant_id = ANY($2))";

    /** Whoever shares the home is not named: that is theirs to know. */
    private static final String HOME = "participant_id = ANY($2)";

    private static final List<Part> PARTS =
            List.of(
                    new Part(
                            "account",
                            """
                            SELECT a.id, a.login, a.name, a.email, a.email_verified_at,
                                a.email_pending, a.created_at,
                                a.password_hash IS NOT NULL AS has_password,
                                ARRAY(SELECT role FROM market.account_role WHERE account_id = a.id)
                                    AS roles, $2::bigint[] AS homes
                            FROM market.account a WHERE a.id = $1
                            """),
                    ofAccount(
                            "account-events",
                            "SELECT e.id, e.at, e.account_id, e.kind, e.detail,"
                                    + " e.by_login = a.login AS by_oneself,"
                                    + " CASE WHEN e.by_login = a.login THEN e.address END AS address"
                                    + " FROM market.account_event e, market.account a"
                                    + " WHERE a.id = $1"
                                    + " AND (e.account_id = a.id OR e.by_login = a.login)"
                                    + " ORDER BY e.id"),
                    ofAccount(
                            "sessions",
                            "SELECT created_at, last_used_at, expires_at, address, browser"
                                    + " FROM market.account_session WHERE account_id = $1"),
                    ofAccount(
                            "passkeys",
                            "SELECT name, created_at, last_used_at FROM market.passkey"
                                    + " WHERE account_id = $1"),
                    ofAccount(
                            "providers",
                            "SELECT issuer, subject, linked_at FROM market.account_subject"
                                    + " WHERE account_id = $1"),
                    ofAccount(
                            "notifications",
                            "SELECT id, kind, participant_id, details, at, listed, read_at"
                                    + " FROM market.notification WHERE account_id = $1 ORDER BY id"),
                    ofAccount(
                            "notification-settings",
                            "SELECT s.language, s.quiet_from, s.quiet_until,"
                                    + " (SELECT jsonb_agg(jsonb_build_object('topic', p.topic,"
                                    + " 'in_app', p.in_app, 'mail', p.mail, 'push', p.push))"
                                    + " FROM market.notification_preference p"
                                    + " WHERE p.account_id = s.account_id) AS topics"
                                    + " FROM market.notification_setting s WHERE account_id = $1"),
                    ofAccount(
                            "push-subscriptions",
                            "SELECT endpoint, created_at FROM market.push_subscription"
                                    + " WHERE account_id = $1 ORDER BY id"),
                    ofAccount(
                            "payout-addresses",
                            "SELECT participant, address, proof, named_at"
                                    + " FROM settlement.payout_address WHERE account = $1"),
                    ofAccount(
                            "voting-keys",
                            "SELECT participant, address, proof, named_at, wanted"
                                    + " FROM settlement.voting_key WHERE account = $1 ORDER BY id"),
                    ofAccount(
                            "grants-received",
                            "SELECT id, purpose, resolution, price_nano, granted_at, expires_at,"
                                    + " revoked_at, accepted_at FROM market.data_grant"
                                    + " WHERE grantee_id = $1 ORDER BY id"),
                    new Part("homes", "SELECT * FROM market.participant WHERE id = ANY($2)"),
                    new Part(
                            "metering-points", "SELECT * FROM market.metering_point WHERE " + HOME),
                    ofPoints("grid-connections", "market.grid_connection", "id"),
                    ofPoints("strategies", "market.strategy", "id"),
                    ofPoints("strategy-acts", "market.strategy_act", "id"),
                    ofPoints("strategy-holds", "market.strategy_hold", "interval_start"),
                    new Part(
                            "gifts",
                            "SELECT * FROM market.gift WHERE giver_id = ANY($2)"
                                    + " OR receiver_id = ANY($2) ORDER BY id"),
                    new Part(
                            "gift-spans",
                            "SELECT s.* FROM market.gift_span s"
                                    + " JOIN market.gift g ON g.id = s.gift_id"
                                    + " WHERE g.giver_id = ANY($2) OR g.receiver_id = ANY($2)"
                                    + " ORDER BY s.gift_id, s.from_start"),
                    ofPoints("appliances", "market.flexible_load", "name"),
                    ofPoints("objections", "market.objection", "id"),
                    ofPoints("control-consents", "metering.control_consent", "changed_at"),
                    ofPoints("device-events", "metering.device_event", "id"),
                    ofPoints("device-energies", "market.device_energy", "interval_start"),
                    ofPoints("findings", "metering.finding", "interval_start"),
                    ofPoints("erasures", "metering.erasure", "id"),
                    ofPoints("interval-values", "metering.interval_value", "interval_start"),
                    new Part(
                            "readings",
                            "SELECT g.metering_point, g.channel, r.at, r.register_wh, r.boundary"
                                    + " FROM metering.reading r"
                                    + " JOIN metering.register g ON g.id = r.register_id"
                                    + " WHERE g.metering_point IN "
                                    + POINTS
                                    + " ORDER BY r.at"),
                    new Part(
                            "orders",
                            "SELECT * FROM market.customer_order WHERE " + HOME + " ORDER BY id"),
                    new Part(
                            "trades",
                            """
                            SELECT id, area_id, interval_start, interval_minutes, energy_wh,
                                price_micro, traded_at,
                                CASE WHEN seller_id = ANY($2) THEN seller_id END AS seller_id,
                                CASE WHEN buyer_id = ANY($2) THEN buyer_id END AS buyer_id
                            FROM market.trade
                            WHERE seller_id = ANY($2) OR buyer_id = ANY($2) ORDER BY id
                            """),
                    new Part(
                            "statement-lines",
                            """
                            SELECT area, interval_start, version, number, participant, kind,
                                direction, energy_wh, price_micro, amount_nano, quality, trade
                            FROM settlement.settlement_line WHERE participant = ANY($2)
                            ORDER BY interval_start, version, number
                            """),
                    new Part(
                            "invoices",
                            "SELECT * FROM settlement.invoice WHERE participant = ANY($2)"
                                    + " ORDER BY issuer, number"),
                    new Part(
                            "invoice-lines",
                            "SELECT l.* FROM settlement.invoice_line l"
                                    + " JOIN settlement.invoice i USING (issuer, number)"
                                    + " WHERE i.participant = ANY($2)"
                                    + " ORDER BY issuer, number, position"),
                    new Part(
                            "withdrawals",
                            "SELECT * FROM settlement.withdrawal WHERE participant = ANY($2)"
                                    + " ORDER BY id"),
                    new Part(
                            "retirements",
                            "SELECT * FROM settlement.certificate_retirement"
                                    + " WHERE participant = ANY($2) ORDER BY id"),
                    new Part("tariffs", "SELECT * FROM market.tariff WHERE " + HOME),
                    new Part("vat-roles", "SELECT * FROM market.vat_role WHERE " + HOME),
                    new Part(
                            "grants-given",
                            "SELECT id, participant_id, grantee, purpose, resolution, price_nano,"
                                    + " granted_at, expires_at, revoked_at, accepted_at"
                                    + " FROM market.data_grant WHERE "
                                    + HOME
                                    + " ORDER BY id"),
                    new Part(
                            "grant-accesses",
                            "SELECT a.* FROM market.data_access a"
                                    + " JOIN market.data_grant g ON g.id = a.grant_id WHERE g."
                                    + HOME
                                    + " ORDER BY a.id"),
                    new Part(
                            "staff-reads",
                            "SELECT participant_id, reader, role, kind, day, reads, first_at,"
                                    + " last_at FROM market.staff_read WHERE "
                                    + HOME
                                    + " ORDER BY last_at, account_id, kind"),
                    ofAccount(
                            "reads-as-staff",
                            "SELECT role, kind, day, reads, first_at, last_at"
                                    + " FROM market.staff_read WHERE account_id = $1"
                                    + " ORDER BY last_at, kind"),
                    new Part(
                            "chain-accounts",
                            "SELECT * FROM settlement.vault_account WHERE participant = ANY($2)"));

    private final Pool pool;

    public PersonalData(Pool pool) {
        this.pool = pool;
    }

    /** A file and its rows; $1 is the account, $2 its homes. */
    private record Part(String file, String query) {}

    private static Part ofAccount(String file, String query) {
        return new Part(file, query);
    }

    private static Part ofPoints(String file, String table, String order) {
        return new Part(
                file,
                "SELECT * FROM "
                        + table
                        + " WHERE metering_point IN "
                        + POINTS
                        + " ORDER BY "
                        + order);
    }

    /**
     * Writes the ZIP, all of it as of one moment; blocks until it is written.
     *
     * @param readme first file, text for the person
     */
    public void write(long account, Set<ParticipantId> homes, String readme, OutputStream out) {
        Tuple who =
                Tuple.tuple()
                        .addLong(account)
                        .addArrayOfLong(
                                homes.stream().map(ParticipantId::value).toArray(Long[]::new));
        SqlConnection connection = pool.getConnection().await().atMost(TIMEOUT);
        try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            run(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
            run(connection, "SET LOCAL statement_timeout = '60s'");
            zip.putNextEntry(new ZipEntry("README.txt"));
            zip.write(readme.getBytes(StandardCharsets.UTF_8));
            for (Part part : PARTS) {
                zip.putNextEntry(new ZipEntry(part.file() + ".ndjson"));
                rows(connection, part, who, zip);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Uni<Void> end = connection.query("ROLLBACK").execute().replaceWithVoid();
            end.onItemOrFailure()
                    .transformToUni((_, _) -> connection.close())
                    .await()
                    .atMost(TIMEOUT);
        }
    }

    private static void run(SqlConnection connection, String statement) {
        connection.query(statement).execute().await().atMost(TIMEOUT);
    }

    private static void rows(SqlConnection connection, Part part, Tuple who, ZipOutputStream zip)
            throws IOException {
        String json =
                "WITH who AS (SELECT $1::bigint, $2::bigint[]) SELECT to_jsonb(x)::text FROM ("
                        + part.query()
                        + ") x, who";
        Cursor cursor =
                connection
                        .prepare(json)
                        .map(prepared -> prepared.cursor(who))
                        .await()
                        .atMost(TIMEOUT);
        do {
            for (Row row : cursor.read(ROWS_AT_ONCE).await().atMost(TIMEOUT)) {
                zip.write(row.getString(0).getBytes(StandardCharsets.UTF_8));
                zip.write('\n');
            }
        } while (cursor.hasMore());
        cursor.close().await().atMost(TIMEOUT);
    }
}
