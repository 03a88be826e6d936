package energy.peerwatt.web.rest;

import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.accounts.Caller;
import jakarta.enterprise.context.RequestScoped;

/**
 * Who makes this request, set by {@link AccessFilter}. To be asked at the start of a resource
 * method: later, on another thread, the request may be out of reach.
 */
@RequestScoped
public class CurrentCaller {

    private Access access = new Access(new Caller.Anonymous(), false);

    void set(Access identified) {
        access = identified;
    }

    public Access access() {
        return access;
    }
}
