package energy.peerwatt.web.registry.store;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.database.Sessions;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.AreaCharges;
import energy.peerwatt.web.registry.MemberTariffs;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.MeteringPoint.Tariffs;
import energy.peerwatt.web.registry.Notice;
import energy.peerwatt.web.registry.Participant;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Who and what is registered. Registering the same again changes nothing, so a start may repeat it.
 */
@ApplicationScoped
public class Registry {

    /** What became of a registration. */
    public enum Outcome {
        CREATED,
        /** It was there already, the same. */
        UNCHANGED,
        /** Its key is taken by something else. */
        CONFLICT
    }

    private static final int MOST_RETRIES = 3;
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Sessions sessions;

    /** What is missing is not kept. */
    private final Map<Membership, Found> members = new ConcurrentHashMap<>();

    private record Membership(AreaId area, ParticipantId participant) {}

    /** Fresh enough: {@link Notice} of a change is longer than this is kept. */
    private record Found(MemberTariffs tariffs, AreaCharges charges, long nanoTime) {

        static Found of(DatedTariffs dated, MeteringPointEntity entity, long nanoTime) {
            MeteringPoint point = dated.point(entity);
            return new Found(point.tariffs(), dated.charges(point.area()), nanoTime);
        }

        boolean isFresh() {
            return System.nanoTime() - nanoTime < FRESH.toNanos();
        }

        Tariffs bounds(Instant start) {
            Tariffs own = tariffs.at(start);
            return new Tariffs(charges.ceiling(own.retail(), start), own.feedIn());
        }
    }

    public Registry(Sessions sessions) {
        this.sessions = sessions;
    }

    /**
     * Keeps the area unless it is known; its rules are never changed here.
     *
     * @throws IllegalArgumentException if its intervals are not quarter-hours, which is all that is
     *     metered
     */
    public Uni<Void> registerArea(Area area) {
        if (!area.rules().intervalLength().equals(DeliveryInterval.QUARTER_HOUR)) {
            throw new IllegalArgumentException(
                    "intervals of area %s are not quarter-hours: %s"
                            .formatted(area.rules().area(), area.rules().intervalLength()));
        }
        return persistUnlessFound(
                AreaEntity.class, area.rules().area().value(), AreaEntity.of(area));
    }

    private <E> Uni<Void> persistUnlessFound(Class<E> type, Object id, E entity) {
        return sessions.write(session -> persistUnlessFound(session, type, id, entity));
    }

    private static <E> Uni<Void> persistUnlessFound(
            Mutiny.Session session, Class<E> type, Object id, E entity) {
        return session.find(type, id)
                .chain(found ->
                        found == null ? session.persist(entity) : Uni.createFrom().voidItem());
    }

    /**
     * Keeps the metering point, and its participant unless that is known; on a conflict neither. A
     * participant has one metering point per area.
     */
    public Uni<Outcome> register(Participant participant, MeteringPoint point) {
        return sessions.write(session ->
                        sameOrRival(session, point)
                                .chain(found ->
                                        found.isEmpty()
                                                ? persist(session, participant, point)
                                                : Uni.createFrom().item(outcome(found, point))))
                // Another call was first between our look and our commit; now we see its rows.
                .onFailure(Registry::isTaken)
                .retry()
                .atMost(MOST_RETRIES);
    }

    private static Uni<List<MeteringPointEntity>> sameOrRival(
            Mutiny.Session session, MeteringPoint point) {
        return session.createSelectionQuery(
                        "from MeteringPointEntity p where p.id = ?1"
                                + " or (p.areaId = ?2 and p.participantId = ?3)",
                        MeteringPointEntity.class)
                .setParameter(1, point.id().value())
                .setParameter(2, point.area().value())
                .setParameter(3, point.participant().value())
                .getResultList();
    }

    private static Uni<Outcome> persist(
            Mutiny.Session session, Participant participant, MeteringPoint point) {
        return persistUnlessFound(
                        session,
                        ParticipantEntity.class,
                        participant.id().value(),
                        ParticipantEntity.of(participant))
                .chain(() -> session.persist(MeteringPointEntity.of(point)))
                .replaceWith(Outcome.CREATED);
    }

    private static boolean isTaken(@Nullable Throwable failure) {
        return failure != null
                && (failure instanceof ConstraintViolationException || isTaken(failure.getCause()));
    }

