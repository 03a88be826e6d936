package energy.peerwatt.web.accounts;

/** What an account may do besides acting for its homes, which needs no role. */
public enum AccountRole {
    /** Reads what is settled and billed, and sets tariffs. */
    UTILITY,
    /** Runs the market, its meters and its grid. */
    OPERATOR,
    /** Gives accounts and roles. */
    ADMIN
}
