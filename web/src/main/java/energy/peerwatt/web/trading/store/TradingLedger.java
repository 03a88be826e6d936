package energy.peerwatt.web.trading.store;

import energy.peerwatt.book.Level;
import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.database.Sessions;
import energy.peerwatt.web.trading.Book;
import energy.peerwatt.web.trading.CustomerOrder;
import energy.peerwatt.web.trading.MadeTrade;
import energy.peerwatt.web.trading.OrderState;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads orders, trades, gates and books as far as the engine's events are stored. */
@ApplicationScoped
public class TradingLedger {

    private static final String LEVELS =
            """
            SELECT side, limit_micro, sum(remaining_wh)::bigint, count(*)::integer
            FROM market.customer_order
            WHERE area_id = $1 AND interval_start = $2 AND state = 'OPEN'
            GROUP BY side, limit_micro
            """;

    private static final String BOOK_STATE =
            """
            SELECT (SELECT sequence FROM market.engine_position),
                EXISTS (SELECT FROM market.gate WHERE area_id = $1 AND interval_start = $2)
            """;

    private static final String SOLD =
            """
            SELECT coalesce(sum(energy_wh), 0)::bigint FROM market.trade
            WHERE area_id = $1 AND seller_id = $2 AND interval_start >= $3 AND interval_start < $4
            """;

    private final Sessions sessions;
    private final Pool pool;

    public TradingLedger(Sessions sessions, Pool pool) {
        this.sessions = sessions;
        this.pool = pool;
    }

    /**
     * A participant's orders, the newest first.
     *
     * @param interval start of the interval they are for; empty for all
     * @param limit most orders to return
     */
    public Uni<List<CustomerOrder>> orders(
            ParticipantId participant,
            Optional<Instant> interval,
            Optional<OrderState> state,
            int limit) {
        return sessions.read(session -> {
            var query =
                    session.createSelectionQuery(
                            "from OrderEntity o where o.participantId = :participant"
                                    + (interval.isPresent()
                                            ? " and o.intervalStart = :interval"
                                            : "")
                                    + (state.isPresent() ? " and o.state = :state" : "")
                                    + " order by o.id desc",
                            OrderEntity.class);
            query.setParameter("participant", participant.value());
            interval.ifPresent(start -> query.setParameter("interval", start));
            state.ifPresent(wanted -> query.setParameter("state", wanted));
            return query.setMaxResults(limit)
                    .getResultList()
                    .map(found -> found.stream().map(OrderEntity::toRecord).toList());
        });
    }

    /**
     * What a participant sold in an area, in Wh.
     *
     * @param from first interval start, inclusive
     * @param to last interval start, exclusive
     */
    public Uni<Long> sold(AreaId area, ParticipantId seller, Instant from, Instant to) {
        return pool.preparedQuery(SOLD)
                .execute(
                        Tuple.of(
                                area.value(),
                                seller.value(),
                                from.atOffset(ZoneOffset.UTC),
                                to.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** The participant's latest order with this number. */
    public Uni<Optional<CustomerOrder>> order(ParticipantId participant, long clientOrderId) {
        return sessions.read(session ->
                session.createSelectionQuery(
                                "from OrderEntity o where o.participantId = ?1"
                                        + " and o.clientOrderId = ?2 order by o.id desc",
                                OrderEntity.class)
                        .setParameter(1, participant.value())
                        .setParameter(2, clientOrderId)
                        .setMaxResults(1)
                        .getSingleResultOrNull()
                        .map(found -> Optional.ofNullable(found).map(OrderEntity::toRecord)));
    }

    /**
     * An area's trades, the newest first.
     *
     * @param interval start of the interval they are for; empty for all
     * @param limit most trades to return
     */
    public Uni<List<MadeTrade>> trades(AreaId area, Optional<Instant> interval, int limit) {
        return sessions.read(session -> {
            var query =
                    session.createSelectionQuery(
                            "from TradeEntity t where t.areaId = :area"
                                    + (interval.isPresent()
                                            ? " and t.intervalStart = :interval"
                                            : "")
                                    + " order by t.id desc",
                            TradeEntity.class);
            query.setParameter("area", area.value());
            interval.ifPresent(start -> query.setParameter("interval", start));
            return query.setMaxResults(limit)
                    .getResultList()
                    .map(found -> found.stream().map(TradeEntity::toRecord).toList());
        });
    }

    /** All trades of an interval; complete once its gate is closed. */
    public Uni<List<MadeTrade>> trades(AreaId area, DeliveryInterval interval) {
        return trades(area, Optional.of(interval.start()), Integer.MAX_VALUE);
    }

    /** An interval's book. */
    public Uni<Book> book(AreaId area, DeliveryInterval interval) {
        Tuple key = Tuple.of(area.value(), time(interval.start()));
        return trades(area, Optional.of(interval.start()), 1)
                .chain(last ->
                        pool.preparedQuery(LEVELS)
                                .execute(key)
                                .chain(levels ->
                                        pool.preparedQuery(BOOK_STATE)
                                                .execute(key)
                                                .map(state ->
                                                        book(
                                                                area,
                                                                interval,
                                                                state.iterator().next(),
                                                                levels,
                                                                last))));
    }

    private static Book book(
            AreaId area,
            DeliveryInterval interval,
            Row state,
            Iterable<Row> levels,
            List<MadeTrade> last) {
        Comparator<Level> byLimit = Comparator.comparing(Level::limit);
        return new Book(
                area,
                interval,
                state.getLong(0),
                state.getBoolean(1),
                levels(levels, Side.SELL).sorted(byLimit).toList(),
                levels(levels, Side.BUY).sorted(byLimit.reversed()).toList(),
                last.stream().findFirst());
    }

    private static Stream<Level> levels(Iterable<Row> rows, Side side) {
        return StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> row.getString(0).equals(side.name()))
                .map(row ->
                        new Level(
                                Price.ofMicroPerKwh(row.getLong(1)),
                                Energy.ofWattHours(row.getLong(2)),
                                row.getInteger(3)));
    }

    /** Start of the first interval after {@code after} whose gate has closed. */
    public Uni<Optional<Instant>> firstClosedAfter(AreaId area, Instant after) {
        return pool.preparedQuery(
                        """
                        SELECT min(interval_start) FROM market.gate
                        WHERE area_id = $1 AND interval_start > $2
                        """)
                .execute(Tuple.of(area.value(), time(after)))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getOffsetDateTime(0)))
                .map(found -> found.map(OffsetDateTime::toInstant));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
