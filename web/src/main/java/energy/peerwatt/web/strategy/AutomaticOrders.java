package energy.peerwatt.web.strategy;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.strategy.Margins.Outcome;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads members' automatic orders as far as the engine's events are stored. */
@ApplicationScoped
class AutomaticOrders {

    /** What cleared longer ago teaches nothing. */
    private static final Duration LEARNED_FROM = Duration.ofHours(24);

    private static final String STANDING =
            """
            SELECT participant_id, interval_start, client_order_id, side, limit_micro,
                quantity_wh - remaining_wh,
                CASE WHEN state = 'OPEN' THEN remaining_wh ELSE 0 END
            FROM market.customer_order
            WHERE area_id = $1 AND participant_id = ANY ($2)
                AND interval_start >= $3 AND interval_start <= $4 AND client_order_id < 0
            ORDER BY participant_id, interval_start, client_order_id DESC
            """;

    private static final String OUTCOMES =
            """
            SELECT participant_id, interval_start, client_order_id, side, limit_micro,
                quantity_wh - remaining_wh,
                CASE WHEN state = 'EXPIRED' THEN remaining_wh ELSE 0 END
            FROM market.customer_order
            WHERE area_id = $1 AND participant_id = ANY ($2)
                AND interval_start >= $3 AND interval_start < $4 AND client_order_id < 0
                AND (state IN ('FILLED', 'EXPIRED')
                    OR (state = 'CANCELLED' AND remaining_wh < quantity_wh))
            ORDER BY interval_start
            """;

    private final Pool pool;

    AutomaticOrders(Pool pool) {
        this.pool = pool;
    }

    /** A member's orders for an interval. */
    record MemberInterval(ParticipantId participant, Instant start) {}

    /** A member's orders of one side. */
    record Learner(ParticipantId participant, Side side) {}

    /** Those of intervals from the first to the last, in the order they were placed. */
    Uni<Map<MemberInterval, List<StandingOrder>>> standing(
            AreaId area,
            List<ParticipantId> participants,
            DeliveryInterval first,
            DeliveryInterval last) {
        return pool.preparedQuery(STANDING)
                .execute(
                        Tuple.of(
                                area.value(),
                                ids(participants),
                                first.start().atOffset(ZoneOffset.UTC),
                                last.start().atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    Map<MemberInterval, List<StandingOrder>> found = new HashMap<>();
                    for (Row row : rows) {
                        found.computeIfAbsent(key(row), _ -> new ArrayList<>()).add(order(row));
                    }
                    return found;
                });
    }

    /**
     * What became of the members' orders in the day before the first open interval, by interval,
     * the oldest first.
     */
    Uni<Map<Learner, List<Outcome>>> outcomes(
            Area area, List<ParticipantId> participants, DeliveryInterval firstOpen) {
        return pool.preparedQuery(OUTCOMES)
                .execute(
                        Tuple.of(
                                area.rules().area().value(),
                                ids(participants),
                                firstOpen.start().minus(LEARNED_FROM).atOffset(ZoneOffset.UTC),
                                firstOpen.start().atOffset(ZoneOffset.UTC)))
                .map(AutomaticOrders::outcomes);
    }

    /** Of orders of closed intervals, by interval. */
    private static Map<Learner, List<Outcome>> outcomes(RowSet<Row> closed) {
        Map<MemberInterval, List<StandingOrder>> byInterval = new LinkedHashMap<>();
        for (Row row : closed) {
            byInterval.computeIfAbsent(key(row), _ -> new ArrayList<>()).add(order(row));
        }
        Map<Learner, List<Outcome>> found = new HashMap<>();
        byInterval.forEach((of, orders) -> {
            for (Side side : Side.values()) {
                Outcome.of(orders, side)
                        .ifPresent(outcome ->
                                found.computeIfAbsent(
                                                new Learner(of.participant(), side),
                                                _ -> new ArrayList<>())
                                        .add(outcome));
            }
        });
        return found;
    }

    private static MemberInterval key(Row row) {
        return new MemberInterval(
                new ParticipantId(row.getLong(0)), row.getOffsetDateTime(1).toInstant());
    }

    private static Long[] ids(List<ParticipantId> participants) {
        return participants.stream().map(ParticipantId::value).toArray(Long[]::new);
    }

    private static StandingOrder order(Row row) {
        return new StandingOrder(
                row.getLong(2),
                Side.valueOf(row.getString(3)),
                Price.ofMicroPerKwh(row.getLong(4)),
                row.getLong(5),
                row.getLong(6));
    }
}
