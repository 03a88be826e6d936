package energy.peerwatt.web.registry.store;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.settlement.AreaFees;
import energy.peerwatt.settlement.tariff.TariffTable;
import energy.peerwatt.settlement.tariff.ZoneDistance;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.AreaCharges;
import energy.peerwatt.web.registry.Invoicing;
import energy.peerwatt.web.registry.ZoneChange;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** Row of {@code market.area}. */
@Entity
@Table(schema = "market", name = "area")
@NullUnmarked
class AreaEntity {

    @Id
    @Column(name = "id")
    int id;

    @Column(name = "name")
    String name;

    @Column(name = "time_zone")
    String timeZone;

    @Column(name = "currency")
    String currency;

    @Column(name = "interval_minutes")
    short intervalMinutes;

    @Column(name = "gate_lead_seconds")
    int gateLeadSeconds;

    @Column(name = "horizon_seconds")
    int horizonSeconds;

    @Column(name = "tick_micro")
    long tickMicro;

    @Column(name = "lot_wh")
    long lotWh;

    @Column(name = "grid_fee_micro")
    long gridFeeMicro;

    @Column(name = "levy_micro")
    long levyMicro;

    @Enumerated(EnumType.STRING)
    @Column(name = "zone_distance")
    ZoneDistance zoneDistance;

    static AreaEntity of(Area area) {
        AreaRules rules = area.rules();
        AreaEntity entity = new AreaEntity();
        entity.id = rules.area().value();
        entity.name = area.name();
        entity.timeZone = area.zone().getId();
        entity.currency = area.currency();
        entity.intervalMinutes = (short) rules.intervalLength().toMinutes();
        entity.gateLeadSeconds = Math.toIntExact(rules.gateLead().toSeconds());
        entity.horizonSeconds = Math.toIntExact(rules.horizon().toSeconds());
        entity.tickMicro = rules.tick().microPerKwh();
        entity.lotWh = rules.lot().wattHours();
        entity.gridFeeMicro = area.charges().opening().gridFee().microPerKwh();
        entity.levyMicro = area.charges().opening().levy().microPerKwh();
        entity.zoneDistance = area.charges().distance();
        return entity;
    }

    ZoneId zone() {
        return ZoneId.of(timeZone);
    }

    /**
     * The area.
     *
     * @param changes of its charges
     * @param invoicing who issues its invoices
     * @param zones of its members' metering points
     */
    Area toRecord(TariffTable changes, List<Invoicing> invoicing, List<ZoneChange> zones) {
        Price gridFee = Price.ofMicroPerKwh(gridFeeMicro);
        Price levy = Price.ofMicroPerKwh(levyMicro);
        AreaRules rules =
                new AreaRules(
                        new AreaId(id),
                        Duration.ofMinutes(intervalMinutes),
                        Duration.ofSeconds(gateLeadSeconds),
                        Duration.ofSeconds(horizonSeconds),
                        Price.ofMicroPerKwh(tickMicro),
                        Energy.ofWattHours(lotWh),
                        gridFee.plus(levy));
        AreaCharges charges =
                new AreaCharges(
                        new AreaFees(gridFee, levy), zoneDistance, changes, invoicing, zones);
        return new Area(name, zone(), currency, rules, charges);
    }
}
