package energy.peerwatt.web.registry.store;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.MeteringPoint.Equipment;
import energy.peerwatt.web.registry.MeteringPoint.Tariffs;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Row of {@code market.metering_point}. */
@Entity
@Table(schema = "market", name = "metering_point")
@NullUnmarked
class MeteringPointEntity {

    @Id
    @Column(name = "id")
    String id;

    @Column(name = "area_id")
    int areaId;

    @Column(name = "participant_id")
    long participantId;

    @Column(name = "meter")
    String meter;

    @Column(name = "retail_micro")
    long retailMicro;

    @Column(name = "feed_in_micro")
    long feedInMicro;

    @Column(name = "solar_wp")
    int solarWp;

    @Column(name = "battery_wh")
    int batteryWh;

    @Column(name = "ev_charger_w")
    int evChargerW;

    @Column(name = "in_service_from")
    @Nullable Instant inServiceFrom;

    static MeteringPointEntity of(MeteringPoint point) {
        MeteringPointEntity entity = new MeteringPointEntity();
        entity.id = point.id().value();
        entity.areaId = point.area().value();
        entity.participantId = point.participant().value();
        entity.meter = point.equipment().meter();
        entity.retailMicro = point.tariffs().opening().retail().microPerKwh();
        entity.feedInMicro = point.tariffs().opening().feedIn().microPerKwh();
        entity.solarWp = point.equipment().solarWp();
        entity.batteryWh = point.equipment().batteryWh();
        entity.evChargerW = point.equipment().evChargerW();
        entity.inServiceFrom = point.inServiceFrom().orElse(null);
        return entity;
    }

    /** Written here: Hibernate notices changes only inside the entity. */
    void putInService(Instant from) {
        if (inServiceFrom == null) {
            inServiceFrom = from;
        }
    }

    MeteringPoint toRecord() {
        return new MeteringPoint(
                new MeteringPointId(id),
                new AreaId(areaId),
                new ParticipantId(participantId),
                new Tariffs(Price.ofMicroPerKwh(retailMicro), Price.ofMicroPerKwh(feedInMicro)),
                new Equipment(meter, solarWp, batteryWh, evChargerW),
                Optional.ofNullable(inServiceFrom));
    }
}
