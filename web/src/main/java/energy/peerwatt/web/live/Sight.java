package energy.peerwatt.web.live;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.accounts.Caller;
import java.util.Set;

/**
 * What a page that looks on may see of homes; pages with the same sight get the same messages.
 *
 * @param all every home
 * @param homes else these
 */
record Sight(boolean all, Set<ParticipantId> homes) {

    static Sight of(Access access) {
        return switch (access.caller()) {
            case Caller.Person person when !access.openReads() && !access.isOperator() ->
                    new Sight(false, person.homes());
            case Caller.Person _ -> new Sight(true, Set.of());
            case Caller.Anonymous _ -> new Sight(access.openReads(), Set.of());
        };
    }

    boolean covers(ParticipantId participant) {
        return all || homes.contains(participant);
    }
}
