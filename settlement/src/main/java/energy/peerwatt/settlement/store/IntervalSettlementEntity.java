package energy.peerwatt.settlement.store;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.settlement.IntervalSettlement;
import energy.peerwatt.settlement.LeafForm;
import energy.peerwatt.settlement.Salt;
import energy.peerwatt.settlement.SaltedSettlement;
import energy.peerwatt.settlement.SettlementTotals;
import energy.peerwatt.settlement.allocation.Carry;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

/** Row of {@code settlement.interval_settlement}; read only. */
@Entity
@Immutable
@IdClass(IntervalSettlementEntity.Key.class)
@Table(schema = "settlement", name = "interval_settlement")
@NullUnmarked
class IntervalSettlementEntity {

    record Key(int area, Instant intervalStart, int version) {}

    @Id int area;

    @Id
    @Column(name = "interval_start")
    Instant intervalStart;

    @Id int version;

    @Column(name = "interval_minutes")
    short intervalMinutes;

    String sha256;

    @Column(name = "matched_wh")
    long matchedWh;

    @Column(name = "pool_wh")
    long poolWh;

    @Column(name = "residual_supply_wh")
    long residualSupplyWh;

    @Column(name = "residual_feed_in_wh")
    long residualFeedInWh;

    @Column(name = "saved_nano")
    long savedNano;

    @Column(name = "line_count")
    int lineCount;

    @Column(name = "created_at")
    Instant createdAt;

    String reason;

    int rules;

    String carried;

    @Column(name = "leaf_form")
    short leafForm;

    SettlementSummary toSummary() {
        return new SettlementSummary(
                new AreaId(area),
                intervalOf(intervalStart, intervalMinutes),
                version,
                sha256,
                totals(),
                lineCount,
                createdAt,
                reason,
                rules);
    }

    /**
     * The settlement with its lines.
     *
     * @throws IllegalStateException if the rows are not those that were written
     */
    StoredSettlement toStored(List<SettlementLineEntity> lines) {
        IntervalSettlement settlement =
                new IntervalSettlement(
                        new AreaId(area),
                        intervalOf(intervalStart, intervalMinutes),
                        version,
                        lines.stream().map(SettlementLineEntity::toLine).toList(),
                        totals());
        if (!settlement.sha256().equals(sha256)) {
            throw new IllegalStateException(
                    "lines of area %d, %s, version %d do not have the hash kept with them"
                            .formatted(area, intervalStart, version));
        }
        List<Salt> salts = lines.stream().map(SettlementLineEntity::toSalt).toList();
        return new StoredSettlement(
                new SaltedSettlement(settlement, salts, LeafForm.ofNumber(leafForm)),
                createdAt,
                reason,
                new AppliedRules(rules, Carry.parse(carried)));
    }

    private SettlementTotals totals() {
        return new SettlementTotals(
                Energy.ofWattHours(matchedWh),
                Energy.ofWattHours(poolWh),
                Energy.ofWattHours(residualSupplyWh),
                Energy.ofWattHours(residualFeedInWh),
                Money.ofNano(savedNano));
    }

    static DeliveryInterval intervalOf(Instant start, short minutes) {
        return new DeliveryInterval(start, Duration.ofMinutes(minutes));
    }
}
