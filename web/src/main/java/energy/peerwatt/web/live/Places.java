package energy.peerwatt.web.live;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.web.accounts.Caller;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which areas there are, and where homes lie.
 *
 * @param areas by id
 */
record Places(List<AreaId> areas, Map<ParticipantId, AreaId> homes) {

    /** Before anything is known. */
    static final Places UNKNOWN = new Places(List.of(), Map.of());

    static Places of(List<Area> areas, List<MeteringPoint> points) {
        return new Places(
                areas.stream().map(area -> area.rules().area()).sorted().toList(),
                points.stream()
                        .collect(
                                Collectors.toMap(
                                        MeteringPoint::participant,
                                        MeteringPoint::area,
                                        (first, _) -> first)));
    }

    /**
     * The area that a page shows: the one that it asks for, else that of the first home of its
     * person, else the first; empty if there is none.
     */
    Optional<AreaId> shownTo(Caller caller, Optional<AreaId> wanted) {
        Set<ParticipantId> own = caller instanceof Caller.Person person ? person.homes() : Set.of();
        return wanted.filter(areas::contains)
                .or(() ->
                        own.stream()
                                .filter(homes::containsKey)
                                .min(ParticipantId::compareTo)
                                .map(homes::get))
                .or(() -> areas.stream().findFirst());
    }
}
