package energy.peerwatt.web.live;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.accounts.Caller;
import java.util.Optional;
import java.util.Set;

/**
 * What a page that looks on sees; pages with the same sight get the same messages.
 *
 * @param area empty while there is none
 * @param all whether it may see every home of it
 * @param homes else these
 */
record Sight(Optional<AreaId> area, boolean all, Set<ParticipantId> homes) {

    static Sight of(Access access, Optional<AreaId> area) {
        return switch (access.caller()) {
            case Caller.Person person when !access.openReads() && !access.isOperator() ->
                    new Sight(area, false, person.homes());
            case Caller.Person _ -> new Sight(area, true, Set.of());
            case Caller.Anonymous _ -> new Sight(area, access.openReads(), Set.of());
        };
    }

    boolean covers(ParticipantId participant) {
        return all || homes.contains(participant);
    }
}
