package energy.peerwatt.web.registry.store;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.tariff.GridZone;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.ZoneChange;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.NullUnmarked;

/** Row of {@code market.metering_point_zone}; only ever added. */
@Entity
@Table(schema = "market", name = "metering_point_zone")
@NullUnmarked
class GridZoneEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Column(name = "metering_point_id")
    String meteringPointId;

    @Column(name = "area_id")
    int areaId;

    @Column(name = "participant_id")
    long participantId;

    @Column(name = "valid_from")
    LocalDate validFrom;

    String operator;

    String feeder;

    String transformer;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "created_by")
    String createdBy;

    String reason;

    static GridZoneEntity of(
            MeteringPoint point, ZoneChange change, Instant at, String by, String reason) {
        GridZoneEntity entity = new GridZoneEntity();
        entity.meteringPointId = point.id().value();
        entity.areaId = point.area().value();
        entity.participantId = point.participant().value();
        entity.validFrom = change.validFrom();
        entity.operator = change.zone().operator();
        entity.feeder = change.zone().feeder();
        entity.transformer = change.zone().transformer();
        entity.createdAt = at;
        entity.createdBy = by;
        entity.reason = reason;
        return entity;
    }

    ZoneChange toRecord() {
        return new ZoneChange(
                new ParticipantId(participantId),
                validFrom,
                new GridZone(operator, feeder, transformer));
    }
}
