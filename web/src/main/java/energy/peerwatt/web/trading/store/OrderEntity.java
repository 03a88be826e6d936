package energy.peerwatt.web.trading.store;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.trading.CustomerOrder;
import energy.peerwatt.web.trading.OrderState;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

/** Row of {@code market.customer_order}; read only, the event store writes. */
@Entity
@Immutable
@Table(schema = "market", name = "customer_order")
@NullUnmarked
class OrderEntity {

    @Id
    @Column(name = "id")
    long id;

    @Column(name = "participant_id")
    long participantId;

    @Column(name = "client_order_id")
    long clientOrderId;

    @Column(name = "area_id")
    int areaId;

    @Column(name = "interval_start")
    Instant intervalStart;

    @Column(name = "interval_minutes")
    short intervalMinutes;

    @Enumerated(EnumType.STRING)
    @Column(name = "side")
    Side side;

    @Column(name = "quantity_wh")
    long quantityWh;

    @Column(name = "remaining_wh")
    long remainingWh;

    @Column(name = "limit_micro")
    long limitMicro;

    @Enumerated(EnumType.STRING)
    @Column(name = "state")
    OrderState state;

    @Column(name = "placed_at")
    Instant placedAt;

    CustomerOrder toRecord() {
        PlaceOrder order =
                new PlaceOrder(
                        new ParticipantId(participantId),
                        clientOrderId,
                        new AreaId(areaId),
                        new DeliveryInterval(intervalStart, Duration.ofMinutes(intervalMinutes)),
                        side,
                        Energy.ofWattHours(quantityWh),
                        Price.ofMicroPerKwh(limitMicro));
        return new CustomerOrder(
                new OrderId(id), order, Energy.ofWattHours(remainingWh), state, placedAt);
    }
}
