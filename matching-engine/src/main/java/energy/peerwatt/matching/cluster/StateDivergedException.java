package energy.peerwatt.matching.cluster;

/** This node's state is not that of the cluster: its books cannot be trusted. */
public final class StateDivergedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StateDivergedException(String message) {
        super(message);
    }
}
