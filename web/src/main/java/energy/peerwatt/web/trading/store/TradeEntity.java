package energy.peerwatt.web.trading.store;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Trade;
import energy.peerwatt.market.TradeId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.trading.MadeTrade;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

/** Row of {@code market.trade}; read only, the event store writes. */
@Entity
@Immutable
@Table(schema = "market", name = "trade")
@NullUnmarked
class TradeEntity {

    @Id
    @Column(name = "id")
    long id;

    @Column(name = "area_id")
    int areaId;

    @Column(name = "interval_start")
    Instant intervalStart;

    @Column(name = "interval_minutes")
    short intervalMinutes;

    @Column(name = "seller_id")
    long sellerId;

    @Column(name = "buyer_id")
    long buyerId;

    @Column(name = "sell_order_id")
    long sellOrderId;

    @Column(name = "buy_order_id")
    long buyOrderId;

    @Column(name = "energy_wh")
    long energyWh;

    @Column(name = "price_micro")
    long priceMicro;

    @Column(name = "buyer_area_id")
    int buyerAreaId;

    @Column(name = "traded_at")
    Instant tradedAt;

    MadeTrade toRecord() {
        Trade trade =
                new Trade(
                        new TradeId(id),
                        new AreaId(areaId),
                        new DeliveryInterval(intervalStart, Duration.ofMinutes(intervalMinutes)),
                        new ParticipantId(sellerId),
                        new ParticipantId(buyerId),
                        new OrderId(sellOrderId),
                        new OrderId(buyOrderId),
                        Energy.ofWattHours(energyWh),
                        Price.ofMicroPerKwh(priceMicro),
                        new AreaId(buyerAreaId));
        return new MadeTrade(trade, tradedAt);
    }
}
