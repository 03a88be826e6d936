package energy.peerwatt.web.rest;

import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.accounts.AccountEvent.Author;
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

    private String address = "";

    void set(Access identified, Optional<ActiveSession> knownBy, String from) {
        access = identified;
        session = knownBy;
        address = from;
    }

    /** From where the request came, in figures; none if a proxy did not say so. */
    String address() {
        return address;
    }

    /** Who is to be kept with what is done. */
    Author author() {
        return new Author(access.requirePerson().login(), address);
    }

    /** The browser's session; none if the caller logged in with name and password. */
    Optional<ActiveSession> session() {
        return session;
    }

    public Access access() {
        return access;
    }
}
