package energy.peerwatt.matching.cluster;

/** The log has commands for another version of the state machine than this node's. */
public final class OtherVersionException extends RuntimeException {

    private static final long serialVersionUID = 1;

    OtherVersionException(int ofLog, int own) {
        super(
                "the log goes on with commands for version %d of the state machine, this is version %d:"
                                .formatted(ofLog, own)
                        + " all members need the same release, and 'shutdown' before another one");
    }
}
