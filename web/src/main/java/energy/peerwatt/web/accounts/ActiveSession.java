package energy.peerwatt.web.accounts;

/** The session that a request came with. */
public record ActiveSession(long id, SessionToken token) {}
