package energy.peerwatt.web.registry.store;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.settlement.billing.Invoice.Issuer;
import energy.peerwatt.settlement.tariff.VatRole;
import energy.peerwatt.web.registry.Invoicing;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;

/** Row of {@code market.invoicing}; only ever added. */
@Entity
@Table(schema = "market", name = "invoicing")
@NullUnmarked
class InvoicingEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Column(name = "area_id")
    int areaId;

    @Column(name = "valid_from")
    LocalDate validFrom;

    String series;

    String name;

    String lines;

    String country;

    @Enumerated(EnumType.STRING)
    @Column(name = "vat_role")
    VatRole vatRole;

    @Column(name = "quiet_days")
    Short quietDays;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "created_by")
    String createdBy;

    static InvoicingEntity of(AreaId area, Invoicing invoicing, Instant at, String by) {
        InvoicingEntity entity = new InvoicingEntity();
        entity.areaId = area.value();
        entity.validFrom = invoicing.validFrom();
        entity.series = invoicing.issuer().series();
        entity.name = invoicing.issuer().name();
        entity.lines = invoicing.issuer().lines();
        entity.country = invoicing.country();
        entity.vatRole = invoicing.role();
        entity.quietDays = invoicing.quietDays().map(Integer::shortValue).orElse(null);
        entity.createdAt = at;
        entity.createdBy = by;
        return entity;
    }

    Invoicing toRecord() {
        return new Invoicing(
                validFrom,
                new Issuer(series, name, lines),
                country,
                vatRole,
                Optional.ofNullable(quietDays).map(Short::intValue));
    }
}
