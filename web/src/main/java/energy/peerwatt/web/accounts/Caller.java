package energy.peerwatt.web.accounts;

import energy.peerwatt.market.ParticipantId;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.Set;

/** Who makes a request. */
public sealed interface Caller {

    /** Nobody logged in. */
    record Anonymous() implements Caller {}

    /**
     * Somebody logged in.
     *
     * @param account the account's id
     * @param login the name that is kept with what is done for the market
     * @param homes for which it acts
     */
    record Person(long account, String login, Set<AccountRole> roles, Set<ParticipantId> homes)
            implements Caller {

        boolean has(AccountRole role) {
            return roles.contains(role);
        }

        SecurityIdentity identity() {
            return QuarkusSecurityIdentity.builder()
                    .setPrincipal(new QuarkusPrincipal(login))
                    .addAttribute(CALLER, this)
                    .build();
        }
    }

    /** Where identities made here keep their caller. */
    String CALLER = "peerwatt.caller";

    /** The caller behind a security identity made here. */
    static Caller of(SecurityIdentity identity) {
        return identity.isAnonymous() ? new Anonymous() : identity.<Caller>getAttribute(CALLER);
    }
}
