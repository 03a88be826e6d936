package energy.peerwatt.web.trading.store;

import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.EngineEvent.BasketAccepted;
import energy.peerwatt.market.EngineEvent.BlockAccepted;
import energy.peerwatt.market.EngineEvent.CallCleared;
import energy.peerwatt.market.EngineEvent.GateClosed;
import energy.peerwatt.market.EngineEvent.OrderAccepted;
import energy.peerwatt.market.EngineEvent.OrderCancelled;
import energy.peerwatt.market.EngineEvent.OrderReduced;
import energy.peerwatt.market.EngineEvent.OrderRejected;
import energy.peerwatt.market.EngineEvent.OrderReplaced;
import energy.peerwatt.market.EngineEvent.TradeMade;
import energy.peerwatt.market.Trade;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.database.DatabaseFailure;
import energy.peerwatt.web.trading.OrderState;
import energy.peerwatt.web.trading.Position;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Stores the engine's events, each exactly once. */
@ApplicationScoped
public class EventStore {

    private static final String INSERT_ORDERS =
            """
            INSERT INTO market.customer_order (id, participant_id, client_order_id, area_id,
                interval_start, interval_minutes, side, quantity_wh, remaining_wh, limit_micro,
                state, placed_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, 'OPEN', $10)
            """;

    private static final String INSERT_TRADES =
            """
            INSERT INTO market.trade (id, area_id, interval_start, interval_minutes, seller_id,
                buyer_id, sell_order_id, buy_order_id, energy_wh, price_micro, traded_at,
                buyer_area_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """;

    private static final String FILL_ORDERS =
            """
            UPDATE market.customer_order SET remaining_wh = remaining_wh - $2,
                state = CASE WHEN remaining_wh = $2 THEN 'FILLED' ELSE state END,
                ended_at = CASE WHEN remaining_wh = $2 THEN $3 ELSE ended_at END
            WHERE id = $1
            """;

    private static final String END_ORDERS =
            "UPDATE market.customer_order SET state = $2, ended_at = $3 WHERE id = $1";

    // What left without being traded was never more than wished for: the order is smaller now.
    private static final String REDUCE_ORDERS =
            """
            UPDATE market.customer_order SET quantity_wh = quantity_wh - $2,
                remaining_wh = remaining_wh - $2
            WHERE id = $1
            """;

    private static final String REPLACE_ORDERS =
            """
            UPDATE market.customer_order SET quantity_wh = quantity_wh - remaining_wh + $2,
                remaining_wh = $2, limit_micro = $3
            WHERE id = $1
            """;

    private static final String CLOSE_GATES =
            "INSERT INTO market.gate (area_id, interval_start, closed_at) VALUES ($1, $2, $3)";

    // Another process that stores the same events finds the sequence changed and writes nothing.
    private static final String ADVANCE =
            """
            UPDATE market.engine_position
            SET sequence = $2, orders = orders + $3, trades = trades + $4 WHERE sequence = $1
            """;

    private final Pool pool;

    public EventStore(Pool pool) {
        this.pool = pool;
    }

    public Uni<Position> position() {
        return DatabaseFailure.named(
                "read engine position",
                pool.query("SELECT sequence, orders, trades FROM market.engine_position")
                        .execute()
                        .map(rows -> rows.iterator().next())
                        .map(row -> new Position(row.getLong(0), row.getLong(1), row.getLong(2))));
    }

    /**
     * Stores consecutive events and the new position in one transaction.
     *
     * <p>Fails with {@link IllegalStateException} and stores nothing if the events do not follow
     * the stored position.
     *
     * @param events in order of their sequence without gaps, at least one
     */
    public Uni<Void> append(List<EngineEvent> events) {
        Batch batch = new Batch();
        events.forEach(batch::add);
        long before = events.getFirst().sequence() - 1;
        long after = events.getLast().sequence();
        return DatabaseFailure.named(
                "store engine events",
                pool.withTransaction(connection ->
                        connection
                                .preparedQuery(ADVANCE)
                                .execute(Tuple.of(before, after, batch.orders(), batch.trades()))
                                .invoke(updated -> requireFollows(updated.rowCount(), before))
                                .chain(() -> batch.write(connection))));
    }

    private static void requireFollows(int updatedRows, long before) {
        if (updatedRows != 1) {
            throw new IllegalStateException("events do not follow sequence " + before);
        }
    }

