package energy.peerwatt.web.trading;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.EngineCommand.SetParticipantLimits;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.matching.cluster.EngineReply;
import energy.peerwatt.settlement.chain.ChainGateway;
import energy.peerwatt.settlement.chain.Digest;
import energy.peerwatt.settlement.chain.SettlementBatch;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.unit.Money;
import energy.peerwatt.web.database.DatabaseFailure;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.store.Registry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps members from buying for more than they have in the vault, where money is real: before a bid
 * the engine is told what the member may owe, and refuses what goes beyond. The engine counts what
 * is open; what was bought in closed intervals and is not on its way to the chain is counted here,
 * at the bids' limits (ADR 0022). Safe for use by several threads and processes.
 */
@ApplicationScoped
public class CashLimits {

    /**
     * Gates that close so soon count as closed: the engine forgets what is bought behind them, and
     * may do so before it is told.
     */
    private static final Duration CLOSING = Duration.ofMinutes(1);

    /** What is not on its way to the chain after so long needs a person. */
    private static final Duration LOOK_BACK = Duration.ofDays(14);

    /** Bids by interval: what is open of them at most costs, and what was bought, nano-currency. */
    private static final String BOUGHT =
            """
            SELECT area_id, interval_start, sum(greatest(limit_micro, 0)
                * CASE WHEN state = 'OPEN' THEN quantity_wh ELSE quantity_wh - remaining_wh END)
                ::bigint
            FROM market.customer_order
            WHERE participant_id = $1 AND side = 'BUY' AND interval_start >= $2
                AND (state = 'OPEN' OR remaining_wh < quantity_wh)
            GROUP BY area_id, interval_start
            """;

    private final Parts parts;
    private final Registry registry;
    private final Pool pool;
    private final MarketClock clock;

    public CashLimits(Parts parts, Registry registry, Pool pool, MarketClock clock) {
        this.parts = parts;
        this.registry = registry;
        this.pool = pool;
        this.clock = clock;
    }

    /**
     * Tells the engine what a member's open purchases may cost by now; nothing where money is play
     * money. Fails with CHAIN_UNAVAILABLE, DATABASE_UNAVAILABLE or ENGINE_UNAVAILABLE.
     */
    public Uni<Void> tell(ParticipantId buyer) {
        return isReal()
                ? limit(buyer).chain(limit -> send(buyer, limit))
                : Uni.createFrom().voidItem();
    }

    /** Whether members have to pay in what they buy for. */
    boolean isReal() {
        return !parts.chain().gateway().hasPlayMoney();
    }

    /** See {@link ChainGateway#creditOf}; blocks. */
    Money creditOf(ParticipantId buyer) {
        return parts.chain().gateway().creditOf(buyer);
    }

    /** What the engine may let a member's open purchases cost; not negative. */
    Uni<Money> limit(ParticipantId buyer) {
        // In this order: what is written meanwhile is counted twice, never not at all.
        return owed(buyer).map(owed -> left(creditOf(buyer), owed));
    }

    private static Money left(Money credit, Money owed) {
        return credit.compareTo(owed) > 0 ? credit.minus(owed) : Money.ZERO;
    }

    private Uni<Money> owed(ParticipantId buyer) {
        Instant now = clock.now();
        return registry.areas()
                .chain(areas ->
                        bought(buyer, now.minus(LOOK_BACK))
                                .map(rows -> costs(rows, areas, now.plus(CLOSING))))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(costs -> {
                    Map<Digest, Money> open = new HashMap<>(costs);
                    open.keySet().removeAll(parts.chain().gateway().find(costs.keySet()).keySet());
                    return open.values().stream().reduce(Money.ZERO, Money::plus);
                });
    }

    private Uni<RowSet<Row>> bought(ParticipantId buyer, Instant from) {
        return DatabaseFailure.named(
                "purchases",
                pool.preparedQuery(BOUGHT)
                        .execute(Tuple.of(buyer.value(), from.atOffset(ZoneOffset.UTC))));
    }

    /** Costs of intervals whose gates are closed by then, by the key of their settlement. */
    private static Map<Digest, Money> costs(RowSet<Row> rows, List<Area> areas, Instant closed) {
        Map<AreaId, Area> byId = new HashMap<>();
        areas.forEach(area -> byId.put(area.rules().area(), area));
        Map<Digest, Money> costs = new HashMap<>();
        for (Row row : rows) {
            Area area = byId.get(new AreaId(row.getInteger(0)));
            if (area != null) {
                DeliveryInterval interval = area.intervalAt(row.getOffsetDateTime(1).toInstant());
                if (!area.gateOf(interval).isAfter(closed)) {
                    Digest key = SettlementBatch.keyOf(area.rules().area(), interval, 1);
                    costs.put(key, Money.ofNano(row.getLong(2)));
                }
            }
        }
        return costs;
    }

    private Uni<Void> send(ParticipantId buyer, Money limit) {
        return Uni.createFrom()
                .completionStage(() ->
                        parts.engine().client().send(new SetParticipantLimits(buyer, limit, null)))
                .invoke(reply -> {
                    if (!(reply instanceof EngineReply.Done)) {
                        throw new MarketException(
                                ErrorCode.ENGINE_UNAVAILABLE, "limit of " + buyer + ": " + reply);
                    }
                })
                .replaceWithVoid();
    }
}
