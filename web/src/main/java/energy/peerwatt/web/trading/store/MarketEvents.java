package energy.peerwatt.web.trading.store;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.trading.MarketEvent;
import energy.peerwatt.web.trading.MarketEvent.Detail;
import energy.peerwatt.web.trading.MarketEvent.Kind;
import energy.peerwatt.web.trading.MarketEvent.Parties;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What happened in books, read from orders, trades and gates as far as events are stored. */
@ApplicationScoped
public class MarketEvents {

    /** At one moment orders come before trades, and those before what ends. */
    private static final String FIND =
            """
            WITH span AS (SELECT $1::integer area, $2::timestamptz first, $3::timestamptz last, $4::bigint member)
            SELECT kind, at, interval_start, number, participant_id, other_id, side, first_order, other_order,
                energy_wh, price_micro
            FROM (
                SELECT 'ORDER_PLACED' kind, 0 rank, placed_at at, interval_start, id number, participant_id,
                    NULL::bigint other_id, side, id first_order, NULL::bigint other_order,
                    quantity_wh energy_wh, limit_micro price_micro
                FROM market.customer_order, span
                WHERE area_id = area AND interval_start >= first AND interval_start < last
                    AND (member IS NULL OR participant_id = member)
                UNION ALL
                SELECT 'TRADED', 1, traded_at, interval_start, id, seller_id, buyer_id, NULL, sell_order_id,
                    buy_order_id, energy_wh, price_micro
                FROM market.trade, span
                WHERE area_id = area AND interval_start >= first AND interval_start < last
                    AND (member IS NULL OR member IN (seller_id, buyer_id))
                UNION ALL
                SELECT 'ORDER_' || state, 2, ended_at, interval_start, id, participant_id, NULL, side, id, NULL,
                    remaining_wh, limit_micro
                FROM market.customer_order, span
                WHERE area_id = area AND interval_start >= first AND interval_start < last
                    AND (member IS NULL OR participant_id = member) AND state IN ('CANCELLED', 'EXPIRED')
                UNION ALL
                SELECT 'GATE_CLOSED', 3, closed_at, interval_start, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL
                FROM market.gate, span
                WHERE area_id = area AND interval_start >= first AND interval_start < last AND member IS NULL
            ) event
            WHERE $5::text IS NULL OR kind = $5
            ORDER BY at DESC, rank DESC, number DESC
            LIMIT $6
            """;

    private final Pool pool;

    public MarketEvents(Pool pool) {
        this.pool = pool;
    }

    /**
     * Which events.
     *
     * @param from first interval start, inclusive
     * @param to last interval start, exclusive
     * @param participant only of this one's orders and trades; then without gates
     */
    public record Search(
            AreaId area,
            Instant from,
            Instant to,
            Optional<ParticipantId> participant,
            Optional<Kind> kind) {}

    /** The newest events, newest first. */
    public Uni<List<MarketEvent>> find(Search search, int limit) {
        Tuple values =
                Tuple.from(
                        new @Nullable Object[] {
                            search.area().value(),
                            search.from().atOffset(ZoneOffset.UTC),
                            search.to().atOffset(ZoneOffset.UTC),
                            search.participant().map(ParticipantId::value).orElse(null),
                            search.kind().map(Kind::name).orElse(null),
                            limit
                        });
        return pool.preparedQuery(FIND)
                .execute(values)
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(MarketEvents::event)
                                .toList());
    }

    private static MarketEvent event(Row row) {
        Kind kind = Kind.valueOf(row.getString("kind"));
        Optional<Detail> detail =
                kind == Kind.GATE_CLOSED
                        ? Optional.empty()
                        : Optional.of(
                                new Detail(
                                        row.getLong("number"),
                                        parties(kind, row),
                                        Energy.ofWattHours(row.getLong("energy_wh")),
                                        Price.ofMicroPerKwh(row.getLong("price_micro"))));
        return new MarketEvent(
                kind,
                row.getOffsetDateTime("at").toInstant(),
                row.getOffsetDateTime("interval_start").toInstant(),
                detail);
    }

    private static Parties parties(Kind kind, Row row) {
        ParticipantId first = new ParticipantId(row.getLong("participant_id"));
        return kind == Kind.TRADED
                ? new Parties.Both(
                        first,
                        row.getLong("first_order"),
                        new ParticipantId(row.getLong("other_id")),
                        row.getLong("other_order"))
                : new Parties.One(first, Side.valueOf(row.getString("side")));
    }
}