    private static short minutes(DeliveryInterval interval) {
        return (short) interval.length().toMinutes();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /**
     * Rows of several events. What is new is written kind by kind; changes of orders follow in the
     * sequence of the events, as what is left of an order depends on it. Blocks and baskets are no
     * rows of their own: their trades are.
     */
    private static final class Batch {

        private final List<Tuple> orders = new ArrayList<>();
        private final List<Tuple> trades = new ArrayList<>();
        private final List<Changes> changes = new ArrayList<>();
        private final List<Tuple> gates = new ArrayList<>();

        /** Changes of one kind that follow each other. */
        private record Changes(String sql, List<Tuple> rows) {}

        void add(EngineEvent event) {
            switch (event) {
                case OrderAccepted accepted -> addOrder(accepted);
                case TradeMade made -> addTrade(made);
                case OrderCancelled cancelled -> addEnd(cancelled);
                case OrderReduced reduced ->
                        change(
                                REDUCE_ORDERS,
                                Tuple.of(reduced.order().value(), reduced.by().wattHours()));
                case OrderReplaced replaced ->
                        change(
                                REPLACE_ORDERS,
                                Tuple.of(
                                        replaced.order().value(),
                                        replaced.quantity().wattHours(),
                                        replaced.limit().microPerKwh()));
                case GateClosed closed ->
                        gates.add(
                                Tuple.of(
                                        closed.area().value(),
                                        time(closed.interval().start()),
                                        time(closed.at())));
                case BlockAccepted _, BasketAccepted _, CallCleared _, OrderRejected _ -> {
                    // Whoever sent it was told, and the trades say what came of it.
                }
            }
        }

        private void change(String sql, Tuple row) {
            if (changes.isEmpty() || !changes.getLast().sql().equals(sql)) {
                changes.add(new Changes(sql, new ArrayList<>()));
            }
            changes.getLast().rows().add(row);
        }

        private void addOrder(OrderAccepted accepted) {
            PlaceOrder command = accepted.command();
            orders.add(
                    Tuple.tuple()
                            .addLong(accepted.order().value())
                            .addLong(command.participant().value())
                            .addLong(command.clientOrderId())
                            .addInteger(command.area().value())
                            .addOffsetDateTime(time(command.interval().start()))
                            .addShort(minutes(command.interval()))
                            .addString(command.side().name())
                            .addLong(command.quantity().wattHours())
                            .addLong(command.limit().microPerKwh())
                            .addOffsetDateTime(time(accepted.at())));
        }

        private void addTrade(TradeMade made) {
            Trade trade = made.trade();
            trades.add(
                    Tuple.tuple()
                            .addLong(trade.id().value())
                            .addInteger(trade.area().value())
                            .addOffsetDateTime(time(trade.interval().start()))
                            .addShort(minutes(trade.interval()))
                            .addLong(trade.seller().value())
                            .addLong(trade.buyer().value())
                            .addLong(trade.sellOrder().value())
                            .addLong(trade.buyOrder().value())
                            .addLong(trade.quantity().wattHours())
                            .addLong(trade.price().microPerKwh())
                            .addOffsetDateTime(time(made.at()))
                            .addInteger(trade.buyerArea().value()));
            long energy = trade.quantity().wattHours();
            change(FILL_ORDERS, Tuple.of(trade.sellOrder().value(), energy, time(made.at())));
            change(FILL_ORDERS, Tuple.of(trade.buyOrder().value(), energy, time(made.at())));
        }

        private void addEnd(OrderCancelled cancelled) {
            OrderState state =
                    switch (cancelled.reason()) {
                        case GATE_CLOSED, EXPIRED -> OrderState.EXPIRED;
                        case BY_PARTICIPANT,
                                BY_MASS_CANCEL,
                                SELF_TRADE,
                                NOT_FILLED_AT_ONCE,
                                UNFILLABLE,
                                WOULD_TRADE ->
                                OrderState.CANCELLED;
                    };
            change(
                    END_ORDERS,
                    Tuple.of(cancelled.order().value(), state.name(), time(cancelled.at())));
        }

        long orders() {
            return orders.size();
        }

        long trades() {
            return trades.size();
        }

        Uni<Void> write(SqlConnection connection) {
            Uni<Void> written =
                    write(connection, INSERT_ORDERS, orders)
                            .chain(() -> write(connection, INSERT_TRADES, trades));
            for (Changes kind : changes) {
                written = written.chain(() -> write(connection, kind.sql(), kind.rows()));
            }
            return written.chain(() -> write(connection, CLOSE_GATES, gates));
        }

        private static Uni<Void> write(SqlConnection connection, String sql, List<Tuple> rows) {
            return rows.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : connection.preparedQuery(sql).executeBatch(rows).replaceWithVoid();
        }
    }
}
