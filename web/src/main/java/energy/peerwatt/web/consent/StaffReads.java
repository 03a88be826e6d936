package energy.peerwatt.web.consent;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.accounts.AccountRole;
import energy.peerwatt.web.accounts.Caller;
import energy.peerwatt.web.consent.StaffRead.Kind;
import energy.peerwatt.web.database.DatabaseFailure;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Keeps what operators and the utility read of single members, for the members to see: one entry
 * for an account, a member, a kind of values and a day.
 */
@ApplicationScoped
public class StaffReads {

    private static final String NOTE =
            """
            INSERT INTO market.staff_read AS r (participant_id, account_id, reader, role, kind, day,
                reads, first_at, last_at)
            VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $7)
            ON CONFLICT (participant_id, account_id, kind, day) DO UPDATE
            SET reads = r.reads + 1, last_at = greatest(r.last_at, excluded.last_at),
                role = excluded.role
            """;

    private static final String OF =
            """
            SELECT reader, role, kind, day, reads, first_at, last_at FROM market.staff_read
            WHERE participant_id = $1 ORDER BY last_at DESC, account_id, kind LIMIT $2
            """;

    private final Pool pool;
    private final MarketClock clock;

    public StaffReads(Pool pool, MarketClock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /**
     * Notes a reading that is about to be answered, if it is by a role: what members read of their
     * own home is not noted. If it fails, nothing may be answered.
     *
     * @param access who reads, and may
     */
    public Uni<Void> note(Access access, ParticipantId member, Kind kind) {
        return access.staffFor(member)
                .map(person -> note(person, access.isOperator(), member, kind))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> note(
            Caller.Person person, boolean isOperator, ParticipantId member, Kind kind) {
        Instant now = clock.now();
        AccountRole role = isOperator ? AccountRole.OPERATOR : AccountRole.UTILITY;
        Tuple entry =
                Tuple.tuple()
                        .addLong(member.value())
                        .addLong(person.account())
                        .addString(person.login())
                        .addString(role.name())
                        .addString(kind.name())
                        .addLocalDate(now.atOffset(ZoneOffset.UTC).toLocalDate())
                        .addOffsetDateTime(now.atOffset(ZoneOffset.UTC));
        return DatabaseFailure.named(
                "note a reading", pool.preparedQuery(NOTE).execute(entry).replaceWithVoid());
    }

    /** What was read of a member, the newest first. */
    public Uni<List<StaffRead>> of(ParticipantId member, int limit) {
        return DatabaseFailure.named(
                "readings by staff",
                pool.preparedQuery(OF)
                        .execute(Tuple.of(member.value(), limit))
                        .map(rows ->
                                StreamSupport.stream(rows.spliterator(), false)
                                        .map(StaffReads::read)
                                        .toList()));
    }

    private static StaffRead read(Row row) {
        return new StaffRead(
                row.getString(0),
                AccountRole.valueOf(row.getString(1)),
                Kind.valueOf(row.getString(2)),
                row.getLocalDate(3),
                row.getLong(4),
                row.getOffsetDateTime(5).toInstant(),
                row.getOffsetDateTime(6).toInstant());
    }
}
