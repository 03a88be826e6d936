package energy.peerwatt.web.rest;

import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.accounts.ActiveSession;
import energy.peerwatt.web.accounts.Caller;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/**
 * Who makes this request, set by {@link AccessFilter}. To be asked at the start of a resource
 * method: later, on another thread, the request may be out of reach.
 */
@RequestScoped
public class CurrentCaller {

    private Access access = new Access(new Caller.Anonymous(), false);

    private Optional<ActiveSession> session = Optional.empty();

    void set(Access identified, Optional<ActiveSession> knownBy) {
        access = identified;
        session = knownBy;
    }

    /** The browser's session; none if the caller logged in with name and password. */
    Optional<ActiveSession> session() {
        return session;
    }

    public Access access() {
        return access;
    }
}
