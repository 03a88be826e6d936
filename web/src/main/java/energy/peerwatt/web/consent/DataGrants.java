package energy.peerwatt.web.consent;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.unit.Money;
import energy.peerwatt.web.consent.DataGrant.Resolution;
import energy.peerwatt.web.database.DatabaseFailure;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Keeps grants of members' values, who read by them and what that is paid. */
@ApplicationScoped
public class DataGrants {

    private static final String COLUMNS =
            "SELECT id, participant_id, grantee, purpose, resolution, price_nano, granted_at,"
                    + " expires_at, revoked_at, grantee_id, accepted_at FROM market.data_grant ";

    /**
     * To an account that an admin made, which has no address yet, or whose address is confirmed and
     * is the login if that looks like one. Without a price it is accepted at once.
     */
    private static final String ADD =
            """
            INSERT INTO market.data_grant (participant_id, grantee, grantee_id, purpose, resolution,
                price_nano, granted_at, expires_at, accepted_at)
            SELECT $1::bigint, a.login, a.id, $3::varchar, $4::varchar, $5::bigint,
                $6::timestamptz, $7::timestamptz,
                CASE WHEN $5::bigint = 0 THEN $6::timestamptz END
            FROM market.account a
            WHERE a.login = $2 AND (a.email IS NULL OR (a.email_verified_at IS NOT NULL
                AND (strpos(a.login, '@') = 0 OR lower(a.login) = lower(a.email))))
            RETURNING id, participant_id, grantee, purpose, resolution, price_nano, granted_at,
                expires_at, revoked_at, grantee_id, accepted_at
            """;

    private static final String ACCEPT =
            """
            UPDATE market.data_grant SET accepted_at = coalesce(accepted_at, $3)
            WHERE id = $1 AND grantee_id = $2 AND revoked_at IS NULL AND expires_at > $3
            """;

    private static final String REVOKE =
            """
            UPDATE market.data_grant SET revoked_at = coalesce(revoked_at, $3)
            WHERE id = $1 AND participant_id = $2
            """;

    private static final String LOG =
            """
            INSERT INTO market.data_access (grant_id, read_at, first_day, end_day, days_read)
            VALUES ($1, $2, $3, $4, $5)
            """;

    /** Values are read of metering points, so the member has one; its first says the area. */
    private static final String PAY =
            """
            INSERT INTO market.data_payment (grant_id, day, amount_nano, paid_at, area_id)
            SELECT g.id, d.day, g.price_nano, $3,
                (SELECT m.area_id FROM market.metering_point m
                 WHERE m.participant_id = g.participant_id ORDER BY m.id LIMIT 1)
            FROM market.data_grant g, unnest($2::date[]) AS d(day)
            WHERE g.id = $1 AND g.price_nano > 0 ON CONFLICT DO NOTHING
            """;

    private static final String PAYMENTS =
            """
            SELECT p.grant_id, g.grantee, g.purpose, p.day, p.amount_nano, p.paid_at
            FROM market.data_payment p JOIN market.data_grant g ON g.id = p.grant_id
            """;

    private static final String OF_ALL =
            """
            SELECT p.grant_id, g.grantee, g.purpose, p.day, p.amount_nano, p.paid_at,
                g.participant_id
            FROM market.data_payment p JOIN market.data_grant g ON g.id = p.grant_id
            WHERE p.paid_at >= $1 AND p.paid_at < $2 AND p.area_id = $3
            ORDER BY p.paid_at, p.grant_id, p.day
            """;

    private final Pool pool;

    public DataGrants(Pool pool) {
        this.pool = pool;
    }

    /**
     * Keeps a grant and gives it its id and its grantee's.
     *
     * @return empty if there is no account with the grantee's login that proved to be its own
     */
    public Uni<Optional<DataGrant>> add(DataGrant grant) {
        Tuple values =
                Tuple.tuple()
                        .addLong(grant.participant().value())
                        .addString(grant.grantee())
                        .addString(grant.purpose())
                        .addString(grant.resolution().name())
                        .addLong(grant.price().nano())
                        .addOffsetDateTime(time(grant.grantedAt()))
                        .addOffsetDateTime(time(grant.expiresAt()));
        return list(ADD, values, DataGrants::grant).map(found -> found.stream().findFirst());
    }

    /** The grantee accepts a grant and its price; false if there is none that still holds. */
    public Uni<Boolean> accept(long account, long id, Instant now) {
        return named(
                pool.preparedQuery(ACCEPT)
                        .execute(Tuple.of(id, account, time(now)))
                        .map(rows -> rows.rowCount() == 1));
    }

    /** Takes a grant of the member back at once; false if it has none with this id. */
    public Uni<Boolean> revoke(ParticipantId member, long id, Instant now) {
        return named(
                pool.preparedQuery(REVOKE)
                        .execute(Tuple.of(id, member.value(), time(now)))
                        .map(rows -> rows.rowCount() == 1));
    }

    /** One grant. */
    public Uni<Optional<DataGrant>> find(long id) {
        return list(COLUMNS + "WHERE id = $1", Tuple.of(id), DataGrants::grant)
                .map(found -> found.stream().findFirst());
    }

