package energy.peerwatt.web.registry.store;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.database.Sessions;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.Login;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.MeteringPoint.Tariffs;
import energy.peerwatt.web.registry.Participant;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
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

    private final Sessions sessions;

    /** Tariffs do not change, so what was found once stays right; what is missing is not kept. */
    private final Map<Membership, Tariffs> tariffs = new ConcurrentHashMap<>();

    private record Membership(AreaId area, ParticipantId participant) {}

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

    /** Keeps the login unless the name is taken. */
    public Uni<Void> registerLogin(Login login) {
        return persistUnlessFound(LoginEntity.class, login.login(), LoginEntity.of(login));
    }

    /** Keeps the login, replacing one with the same name. */
    public Uni<Void> replaceLogin(Login login) {
        return sessions.write(session -> session.merge(LoginEntity.of(login))).replaceWithVoid();
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
                        && known.tariffs().equals(point.tariffs())
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
        return sessions.read(session ->
                session.createSelectionQuery("from AreaEntity a order by a.id", AreaEntity.class)
                        .getResultList()
                        .map(found -> found.stream().map(AreaEntity::toRecord).toList()));
    }

    public Uni<Optional<Area>> area(AreaId id) {
        return sessions.read(session -> session.find(AreaEntity.class, id.value()))
                .map(found -> Optional.ofNullable(found).map(AreaEntity::toRecord));
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

    public Uni<Optional<Login>> login(String login) {
        return sessions.read(session -> session.find(LoginEntity.class, login))
                .map(found -> Optional.ofNullable(found).map(LoginEntity::toRecord));
    }

    /** All metering points by participant and id. */
    public Uni<List<MeteringPoint>> meteringPoints() {
        return sessions.read(session ->
                session.createSelectionQuery(
                                "from MeteringPointEntity p order by p.participantId, p.id",
                                MeteringPointEntity.class)
                        .getResultList()
                        .map(found -> found.stream().map(MeteringPointEntity::toRecord).toList()));
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
     * The tariffs of a member of the area; empty if the participant has no metering point there.
     */
    public Uni<Optional<Tariffs>> tariffs(AreaId area, ParticipantId participant) {
        Membership membership = new Membership(area, participant);
        Tariffs known = tariffs.get(membership);
        if (known != null) {
            return Uni.createFrom().item(Optional.of(known));
        }
        return sessions.read(session ->
                session.createSelectionQuery(
                                "from MeteringPointEntity p"
                                        + " where p.areaId = ?1 and p.participantId = ?2",
                                MeteringPointEntity.class)
                        .setParameter(1, area.value())
                        .setParameter(2, participant.value())
                        .getSingleResultOrNull()
                        .map(found -> Optional.ofNullable(found).map(p -> p.toRecord().tariffs()))
                        .invoke(found -> found.ifPresent(t -> tariffs.put(membership, t))));
    }

    public Uni<Optional<MeteringPoint>> meteringPoint(MeteringPointId id) {
        return sessions.read(session -> session.find(MeteringPointEntity.class, id.value()))
                .map(found -> Optional.ofNullable(found).map(MeteringPointEntity::toRecord));
    }
}
