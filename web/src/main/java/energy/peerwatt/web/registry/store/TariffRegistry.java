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
import energy.peerwatt.web.registry.TariffDraft;
import energy.peerwatt.web.registry.ZoneChange;
import energy.peerwatt.web.registry.store.DatedTariffs.Owner;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Keeps dated prices, which one person drafts and another publishes. They are only ever added and
 * never take effect for anything that may have been traded or settled, so what held for an interval
 * stays what held for it.
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
     * Keeps a price sheet as a draft, which changes no price.
     *
     * <p>Fails with {@link IllegalArgumentException}, naming the field, if it could not be
     * published now; nothing is kept then.
     *
     * @param by the author's login
     */
    public Uni<TariffDraft> draft(TariffDraft.Sheet sheet, String by) {
        TariffDraft.Act drafted = new TariffDraft.Act(by, clock.now());
        return sessions.write(session -> {
            TariffDraftEntity entity = TariffDraftEntity.of(sheet, drafted);
            return requireUsable(session, sheet)
                    .chain(() -> session.persist(entity))
                    .chain(session::flush)
                    .map(_ -> entity.toRecord());
        });
    }

    /**
     * Adds a draft's prices to those that hold, by another person than its author.
     *
     * <p>Fails with {@link IllegalArgumentException}, naming the field, if a price contradicts
     * another or comes too late by now; nothing is changed then.
     *
     * @param by the login of who publishes, kept with each price
     */
    public Uni<TariffDraft.Outcome> publish(AreaId area, long number, String by) {
        TariffDraft.Act act = new TariffDraft.Act(by, clock.now());
        return sessions.write(session ->
                decidable(session, area, number)
                        .chain(entity ->
                                entity.filter(found ->
                                                found.state == TariffDraft.State.DRAFT
                                                        && !found.draftedBy.equals(by))
                                        .map(found -> added(session, found, act))
                                        .orElseGet(() ->
                                                Uni.createFrom().item(notPublished(entity)))));
    }

    private static TariffDraft.Outcome notPublished(Optional<TariffDraftEntity> found) {
        if (found.isEmpty()) {
            return new TariffDraft.Outcome.Unknown();
        }
        return found.get().state == TariffDraft.State.DRAFT
                ? new TariffDraft.Outcome.SamePerson()
                : new TariffDraft.Outcome.Decided(found.get().toRecord());
    }

    private Uni<TariffDraft.Outcome> added(
            Mutiny.Session session, TariffDraftEntity entity, TariffDraft.Act act) {
        TariffDraft.Sheet sheet = entity.toRecord().sheet();
        Object[] rows =
                sheet.changes().stream()
                        .map(change -> TariffEntity.of(change, act.at(), act.by()))
                        .toArray();
        return requireUsable(session, sheet)
                .chain(() -> session.persistAll(rows))
                .invoke(() -> entity.decide(TariffDraft.State.PUBLISHED, act))
                .map(_ -> new TariffDraft.Outcome.Done(entity.toRecord()));
    }

    /** Takes a draft back, by its author or anybody else who may draft. */
    public Uni<TariffDraft.Outcome> withdraw(AreaId area, long number, String by) {
        TariffDraft.Act act = new TariffDraft.Act(by, clock.now());
        return sessions.write(
                session -> decidable(session, area, number).map(entity -> withdrawn(entity, act)));
    }

    private static TariffDraft.Outcome withdrawn(
            Optional<TariffDraftEntity> found, TariffDraft.Act act) {
        if (found.isEmpty()) {
            return new TariffDraft.Outcome.Unknown();
        }
        if (found.get().state != TariffDraft.State.DRAFT) {
            return new TariffDraft.Outcome.Decided(found.get().toRecord());
        }
        found.get().decide(TariffDraft.State.WITHDRAWN, act);
        return new TariffDraft.Outcome.Done(found.get().toRecord());
    }

    /** The draft, after everybody else who decides on one of its area. */
    private static Uni<Optional<TariffDraftEntity>> decidable(
            Mutiny.Session session, AreaId area, long number) {
        return session.find(AreaEntity.class, area.value(), LockModeType.PESSIMISTIC_WRITE)
                .chain(() -> session.find(TariffDraftEntity.class, number))
                .map(found -> Optional.ofNullable(found).filter(one -> one.areaId == area.value()));
    }

    /** The newest drafts of an area, decided ones too, newest first. */
    public Uni<List<TariffDraft>> drafts(AreaId area, int most) {
        return sessions.read(session ->
                session.createSelectionQuery(
                                "from TariffDraftEntity d where d.areaId = :area order by d.id desc",
                                TariffDraftEntity.class)
                        .setParameter("area", area.value())
                        .setMaxResults(most)
                        .getResultList()
                        .map(all -> all.stream().map(TariffDraftEntity::toRecord).toList()));
    }

    /** One draft of an area. */
    public Uni<Optional<TariffDraft>> draft(AreaId area, long number) {
        return sessions.read(session ->
                session.find(TariffDraftEntity.class, number)
                        .map(found ->
                                Optional.ofNullable(found)
                                        .filter(one -> one.areaId == area.value())
                                        .map(TariffDraftEntity::toRecord)));
    }

    // One after the other by the area's row: each must see what the one before added.
    private Uni<Void> requireUsable(Mutiny.Session session, TariffDraft.Sheet sheet) {
        AreaId area = sheet.changes().getFirst().area();
        return session.find(AreaEntity.class, area.value(), LockModeType.PESSIMISTIC_WRITE)
                .invoke(entity -> requireAhead(entity, sheet.validFrom()))
                .chain(() -> DatedTariffs.load(session))
                .invoke(dated -> {
                    Map<Owner, TariffTable> tables = new HashMap<>();
                    for (TariffChange change : sheet.changes()) {
                        tables.compute(
                                new Owner(change.area(), change.participant()),
                                (owner, table) ->
                                        (table == null ? dated.table(owner) : table)
                                                .with(change.price()));
                    }
                })
                .replaceWithVoid();
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