    /** A member's, the newest first. */
    public Uni<List<DataGrant>> of(ParticipantId member) {
        return list(
                COLUMNS + "WHERE participant_id = $1 ORDER BY id DESC",
                Tuple.of(member.value()),
                DataGrants::grant);
    }

    /** Those to an account, the newest first. */
    public Uni<List<DataGrant>> to(long account) {
        return list(
                COLUMNS + "WHERE grantee_id = $1 ORDER BY id DESC",
                Tuple.of(account),
                DataGrants::grant);
    }

    /**
     * Notes that values were read, and that days are paid which were not yet; one transaction,
     * which a revocation comes before or after.
     *
     * @param days local days of which there were values
     * @return false, and nothing is noted, if the grant does not hold any more
     */
    public Uni<Boolean> read(long id, DataAccess access, Set<LocalDate> days) {
        return named(
                pool.withTransaction(connection ->
                        connection
                                .preparedQuery(COLUMNS + "WHERE id = $1 FOR UPDATE")
                                .execute(Tuple.of(id))
                                .map(rows -> grant(rows.iterator().next()))
                                .chain(grant ->
                                        grant.holdsAt(access.readAt())
                                                ? note(connection, id, access, days)
                                                : Uni.createFrom().item(false))));
    }

    private static Uni<Boolean> note(
            SqlConnection connection, long id, DataAccess access, Set<LocalDate> days) {
        Tuple entry =
                Tuple.of(
                        id,
                        time(access.readAt()),
                        access.firstDay(),
                        access.endDay(),
                        access.daysRead());
        Tuple payment =
                Tuple.tuple()
                        .addLong(id)
                        .addArrayOfLocalDate(days.toArray(LocalDate[]::new))
                        .addOffsetDateTime(time(access.readAt()));
        return connection
                .preparedQuery(LOG)
                .execute(entry)
                .chain(() -> connection.preparedQuery(PAY).execute(payment))
                .replaceWith(true);
    }

    /** Who read by a grant, the newest first. */
    public Uni<List<DataAccess>> accesses(long id, int limit) {
        return list(
                """
                SELECT read_at, first_day, end_day, days_read FROM market.data_access
                WHERE grant_id = $1 ORDER BY id DESC LIMIT $2
                """,
                Tuple.of(id, limit),
                row ->
                        new DataAccess(
                                row.getOffsetDateTime(0).toInstant(),
                                row.getLocalDate(1),
                                row.getLocalDate(2),
                                row.getInteger(3)));
    }

    /** What a member is paid for days that were read first in [from, to). */
    public Uni<List<DataPayment>> paidTo(ParticipantId member, Instant from, Instant to) {
        return list(
                PAYMENTS
                        + "WHERE g.participant_id = $1 AND p.paid_at >= $2 AND p.paid_at < $3"
                        + " ORDER BY p.paid_at, p.grant_id, p.day",
                Tuple.of(member.value(), time(from), time(to)),
                DataGrants::payment);
    }

    /**
     * What members are paid for days that were read first in [from, to) and that this area
     * invoices, by member. The area of a payment never changes.
     */
    public Uni<Map<ParticipantId, List<DataPayment>>> paid(AreaId area, Instant from, Instant to) {
        return named(
                pool.preparedQuery(OF_ALL)
                        .execute(Tuple.of(time(from), time(to), area.value()))
                        .map(rows -> {
                            Map<ParticipantId, List<DataPayment>> paid = new TreeMap<>();
                            rows.forEach(row ->
                                    paid.computeIfAbsent(
                                                    new ParticipantId(row.getLong(6)),
                                                    _ -> new ArrayList<>())
                                            .add(payment(row)));
                            return paid;
                        }));
    }

    /** All that is paid by a grant. */
    public Uni<List<DataPayment>> paidBy(long id) {
        return list(
                PAYMENTS + "WHERE p.grant_id = $1 ORDER BY p.day",
                Tuple.of(id),
                DataGrants::payment);
    }

    private <T> Uni<List<T>> list(String query, Tuple values, Function<Row, T> reader) {
        return named(
                pool.preparedQuery(query)
                        .execute(values)
                        .map(rows ->
                                StreamSupport.stream(rows.spliterator(), false)
                                        .map(reader)
                                        .toList()));
    }

    private static <T> Uni<T> named(Uni<T> work) {
        return DatabaseFailure.named("data grants", work);
    }

    private static DataGrant grant(Row row) {
        return new DataGrant(
                row.getLong(0),
                new ParticipantId(row.getLong(1)),
                row.getString(2),
                row.getString(3),
                Resolution.valueOf(row.getString(4)),
                Money.ofNano(row.getLong(5)),
                row.getOffsetDateTime(6).toInstant(),
                row.getOffsetDateTime(7).toInstant(),
                instant(row, 8),
                row.getLong(9) == null ? OptionalLong.empty() : OptionalLong.of(row.getLong(9)),
                instant(row, 10));
    }

    private static Optional<Instant> instant(Row row, int at) {
        return Optional.ofNullable(row.getOffsetDateTime(at)).map(OffsetDateTime::toInstant);
    }

    private static DataPayment payment(Row row) {
        return new DataPayment(
                row.getLong(0),
                row.getString(1),
                row.getString(2),
                row.getLocalDate(3),
                Money.ofNano(row.getLong(4)),
                row.getOffsetDateTime(5).toInstant());
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
