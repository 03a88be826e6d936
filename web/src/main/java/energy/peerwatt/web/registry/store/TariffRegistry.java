package energy.peerwatt.web.registry.store;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.tariff.TariffTable;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.database.Sessions;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.Invoicing;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.Notice;
import energy.peerwatt.web.registry.TariffChange;
import energy.peerwatt.web.registry.ZoneChange;
import energy.peerwatt.web.registry.store.DatedTariffs.Owner;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps dated prices. They are only ever added and never take effect for anything that may have
 * been traded or settled, so what held for an interval stays what held for it.
 */
@ApplicationScoped
public class TariffRegistry {

    private final Sessions sessions;
    private final MarketClock clock;

    public TariffRegistry(Sessions sessions, MarketClock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /**
     * Adds a price.
     *
     * <p>Fails with {@link IllegalArgumentException}, naming the field, if it contradicts another
     * price, comes too late, or its area is not known; nothing is kept then.
     *
     * @param by the name that is kept with it
     * @return the prices of the same member or area with it
     */
    public Uni<TariffTable> add(TariffChange change, String by) {
        Instant now = clock.now();
        return sessions.write(session ->
                // One after the other: each must see what the one before added.
                session.find(
                                AreaEntity.class,
                                change.area().value(),
                                LockModeType.PESSIMISTIC_WRITE)
                        .invoke(area -> requireAhead(area, change.price().validity().from()))
                        .chain(() -> DatedTariffs.load(session))
                        .map(dated ->
                                dated.table(new Owner(change.area(), change.participant()))
                                        .with(change.price()))
                        .call(_ -> session.persist(TariffEntity.of(change, now, by))));
    }

    /**
     * Says who issues an area's invoices from a day on. As with prices, that lies ahead; the first
     * issuer may be one of the past if it charges no VAT up to all that may be traded, which then
     * changes no price.
     *
     * <p>Fails with {@link IllegalArgumentException}, naming the field; nothing is kept then.
     */
    public Uni<Void> add(AreaId area, Invoicing invoicing, String by) {
        Instant now = clock.now();
        return sessions.write(session ->
                session.find(AreaEntity.class, area.value(), LockModeType.PESSIMISTIC_WRITE)
                        .chain(entity ->
                                DatedTariffs.load(session)
                                        .invoke(dated -> requireAllowed(entity, dated, invoicing)))
                        .chain(() ->
                                session.persist(InvoicingEntity.of(area, invoicing, now, by))));
    }

    /**
     * Says in which zone a metering point is from a day on. As with prices, that lies ahead.
     *
     * <p>Fails with {@link IllegalArgumentException}, naming the field, also where the grid fee of
     * a distance to another point's zone is not known at all hours of that day; nothing is kept
     * then.
     *
     * @param reason kept with it
     */
    public Uni<Void> add(MeteringPoint point, ZoneChange change, String by, String reason) {
        Instant now = clock.now();
        int area = point.area().value();
        return sessions.write(session ->
                session.find(AreaEntity.class, area, LockModeType.PESSIMISTIC_WRITE)
                        .invoke(entity -> requireAhead(entity, change.validFrom()))
                        .chain(() -> DatedTariffs.load(session))
                        .invoke(dated -> requireZone(dated, point, change))
                        .chain(() ->
                                session.persist(
                                        GridZoneEntity.of(point, change, now, by, reason))));
    }

    private static void requireZone(DatedTariffs dated, MeteringPoint point, ZoneChange change) {
        Area area =
                dated.areas().stream()
                        .filter(one -> one.rules().area().equals(point.area()))
                        .findFirst()
                        .orElseThrow();
        boolean taken =
                area.charges().zones().stream()
                        .filter(one -> one.participant().equals(change.participant()))
                        .anyMatch(one -> one.validFrom().equals(change.validFrom()));
        if (taken) {
            throw new IllegalArgumentException("validFrom: another zone begins on that day");
        }
        area.charges()
                .with(change)
                .firstUnknown(change.validFrom())
                .ifPresent(distance -> {
                    throw new IllegalArgumentException(
                            "validFrom: no grid fee of distance %s is known at all hours of %s"
                                    .formatted(distance, change.validFrom()));
                });
    }

    private void requireAllowed(
            @Nullable AreaEntity area, DatedTariffs dated, Invoicing invoicing) {
        AreaEntity known = required(area);
        List<LocalDate> begins =
                dated.invoicing().stream()
                        .filter(one -> one.areaId == known.id)
                        .map(one -> one.validFrom)
                        .toList();
        if (begins.contains(invoicing.validFrom())) {
            throw new IllegalArgumentException("validFrom: another issuer begins on that day");
        }
        Instant traded = clock.now().plusSeconds(known.horizonSeconds).plus(Notice.of(clock));
        boolean changesNothing =
                begins.isEmpty()
                        && invoicing.isFreeUntil(traded.atZone(known.zone()).toLocalDate());
        if (!changesNothing) {
            requireAhead(known, invoicing.validFrom());
        }
    }

    private void requireAhead(@Nullable AreaEntity area, LocalDate first) {
        AreaEntity known = required(area);
        Notice.requireAhead(
                first.atStartOfDay(known.zone()).toInstant(),
                Duration.ofSeconds(known.horizonSeconds),
                clock);
    }

    private static AreaEntity required(@Nullable AreaEntity area) {
        if (area == null) {
            throw new IllegalArgumentException("areaId: is not the id of an area");
        }
        return area;
    }

    /** The prices of a member, or of the area itself, that changed what it was registered with. */
    public Uni<TariffTable> of(AreaId area, Optional<ParticipantId> participant) {
        return sessions.read(session ->
                DatedTariffs.load(session).map(dated -> dated.table(new Owner(area, participant))));
    }
}
