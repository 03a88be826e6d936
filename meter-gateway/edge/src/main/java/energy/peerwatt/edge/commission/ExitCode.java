package energy.peerwatt.edge.commission;

/** How the tools end. */
final class ExitCode {

    /** Done, and good. */
    static final int DONE = 0;

    /** Done, and not good: nothing found, a check failed, a spool is damaged. */
    static final int NOT_SO = 1;

    /** Called wrongly; nothing was done. */
    static final int USAGE = 2;

    /** A device, a broker or a file could not be used. */
    static final int FAILED = 3;

    private ExitCode() {}
}
