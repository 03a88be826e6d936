package energy.peerwatt.web.registry.store;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.tariff.TariffTable;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.database.Sessions;
import energy.peerwatt.web.registry.Invoicing;
import energy.peerwatt.web.registry.TariffChange;
import energy.peerwatt.web.registry.store.DatedTariffs.Owner;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Keeps dated prices. They are only ever added and never take effect for anything that may have
 * been traded or settled, so what held for an interval stays what held for it.
 */
@ApplicationScoped
public class TariffRegistry {

    /**
     * A price takes effect at least this long after the last interval that can be traded now: the
     * engine is told of it before, and what programs remember for a moment stays right.
     */
    public static final Duration EARLIEST = Duration.ofHours(2);

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
                        .invoke(area -> requireAhead(area, change.price().validity().from(), now))
                        .chain(() -> DatedTariffs.load(session))
                        .map(dated ->
                                dated.table(new Owner(change.area(), change.participant()))
                                        .with(change.price()))
                        .call(_ -> session.persist(TariffEntity.of(change, now, by))));
    }

    /**
     * Says who issues an area's invoices from a day on. As with prices, that lies ahead; the first
     * issuer may be one of the past if it charges no VAT, which then changes no price.
     *
     * <p>Fails with {@link IllegalArgumentException}, naming the field; nothing is kept then.
     */
    public Uni<Void> add(AreaId area, Invoicing invoicing, String by) {
        Instant now = clock.now();
        return sessions.write(session ->
                session.find(AreaEntity.class, area.value(), LockModeType.PESSIMISTIC_WRITE)
                        .chain(entity ->
                                DatedTariffs.load(session)
                                        .invoke(dated ->
                                                requireAllowed(entity, dated, invoicing, now)))
                        .chain(() ->
                                session.persist(InvoicingEntity.of(area, invoicing, now, by))));
    }

    private static void requireAllowed(
            AreaEntity area, DatedTariffs dated, Invoicing invoicing, Instant now) {
        List<LocalDate> known =
                dated.invoicing().stream()
                        .filter(one -> area != null && one.areaId == area.id)
                        .map(one -> one.validFrom)
                        .toList();
        boolean free = invoicing.buyersPermille(invoicing.validFrom()) == 0;
        if (known.contains(invoicing.validFrom())) {
            throw new IllegalArgumentException("validFrom: another issuer begins on that day");
        }
        if (!known.isEmpty() || !free) {
            requireAhead(area, invoicing.validFrom(), now);
        }
    }

    private static void requireAhead(AreaEntity area, LocalDate first, Instant now) {
        if (area == null) {
            throw new IllegalArgumentException("areaId: is not the id of an area");
        }
        Instant from = first.atStartOfDay(area.zone()).toInstant();
        Instant earliest = now.plusSeconds(area.horizonSeconds).plus(EARLIEST);
        if (from.isBefore(earliest)) {
            throw new IllegalArgumentException(
                    "validFrom: must begin after " + earliest + ", beyond what is traded now");
        }
    }

    /** The prices of a member, or of the area itself, that changed what it was registered with. */
    public Uni<TariffTable> of(AreaId area, Optional<ParticipantId> participant) {
        return sessions.read(session ->
                DatedTariffs.load(session).map(dated -> dated.table(new Owner(area, participant))));
    }
}
