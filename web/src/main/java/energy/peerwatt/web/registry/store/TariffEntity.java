package energy.peerwatt.web.registry.store;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.tariff.DatedPrice;
import energy.peerwatt.settlement.tariff.TariffKind;
import energy.peerwatt.settlement.tariff.TimeWindow;
import energy.peerwatt.settlement.tariff.Validity;
import energy.peerwatt.settlement.tariff.ZoneDistance;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.registry.TariffChange;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Row of {@code market.tariff}; only ever added. */
@Entity
@Table(schema = "market", name = "tariff")
@NullUnmarked
class TariffEntity {

    private static final String SEPARATOR = ",";

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Column(name = "area_id")
    int areaId;

    @Column(name = "participant_id")
    @Nullable Long participantId;

    @Enumerated(EnumType.STRING)
    TariffKind kind;

    String name;

    @Enumerated(EnumType.STRING)
    @Nullable ZoneDistance distance;

    String days;

    @Column(name = "time_from")
    LocalTime timeFrom;

    @Column(name = "time_until")
    LocalTime timeUntil;

    @Column(name = "price_micro")
    long priceMicro;

    @Column(name = "valid_from")
    LocalDate validFrom;

    @Column(name = "legal_basis")
    String legalBasis;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "created_by")
    String createdBy;

    static TariffEntity of(TariffChange change, Instant createdAt, String createdBy) {
        DatedPrice price = change.price();
        TariffEntity entity = new TariffEntity();
        entity.areaId = change.area().value();
        entity.participantId = change.participant().map(ParticipantId::value).orElse(null);
        entity.kind = price.item().kind();
        entity.name = price.item().name();
        entity.distance = price.item().distance().orElse(null);
        entity.days =
                price.item().window().days().stream()
                        .sorted()
                        .map(DayOfWeek::name)
                        .collect(Collectors.joining(SEPARATOR));
        entity.timeFrom = price.item().window().from();
        entity.timeUntil = price.item().window().until();
        entity.priceMicro = price.price().microPerKwh();
        entity.validFrom = price.validity().from();
        entity.legalBasis = price.legalBasis();
        entity.createdAt = createdAt;
        entity.createdBy = createdBy;
        return entity;
    }

    TariffChange toRecord() {
        DatedPrice.Item item =
                new DatedPrice.Item(
                        kind,
                        name,
                        Optional.ofNullable(distance),
                        new TimeWindow(days(), timeFrom, timeUntil));
        DatedPrice price =
                new DatedPrice(
                        item,
                        Price.ofMicroPerKwh(priceMicro),
                        Validity.from(validFrom),
                        legalBasis);
        return new TariffChange(
                new AreaId(areaId),
                Optional.ofNullable(participantId).map(ParticipantId::new),
                price);
    }

    private Set<DayOfWeek> days() {
        Set<DayOfWeek> all = EnumSet.noneOf(DayOfWeek.class);
        for (String day : days.split(SEPARATOR, -1)) {
            all.add(DayOfWeek.valueOf(day));
        }
        return all;
    }
}
