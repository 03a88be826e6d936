package energy.peerwatt.settlement.store;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.market.TradeId;
import energy.peerwatt.settlement.Direction;
import energy.peerwatt.settlement.LineKind;
import energy.peerwatt.settlement.Salt;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Row of {@code settlement.settlement_line}; read only. */
@Entity
@Immutable
@IdClass(SettlementLineEntity.Key.class)
@Table(schema = "settlement", name = "settlement_line")
@NullUnmarked
class SettlementLineEntity {

    record Key(int area, Instant intervalStart, int version, int number) {}

    @Id int area;

    @Id
    @Column(name = "interval_start")
    Instant intervalStart;

    @Id int version;

    @Id int number;

    long participant;

    long counterparty;

    @Enumerated(EnumType.STRING)
    LineKind kind;

    @Enumerated(EnumType.STRING)
    Direction direction;

    @Column(name = "energy_wh")
    long energyWh;

    @Column(name = "price_micro")
    long priceMicro;

    @Column(name = "amount_nano")
    long amountNano;

    @Enumerated(EnumType.STRING)
    Quality quality;

    @Nullable Long trade;

    byte[] salt;

    SettlementLine toLine() {
        return new SettlementLine(
                number,
                new ParticipantId(participant),
                new ParticipantId(counterparty),
                kind,
                direction,
                Energy.ofWattHours(energyWh),
                Price.ofMicroPerKwh(priceMicro),
                Money.ofNano(amountNano),
                quality,
                Optional.ofNullable(trade).map(TradeId::new));
    }

    StatementLine toStatementLine(short intervalMinutes) {
        return new StatementLine(
                new AreaId(area),
                IntervalSettlementEntity.intervalOf(intervalStart, intervalMinutes),
                version,
                toLine(),
                toSalt());
    }

    Salt toSalt() {
        return Salt.of(salt);
    }
}
