package energy.peerwatt.web.balancing;

/** Keeps a process from acting for an area that another one may have by now. */
@FunctionalInterface
interface Fence {

    /**
     * Returns if for the next ten seconds, the most that one step takes, no other process can act.
     *
     * @throws Lost if another one may
     */
    void require();

    /** The area is not, or not surely, this process's any more. */
    final class Lost extends RuntimeException {

        private static final long serialVersionUID = 1;

        Lost(String message) {
            super(message);
        }
    }
}
