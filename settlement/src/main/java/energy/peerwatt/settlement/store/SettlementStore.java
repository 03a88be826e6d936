package energy.peerwatt.settlement.store;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.IntervalSettlement;
import energy.peerwatt.settlement.MeteredEnergy;
import energy.peerwatt.settlement.SaltedSettlement;
import energy.peerwatt.settlement.allocation.Carry;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * The settlements and their lines. What is kept is never changed.
 *
 * <p>Call from any thread, any number at once. Results arrive on an event loop. An unreachable
 * database fails a call with {@link energy.peerwatt.market.ErrorCode#DATABASE_UNAVAILABLE}.
 */
@ApplicationScoped
public class SettlementStore {

    /** Keeps only the highest version of the interval of {@code x}. */
    private static final String X_IS_HIGHEST =
            """
            and not exists (select 1 from IntervalSettlementEntity n where n.area = x.area
                and n.intervalStart = x.intervalStart and n.version > x.version)
            """;

    private static final String NEWEST =
            "from IntervalSettlementEntity x where x.area = :area "
                    + X_IS_HIGHEST
                    + "order by x.intervalStart desc";

    private static final String MADE_SINCE =
            "SELECT count(*) FROM settlement.interval_settlement WHERE created_at >= $1";

    private static final String LATEST =
            "from IntervalSettlementEntity x where x.area = :area and x.intervalStart = :start"
                    + " order by x.version desc";

    private static final String BEFORE =
            "from IntervalSettlementEntity x where x.area = :area and x.intervalStart < :start"
                    + " and x.version = 1 order by x.intervalStart desc";

    private static final String LINES =
            "from SettlementLineEntity x where x.area = :area and x.intervalStart = :start"
                    + " and x.version = :version order by x.number";

    private static final String LINES_OF_PARTICIPANT =
            """
            select x, h.intervalMinutes from SettlementLineEntity x
                join IntervalSettlementEntity h on h.area = x.area
                    and h.intervalStart = x.intervalStart and h.version = x.version
                where x.participant = :participant
                and x.intervalStart >= :from and x.intervalStart < :to
            """
                    + X_IS_HIGHEST
                    + "order by x.intervalStart, x.area, x.number";

    private static final String STARTS_AFTER =
            "select distinct x.intervalStart from IntervalSettlementEntity x"
                    + " where x.area = :area and x.intervalStart > :after order by x.intervalStart";

    private static final String CORRECTIONS =
            """
            from IntervalSettlementEntity x where x.area = :area and x.version > 1
                and (x.createdAt > :at or x.createdAt = :at and (x.version > :version
                    or x.version = :version and x.intervalStart > :start))
            order by x.createdAt, x.version, x.intervalStart
            """;

    private static final String MONTHS =
            """
            SELECT date_trunc('month', interval_start AT TIME ZONE $2)::date, max(created_at)
            FROM settlement.interval_settlement WHERE area = $1 AND interval_start >= $3
            GROUP BY 1 ORDER BY 1
            """;

    private static final String METERED =
            """
            SELECT participant, import_wh, export_wh FROM settlement.metered_energy
            WHERE area = $1 AND interval_start = $2 AND version = $3 ORDER BY participant
            """;

    private static final String SETTLED_OF =
            """
            SELECT interval_start FROM settlement.interval_settlement
            WHERE area = $1 AND interval_start = ANY($2) AND version = 1
            """;

    private final Sessions sessions;
    private final SettlementInsert insert;
    private final Pool pool;

    public SettlementStore(Mutiny.SessionFactory sessions, Vertx vertx, Pool pool) {
        this.sessions = new Sessions(sessions, vertx);
        this.insert = new SettlementInsert(pool);
        this.pool = pool;
    }

    /**
     * Keeps the settlement with all its lines, or nothing of it. Idempotent by area, interval start
     * and version: saving the same settlement again changes nothing, whatever its salts. Version n
     * is refused before version n - 1 is kept.
     *
     * <p>Fails with {@link IllegalStateException} if that version is kept with other lines.
     *
     * @param createdAt market time
     * @param reason why this version exists, for people; at most 200 characters
     * @return what is kept: this settlement, or the earlier one with the salts that count
     */
    public Uni<StoredSettlement> save(SaltedSettlement salted, Instant createdAt, String reason) {
        return save(salted, List.of(), createdAt, reason, AppliedRules.DEFAULT);
    }

    /**
     * As {@link #save(SaltedSettlement, Instant, String)}, made by other rules.
     *
     * @param metered what it was settled from
     */
    public Uni<StoredSettlement> save(
            SaltedSettlement salted,
            List<MeteredEnergy> metered,
            Instant createdAt,
            String reason,
            AppliedRules rules) {
        StoredSettlement settlement =
                new StoredSettlement(
                        salted, createdAt.truncatedTo(ChronoUnit.MICROS), reason, rules);
        return DatabaseFailure.named("save settlement", insert.insert(settlement, metered))
                .chain(inserted ->
                        inserted ? Uni.createFrom().item(settlement) : keptAs(salted.settlement()));
    }

    /**
     * What the first version of the interval before, if it was made by the same rules, has carried
     * over; later versions carry nothing, because what follows is settled already.
     *
     * @param revision of the area's rules
     */
    public Uni<Carry> carriedTo(AreaId area, DeliveryInterval interval, int revision) {
        return sessions.read(session ->
                session.createSelectionQuery(BEFORE, IntervalSettlementEntity.class)
                        .setParameter("area", area.value())
                        .setParameter("start", interval.start())
                        .setMaxResults(1)
                        .getSingleResultOrNull()
                        .map(before ->
                                before == null || before.rules != revision
                                        ? Carry.NONE
                                        : Carry.parse(before.carried)));
    }

    /** One version of an interval's settlement with all its lines. */
    public Uni<Optional<StoredSettlement>> find(
            AreaId area, DeliveryInterval interval, int version) {
        var key = new IntervalSettlementEntity.Key(area.value(), interval.start(), version);
        return sessions.read(session ->
                session.get(IntervalSettlementEntity.class, key)
                        .chain(header -> withLines(session, header)));
    }

    /** Whether an interval is settled, be it only once. */
    public Uni<Boolean> isSettled(AreaId area, DeliveryInterval interval) {
        var key = new IntervalSettlementEntity.Key(area.value(), interval.start(), 1);
        return sessions.read(session ->
                session.get(IntervalSettlementEntity.class, key).map(header -> header != null));
    }

    /** Those of these intervals of an area, by their starts, that are settled. */
    public Uni<Set<Instant>> settledOf(AreaId area, Collection<Instant> starts) {
        OffsetDateTime[] times =
                starts.stream()
                        .map(start -> start.atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new);
        return DatabaseFailure.named(
                        "settled intervals",
                        pool.preparedQuery(SETTLED_OF)
                                .execute(
                                        Tuple.tuple()
                                                .addInteger(area.value())
                                                .addArrayOfOffsetDateTime(times)))
                .map(rows -> {
                    Set<Instant> settled = new HashSet<>();
                    rows.forEach(row -> settled.add(row.getOffsetDateTime(0).toInstant()));
                    return settled;
                });
    }

    /** What a version was settled from, in ascending order of participant. */
    public Uni<List<MeteredEnergy>> metered(AreaId area, DeliveryInterval interval, int version) {
        return DatabaseFailure.named(
                        "metered energy",
                        pool.preparedQuery(METERED)
                                .execute(
                                        Tuple.of(
                                                area.value(),
                                                interval.start().atOffset(ZoneOffset.UTC),
                                                version)))
                .map(SettlementStore::toMetered);
    }

    private static List<MeteredEnergy> toMetered(RowSet<Row> rows) {
        List<MeteredEnergy> metered = new ArrayList<>();
        rows.forEach(row ->
                metered.add(
                        new MeteredEnergy(
                                new ParticipantId(row.getLong(0)),
                                Energy.ofWattHours(row.getLong(1)),
                                Energy.ofWattHours(row.getLong(2)))));
        return List.copyOf(metered);
    }

    /**
     * Number of settlements, of any version, that were made from a time on.
     *
     * @param time market time
     */
    public Uni<Long> madeSince(Instant time) {
        return DatabaseFailure.named(
                "count settlements",
                pool.preparedQuery(MADE_SINCE)
                        .execute(Tuple.of(time.atOffset(ZoneOffset.UTC)))
                        .map(rows -> rows.iterator().next().getLong(0)));
    }

    /** The highest version of an interval's settlement with all its lines. */
    public Uni<Optional<StoredSettlement>> findLatest(AreaId area, DeliveryInterval interval) {
        return sessions.read(session ->
                session.createSelectionQuery(LATEST, IntervalSettlementEntity.class)
                        .setParameter("area", area.value())
                        .setParameter("start", interval.start())
                        .setMaxResults(1)
                        .getSingleResultOrNull()
                        .chain(header -> withLines(session, header)));
    }

    /** The area's settlements, newest interval first, each interval with its highest version. */
    public Uni<List<SettlementSummary>> newest(AreaId area, int limit) {
        return sessions.read(session ->
                session.createSelectionQuery(NEWEST, IntervalSettlementEntity.class)
                        .setParameter("area", area.value())
                        .setMaxResults(limit)
                        .getResultList()
                        .map(SettlementStore::toSummaries));
    }

    /**
     * A month of which something is settled.
     *
     * @param newest market time at which the last of its settlements, of any version, was made
     */
    public record SettledMonth(YearMonth month, Instant newest) {}

    /**
     * The months of which something is settled, the first first.
     *
     * @param zone in which the months begin
     * @param from start of the first interval that counts
     */
    public Uni<List<SettledMonth>> months(AreaId area, ZoneId zone, Instant from) {
        Tuple parameters = Tuple.of(area.value(), zone.getId(), from.atOffset(ZoneOffset.UTC));
        return DatabaseFailure.named(
                "read settlements",
                pool.preparedQuery(MONTHS)
                        .execute(parameters)
                        .map(rows ->
                                StreamSupport.stream(rows.spliterator(), false)
                                        .map(row ->
                                                new SettledMonth(
                                                        YearMonth.from(row.getLocalDate(0)),
                                                        row.getOffsetDateTime(1).toInstant()))
                                        .toList()));
    }

    /**
     * A participant's lines in all areas by interval and number, each interval with its highest
     * version.
     *
     * @param from first interval start, inclusive
     * @param to last interval start, exclusive
     */
    public Uni<List<StatementLine>> lines(ParticipantId participant, Instant from, Instant to) {
        return sessions.read(session ->
                session.createSelectionQuery(LINES_OF_PARTICIPANT, Object[].class)
                        .setParameter("participant", participant.value())
                        .setParameter("from", from)
                        .setParameter("to", to)
                        .getResultList()
                        .map(SettlementStore::toStatementLines));
    }

    /**
     * Starts of the intervals that are settled, ascending.
     *
     * @param after start of the last interval the caller has dealt with, exclusive
     * @param limit most starts to return
     */
    public Uni<List<Instant>> settledStartsAfter(AreaId area, Instant after, int limit) {
        return sessions.read(session ->
                session.createSelectionQuery(STARTS_AFTER, Instant.class)
                        .setParameter("area", area.value())
                        .setParameter("after", after)
                        .setMaxResults(limit)
                        .getResultList());
    }

    /**
     * An area's later versions than the first, in the order in which they were made.
     *
     * @param after the last one the caller has dealt with, exclusive; empty at first
     * @param limit most to return
     */
    public Uni<List<SettlementSummary>> corrections(
            AreaId area, Optional<SettlementSummary> after, int limit) {
        return sessions.read(session ->
                session.createSelectionQuery(CORRECTIONS, IntervalSettlementEntity.class)
                        .setParameter(
                                "at", after.map(SettlementSummary::createdAt).orElse(Instant.EPOCH))
                        .setParameter("version", after.map(SettlementSummary::version).orElse(1))
                        .setParameter("area", area.value())
                        .setParameter(
                                "start",
                                after.map(last -> last.interval().start()).orElse(Instant.EPOCH))
                        .setMaxResults(limit)
                        .getResultList()
                        .map(SettlementStore::toSummaries));
    }

    private Uni<StoredSettlement> keptAs(IntervalSettlement settlement) {
        return find(settlement.area(), settlement.interval(), settlement.version())
                .map(Optional::orElseThrow)
                .invoke(kept -> requireSame(kept.settlement().settlement(), settlement));
    }

    private static void requireSame(IntervalSettlement kept, IntervalSettlement given) {
        if (!kept.equals(given)) {
            throw new IllegalStateException(
                    "version %d of area %s, %s is kept with hash %s, given with %s"
                            .formatted(
                                    given.version(),
                                    given.area(),
                                    given.interval(),
                                    kept.sha256(),
                                    given.sha256()));
        }
    }

    private static Uni<Optional<StoredSettlement>> withLines(
            Mutiny.StatelessSession session, @Nullable IntervalSettlementEntity header) {
        if (header == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        return session.createSelectionQuery(LINES, SettlementLineEntity.class)
                .setParameter("area", header.area)
                .setParameter("start", header.intervalStart)
                .setParameter("version", header.version)
                .getResultList()
                .map(lines -> Optional.of(header.toStored(lines)));
    }

    private static List<SettlementSummary> toSummaries(List<IntervalSettlementEntity> headers) {
        return headers.stream().map(IntervalSettlementEntity::toSummary).toList();
    }

    private static List<StatementLine> toStatementLines(List<Object[]> rows) {
        return rows.stream()
                .map(row -> ((SettlementLineEntity) row[0]).toStatementLine((short) row[1]))
                .toList();
    }
}
