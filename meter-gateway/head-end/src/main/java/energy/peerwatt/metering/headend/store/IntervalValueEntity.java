package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

/** Row of {@code metering.interval_value}; read only, the interval stage appends. */
@Entity
@Immutable
@IdClass(IntervalValueEntity.Key.class)
@Table(schema = "metering", name = "interval_value")
@NullUnmarked
class IntervalValueEntity {

    @Id
    @Column(name = "interval_start")
    Instant intervalStart;

    @Id
    @Column(name = "metering_point")
    String meteringPoint;

    @Id
    @Enumerated(EnumType.STRING)
    @Column(name = "channel")
    Channel channel;

    @Id
    @Column(name = "version")
    int version;

    @Column(name = "interval_minutes")
    short intervalMinutes;

    @Column(name = "energy_wh")
    long energyWh;

    @Enumerated(EnumType.STRING)
    @Column(name = "quality")
    Quality quality;

    @Column(name = "uncertainty_wh")
    long uncertaintyWh;

    @Column(name = "reasons")
    String reasons;

    /** Primary key. */
    record Key(Instant intervalStart, String meteringPoint, Channel channel, int version)
            implements Serializable {}

    IntervalValue toRecord() {
        return new IntervalValue(
                new MeteringPointId(meteringPoint),
                channel,
                new DeliveryInterval(intervalStart, Duration.ofMinutes(intervalMinutes)),
                Energy.ofWattHours(energyWh),
                quality,
                uncertaintyWh,
                Reasons.parse(reasons),
                version);
    }
}
