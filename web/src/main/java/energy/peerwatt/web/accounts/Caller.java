package energy.peerwatt.web.accounts;

import energy.peerwatt.market.ParticipantId;
import io.quarkus.security.identity.SecurityIdentity;

/** Who makes a request. */
public sealed interface Caller {

    /** Nobody logged in. */
    record Anonymous() implements Caller {}

    /** Acts for one participant. */
    record Member(ParticipantId participant) implements Caller {}

    /**
     * Acts for the market.
     *
     * @param login the name that is kept with what is done
     */
    record Operator(String login) implements Caller {}

    /** Name of the operators' security role. */
    String OPERATOR_ROLE = "operator";

    /** Name of the members' security role. */
    String MEMBER_ROLE = "member";

    /** The caller behind a security identity made by {@link LoginProvider}. */
    static Caller of(SecurityIdentity identity) {
        if (identity.isAnonymous()) {
            return new Anonymous();
        }
        return identity.hasRole(OPERATOR_ROLE)
                ? new Operator(identity.getPrincipal().getName())
                : new Member(identity.getAttribute(LoginProvider.PARTICIPANT));
    }
}
