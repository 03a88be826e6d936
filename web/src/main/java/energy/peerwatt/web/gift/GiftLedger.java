package energy.peerwatt.web.gift;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.Gift;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.gift.AgreedGift.Party;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/**
 * Keeps gifts. What changes one holds from an interval on whose gate is open: the caller says from
 * which, and settlement finds the same whenever it asks. Times are market time.
 */
@ApplicationScoped
public class GiftLedger {

    private static final String OFFER =
            """
            INSERT INTO market.gift (area_id, giver_id, receiver_id, offered_at, offered_by)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (giver_id) WHERE ended_at IS NULL DO NOTHING
            """;

    /** Waits for whoever declines one right now. */
    private static final String LOCK_OFFERS =
            """
            SELECT id FROM market.gift WHERE giver_id = $1 AND receiver_id = $2 FOR UPDATE
            """;

    private static final String DECLINED =
            """
            SELECT max(ended_at) FROM market.gift
            WHERE giver_id = $1 AND receiver_id = $2 AND accepted_at IS NULL
                AND ended_by = 'participant ' || receiver_id AND ended_at > $3
            """;

    /** What follows in its transaction sees the spans that whoever held it before has written. */
    private static final String LOCK =
            """
            SELECT id FROM market.gift WHERE id = $1 FOR UPDATE
            """;

    private static final String ACCEPT =
            """
            WITH g AS (UPDATE market.gift SET accepted_at = $3, accepted_by = $4
                WHERE id = $1 AND receiver_id = $2 AND accepted_at IS NULL AND ended_at IS NULL
                RETURNING id)
            INSERT INTO market.gift_span (gift_id, from_start) SELECT id, $5 FROM g
            """;

    private static final String PAUSE =
            """
            WITH g AS (UPDATE market.gift SET paused_by = $2
                WHERE id = $1 AND $2 IN (giver_id, receiver_id) AND accepted_at IS NOT NULL
                    AND ended_at IS NULL AND paused_by IS NULL
                RETURNING id)
            UPDATE market.gift_span s SET until_start = greatest(s.from_start, $3::timestamptz)
            FROM g WHERE s.gift_id = g.id AND s.until_start IS NULL
            """;

    /** Going on before the pause had any effect undoes it. */
    private static final String RESUME =
            """
            WITH g AS (UPDATE market.gift SET paused_by = NULL
                WHERE id = $1 AND paused_by = $2 AND ended_at IS NULL
                RETURNING id)
            INSERT INTO market.gift_span (gift_id, from_start) SELECT id, $3 FROM g
            ON CONFLICT (gift_id, from_start) DO UPDATE SET until_start = NULL
            """;

    private static final String END =
            """
            WITH g AS (UPDATE market.gift SET ended_at = $3, ended_by = $4
                WHERE id = $1 AND $2 IN (giver_id, receiver_id) AND ended_at IS NULL
                RETURNING id),
            s AS (UPDATE market.gift_span s SET until_start = greatest(s.from_start, $5::timestamptz)
                FROM g WHERE s.gift_id = g.id AND s.until_start IS NULL)
            SELECT id FROM g
            """;

    private static final String OF =
            """
            SELECT g.id, g.giver_id, a.name, g.receiver_id, b.name, g.accepted_at IS NOT NULL, g.paused_by
            FROM market.gift g JOIN market.participant a ON a.id = g.giver_id
                JOIN market.participant b ON b.id = g.receiver_id
            WHERE $1 IN (g.giver_id, g.receiver_id) AND g.ended_at IS NULL ORDER BY g.id
            """;

    private static final String SPANS =
            """
            SELECT g.giver_id, g.receiver_id, s.from_start, s.until_start
            FROM market.gift g JOIN market.gift_span s ON s.gift_id = g.id
            WHERE g.area_id = $1 AND s.from_start <= $3
                AND (s.until_start IS NULL OR s.until_start > $2)
            ORDER BY g.accepted_at, g.id, s.from_start
            """;

    private static final String GIVEN =
            """
            SELECT l.interval_start, l.energy_wh, l.price_micro FROM settlement.settlement_line l
            WHERE l.participant = $1 AND l.counterparty = $2 AND l.interval_start >= $3
                AND l.direction = 'SOLD' AND l.kind = 'POOL_ENERGY'
                AND l.version = (SELECT max(i.version) FROM settlement.interval_settlement i
                    WHERE i.area = l.area AND i.interval_start = l.interval_start)
            ORDER BY l.interval_start DESC, l.number LIMIT 400
            """;

    /** So long nobody is asked again who declined, in market time. */
    private static final Duration REST = Duration.ofDays(7);

    private final Pool pool;

    public GiftLedger(Pool pool) {
        this.pool = pool;
    }

    /** Who changes a gift, and when. */
    public record Author(ParticipantId home, String name, Instant at) {}

    /** What became of an offer. */
    public sealed interface Offered {

        /** The receiver may agree. */
        record Made() implements Offered {}

        /** The author gives or offers its surplus to somebody already. */
        record GivesAlready() implements Offered {}

        /** The receiver declined, and is not asked again before that time. */
        record Rests(Instant until) implements Offered {}
    }