    private static Outcome outcome(List<MeteringPointEntity> found, MeteringPoint point) {
        MeteringPoint known = found.getFirst().toRecord();
        boolean same =
                found.size() == 1
                        && known.id().equals(point.id())
                        && known.area().equals(point.area())
                        && known.participant().equals(point.participant())
                        && known.tariffs().opening().equals(point.tariffs().opening())
                        && known.equipment().equals(point.equipment());
        return same ? Outcome.UNCHANGED : Outcome.CONFLICT;
    }

    /** Says from which interval on these metering points are settled, unless that is known. */
    public Uni<Void> putInService(Collection<MeteringPointId> points, Instant from) {
        List<String> ids = points.stream().map(MeteringPointId::value).toList();
        return sessions.write(session ->
                session.createSelectionQuery(
                                "from MeteringPointEntity p where p.id in ?1",
                                MeteringPointEntity.class)
                        .setParameter(1, ids)
                        .getResultList()
                        .invoke(found -> found.forEach(point -> point.putInService(from)))
                        .replaceWithVoid());
    }

    /** All areas by id. */
    public Uni<List<Area>> areas() {
        return sessions.read(session -> DatedTariffs.load(session).map(DatedTariffs::areas));
    }

    public Uni<Optional<Area>> area(AreaId id) {
        return areas().map(areas ->
                areas.stream().filter(area -> area.rules().area().equals(id)).findFirst());
    }

    /** All participants by id. */
    public Uni<List<Participant>> participants() {
        return sessions.read(session ->
                session.createSelectionQuery(
                                "from ParticipantEntity p order by p.id", ParticipantEntity.class)
                        .getResultList()
                        .map(found -> found.stream().map(ParticipantEntity::toRecord).toList()));
    }

    public Uni<Optional<Participant>> participant(ParticipantId id) {
        return sessions.read(session -> session.find(ParticipantEntity.class, id.value()))
                .map(found -> Optional.ofNullable(found).map(ParticipantEntity::toRecord));
    }

    /** All metering points by participant and id. */
    public Uni<List<MeteringPoint>> meteringPoints() {
        return sessions.read(session ->
                session.createSelectionQuery(
                                "from MeteringPointEntity p order by p.participantId, p.id",
                                MeteringPointEntity.class)
                        .getResultList()
                        .chain(found -> withTariffs(session, found)));
    }

    public Uni<Long> meteringPointCount() {
        return sessions.read(session ->
                session.createSelectionQuery(
                                "select count(*) from MeteringPointEntity p", Long.class)
                        .getSingleResult());
    }

    /** The metering points of an area by participant. */
    public Uni<List<MeteringPoint>> meteringPoints(AreaId area) {
        return meteringPoints()
                .map(points -> points.stream().filter(p -> p.area().equals(area)).toList());
    }

    /**
     * What a member's limits are compared with for an interval that starts then: its feed-in price,
     * and of its retail price what is left before the VAT that invoices add. Empty if the
     * participant has no metering point in the area.
     */
    public Uni<Optional<Tariffs>> bounds(AreaId area, ParticipantId participant, Instant start) {
        return member(new Membership(area, participant))
                .map(found -> found.map(member -> member.bounds(start)));
    }

    /** Whether the participant has a metering point in the area. */
    public Uni<Boolean> isMember(AreaId area, ParticipantId participant) {
        return member(new Membership(area, participant)).map(Optional::isPresent);
    }

    private Uni<Optional<Found>> member(Membership membership) {
        Found known = members.get(membership);
        if (known != null && known.isFresh()) {
            return Uni.createFrom().item(Optional.of(known));
        }
        long now = System.nanoTime();
        return sessions.read(session ->
                session.createSelectionQuery(
                                "from MeteringPointEntity p"
                                        + " where p.areaId = ?1 and p.participantId = ?2",
                                MeteringPointEntity.class)
                        .setParameter(1, membership.area().value())
                        .setParameter(2, membership.participant().value())
                        .getSingleResultOrNull()
                        .chain(point ->
                                DatedTariffs.load(session)
                                        .map(dated ->
                                                Optional.ofNullable(point)
                                                        .map(one -> Found.of(dated, one, now))))
                        .invoke(found -> found.ifPresent(one -> members.put(membership, one))));
    }

    private static Uni<List<MeteringPoint>> withTariffs(
            Mutiny.Session session, List<MeteringPointEntity> points) {
        return DatedTariffs.load(session).map(dated -> points.stream().map(dated::point).toList());
    }

    public Uni<Optional<MeteringPoint>> meteringPoint(MeteringPointId id) {
        return sessions.read(session ->
                session.find(MeteringPointEntity.class, id.value())
                        .chain(found ->
                                withTariffs(session, found == null ? List.of() : List.of(found))
                                        .map(points -> points.stream().findFirst())));
    }
}
