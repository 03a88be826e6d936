package energy.peerwatt.web.rest;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.Participant;
import energy.peerwatt.web.registry.store.Registry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Finds participants where they are metered. */
@ApplicationScoped
public class Homes {

    /** A participant where it is metered. */
    public record Home(Participant participant, MeteringPoint point, Area area) {}

    private final Registry registry;

    public Homes(Registry registry) {
        this.registry = registry;
    }

    /** The id in a path, or a problem. */
    static ParticipantId id(String text) {
        long id = Inputs.requiredNumber("id", text);
        if (id < 1) {
            throw new ProblemException(Problem.notFound("participant " + id));
        }
        return new ParticipantId(id);
    }

    /** The home, or a problem. Whether the caller may know is to be asked before. */
    Uni<Home> find(ParticipantId participant) {
        return registry.participant(participant)
                .chain(found ->
                        registry.meteringPoints()
                                .chain(points ->
                                        registry.areas()
                                                .map(areas ->
                                                        home(participant, found, points, areas))));
    }

    /** An area that something kept refers to. */
    Uni<Area> area(AreaId id) {
        return registry.area(id).map(Optional::orElseThrow);
    }

    private static Home home(
            ParticipantId id,
            Optional<Participant> participant,
            List<MeteringPoint> points,
            List<Area> areas) {
        Optional<MeteringPoint> point =
                points.stream().filter(p -> p.participant().equals(id)).findFirst();
        if (participant.isEmpty() || point.isEmpty()) {
            throw new ProblemException(Problem.notFound("participant " + id));
        }
        Area area =
                areas.stream()
                        .filter(a -> a.rules().area().equals(point.get().area()))
                        .findFirst()
                        .orElseThrow();
        return new Home(participant.get(), point.get(), area);
    }
}