    /** Offers the author's surplus. */
    public Uni<Offered> offer(AreaId area, ParticipantId receiver, Author by) {
        long giver = by.home().value();
        Tuple pair = Tuple.of(giver, receiver.value());
        Tuple declined = Tuple.of(giver, receiver.value(), time(by.at().minus(REST)));
        return pool.withTransaction(connection ->
                connection
                        .preparedQuery(LOCK_OFFERS)
                        .execute(pair)
                        .chain(() -> connection.preparedQuery(DECLINED).execute(declined))
                        .map(rows -> rows.iterator().next().getOffsetDateTime(0))
                        .chain(at ->
                                at == null
                                        ? offer(connection, area, receiver, by)
                                        : Uni.createFrom()
                                                .item(
                                                        new Offered.Rests(
                                                                at.toInstant().plus(REST)))));
    }

    private static Uni<Offered> offer(
            SqlConnection connection, AreaId area, ParticipantId receiver, Author by) {
        return connection
                .preparedQuery(OFFER)
                .execute(
                        Tuple.of(
                                area.value(),
                                by.home().value(),
                                receiver.value(),
                                time(by.at()),
                                by.name()))
                .map(rows ->
                        rows.rowCount() == 1 ? new Offered.Made() : new Offered.GivesAlready());
    }

    /**
     * Agrees for the receiver.
     *
     * @param from says the start of the first interval that it holds for, once nobody else changes
     *     it
     * @return false if there is nothing that waits for the author's consent
     */
    public Uni<Boolean> accept(long gift, Author by, Supplier<Instant> from) {
        return changed(
                gift,
                ACCEPT,
                () ->
                        Tuple.of(
                                gift,
                                by.home().value(),
                                time(by.at()),
                                by.name(),
                                time(from.get())));
    }

    /**
     * Pauses a gift of either home.
     *
     * @param until says the start of the first interval that it does not hold for
     * @return false if it is not in force
     */
    public Uni<Boolean> pause(long gift, Author by, Supplier<Instant> until) {
        return changed(gift, PAUSE, () -> Tuple.of(gift, by.home().value(), time(until.get())));
    }

    /** Goes on with what the author has paused; false if it has not. */
    public Uni<Boolean> resume(long gift, Author by, Supplier<Instant> from) {
        return changed(gift, RESUME, () -> Tuple.of(gift, by.home().value(), time(from.get())));
    }

    /** Ends or declines a gift of either home; false if there is none. */
    public Uni<Boolean> end(long gift, Author by, Supplier<Instant> until) {
        return changed(
                gift,
                END,
                () ->
                        Tuple.of(
                                gift,
                                by.home().value(),
                                time(by.at()),
                                by.name(),
                                time(until.get())));
    }

    /** Values that depend on the clock are taken once the gift is nobody else's to change. */
    private Uni<Boolean> changed(long gift, String statement, Supplier<Tuple> values) {
        return pool.withTransaction(connection ->
                        connection
                                .preparedQuery(LOCK)
                                .execute(Tuple.of(gift))
                                .chain(() ->
                                        connection.preparedQuery(statement).execute(values.get())))
                .map(rows -> rows.rowCount() == 1);
    }

    /** What a home gives or is given, offers included; the earliest first. */
    public Uni<List<AgreedGift>> of(ParticipantId home) {
        return pool.preparedQuery(OF)
                .execute(Tuple.of(home.value()))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(GiftLedger::gift)
                                .toList());
    }

    private static AgreedGift gift(Row row) {
        return new AgreedGift(
                row.getLong(0),
                new Party(new ParticipantId(row.getLong(1)), row.getString(2)),
                new Party(new ParticipantId(row.getLong(3)), row.getString(4)),
                row.getBoolean(5),
                Optional.ofNullable(row.getLong(6)).map(ParticipantId::new));
    }

    /**
     * What holds for any of the intervals that start from one time to another, the earliest agreed
     * first.
     */
    public Uni<List<GiftSpan>> spans(AreaId area, Instant first, Instant last) {
        return pool.preparedQuery(SPANS)
                .execute(Tuple.of(area.value(), time(first), time(last)))
                .map(GiftLedger::spans);
    }

    private static List<GiftSpan> spans(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row ->
                        new GiftSpan(
                                new ParticipantId(row.getLong(0)),
                                new ParticipantId(row.getLong(1)),
                                row.getOffsetDateTime(2).toInstant(),
                                Optional.ofNullable(row.getOffsetDateTime(3))
                                        .map(OffsetDateTime::toInstant)))
                .toList();
    }

    /** What settlement gives in the interval that starts then. */
    public Uni<List<Gift>> at(AreaId area, Instant start) {
        return spans(area, start, start)
                .map(spans ->
                        spans.stream()
                                .filter(span -> span.holdsAt(start))
                                .map(span -> new Gift(span.giver(), span.receiver()))
                                .toList());
    }

    /**
     * What was shared beside trades from one home with another, the newest first: gifts, and parts
     * of the pool, which have another price.
     */
    public Uni<List<Given>> shared(ParticipantId giver, ParticipantId receiver, Instant since) {
        return pool.preparedQuery(GIVEN)
                .execute(Tuple.of(giver.value(), receiver.value(), time(since)))
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(row ->
                                        new Given(
                                                row.getOffsetDateTime(0).toInstant(),
                                                row.getLong(1),
                                                Price.ofMicroPerKwh(row.getLong(2))))
                                .toList());
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
