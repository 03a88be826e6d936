package energy.peerwatt.web.trading;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.EngineCommand.CancelOrder;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.EngineCommand.SetParticipantLimits;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.market.Side;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The market's own engine, database and chain, as if its token were real. */
@QuarkusTest
class CashLimitsTest extends MarketTest {

    private static final ParticipantId POOR = new ParticipantId(Street.UNMETERED.participant());

    /** Known to nobody but the table of orders, and so without an account in the vault. */
    private static final ParticipantId STRANGER = new ParticipantId(990_001);

    private static final Instant FAR = Instant.parse(INTERVAL).plus(Duration.ofMinutes(45));
    private static final long NO_ORDER = 9_000_000_000_000L;

    @Inject Parts parts;
    @Inject Registry registry;
    @Inject ToldRules told;
    @Inject Pool pool;
    @Inject MarketClock clock;

    private final AtomicLong orders = new AtomicLong(NO_ORDER);
    private OrderDesk desk;

    @AfterEach
    void leaveNothing() throws Exception {
        pool.preparedQuery("DELETE FROM market.customer_order WHERE participant_id = $1")
                .executeAndAwait(Tuple.of(STRANGER.value()));
        parts.engine()
                .client()
                .send(new SetParticipantLimits(POOR, null, null))
                .toCompletableFuture()
                .get();
    }

    @Test
    void whoHasNoAccountInTheVaultBuysNothing() {
        desk = desk(new Real());
        OrderOutcome refused = place(Side.BUY, newClientOrderId(), 500, 200_000);
        assertThat(refused).isEqualTo(new OrderOutcome.Rejected(RejectReason.BUY_EXPOSURE));

        long sale = newClientOrderId();
        assertThat(place(Side.SELL, sale, 500, 290_000)).isInstanceOf(OrderOutcome.Accepted.class);
        cancel(sale);
    }

    @Test
    void openBidsTogetherCostNoMoreThanThereIs() {
        // 0.10
        desk = desk(new Rich(100_000_000));
        long first = newClientOrderId();
        assertThat(place(Side.BUY, first, 600, 100_000)).isInstanceOf(OrderOutcome.Accepted.class);
        long second = newClientOrderId();
        assertThat(place(Side.BUY, second, 500, 100_000))
                .isEqualTo(new OrderOutcome.Rejected(RejectReason.BUY_EXPOSURE));
        // Nothing of it stayed: the same number is free.
        assertThat(place(Side.BUY, second, 400, 100_000)).isInstanceOf(OrderOutcome.Accepted.class);

        cancel(first);
        long third = newClientOrderId();
        assertThat(place(Side.BUY, third, 600, 100_000)).isInstanceOf(OrderOutcome.Accepted.class);
        cancel(second);
        cancel(third);
    }

    @Test
    void withPlayMoneyNothingIsBounded() {
        desk = desk(new CashLimits(parts, registry, pool, clock));
        long number = newClientOrderId();
        assertThat(place(Side.BUY, number, 500, 100_000)).isInstanceOf(OrderOutcome.Accepted.class);
        cancel(number);
    }

    @Test
    void whatWasBoughtBehindClosedGatesIsTakenOff() {
        Rich limits = new Rich(1_000_000_000);
        Instant closed = clock.now().minus(Duration.ofHours(3));
        DeliveryInterval one = DeliveryInterval.containing(closed, DeliveryInterval.QUARTER_HOUR);
        assertThat(limit(limits)).isEqualTo(1_000_000_000);

        // 300 Wh bought of 500 at 0.20, none of the expired rest, nothing of sales.
        bid(one.start(), "BUY", 500, 200, 200_000, "EXPIRED");
        bid(one.start(), "SELL", 500, 0, 200_000, "FILLED");
        assertThat(limit(limits)).isEqualTo(940_000_000);
        // What the engine's events have not told yet counts whole.
        bid(one.next().start(), "BUY", 100, 100, 100_000, "OPEN");
        assertThat(limit(limits)).isEqualTo(930_000_000);
        // What pays its buyer costs nothing; what is open the engine counts.
        bid(one.start(), "BUY", 500, 0, -200_000, "FILLED");
        bid(FAR, "BUY", 500, 0, 200_000, "FILLED");
        assertThat(limit(limits)).isEqualTo(930_000_000);
        bid(one.start(), "BUY", 90_000, 0, 100_000, "FILLED");
        assertThat(limit(limits)).isZero();
    }

    private long limit(CashLimits limits) {
        return limits.limit(STRANGER).await().indefinitely().nano();
    }

    private void bid(
            Instant start, String side, long quantity, long remaining, long limit, String state) {
        pool.preparedQuery(
                        """
                        INSERT INTO market.customer_order (id, participant_id, client_order_id,
                            area_id, interval_start, interval_minutes, side, quantity_wh,
                            remaining_wh, limit_micro, state, placed_at)
                        VALUES ($1, $2, $1, 1, $3, 15, $4, $5, $6, $7, $8, $3)
                        """)
                .executeAndAwait(
                        Tuple.tuple()
                                .addLong(orders.incrementAndGet())
                                .addLong(STRANGER.value())
                                .addOffsetDateTime(start.atOffset(ZoneOffset.UTC))
                                .addString(side)
                                .addLong(quantity)
                                .addLong(remaining)
                                .addLong(limit)
                                .addString(state));
    }

    private OrderDesk desk(CashLimits limits) {
        return new OrderDesk(parts, registry, told, limits);
    }

    private OrderOutcome place(Side side, long number, long energyWh, long limitMicro) {
        return desk.place(
                        new PlaceOrder(
                                POOR,
                                number,
                                new AreaId(1),
                                DeliveryInterval.quarterHourAt(FAR),
                                side,
                                Energy.ofWattHours(energyWh),
                                Price.ofMicroPerKwh(limitMicro)))
                .await()
                .indefinitely();
    }

    private void cancel(long number) {
        assertThat(desk.cancel(new CancelOrder(POOR, number)).await().indefinitely())
                .isInstanceOf(OrderOutcome.Cancelled.class);
    }

    /** Real money in the market's own vault, where whoever asks has no account. */
    private class Real extends CashLimits {

        Real() {
            super(parts, registry, pool, clock);
        }

        @Override
        boolean isReal() {
            return true;
        }

        @Override
        Money creditOf(ParticipantId buyer) {
            return super.creditOf(STRANGER);
        }
    }

    /** Whoever asks has so much. */
    private final class Rich extends Real {

        private final long nano;

        Rich(long nano) {
            this.nano = nano;
        }

        @Override
        Money creditOf(ParticipantId buyer) {
            return Money.ofNano(nano);
        }
    }
}
