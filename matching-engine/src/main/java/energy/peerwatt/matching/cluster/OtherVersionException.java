package energy.peerwatt.matching.cluster;

/** The log has commands for another version of the state machine than this node's. */
public final class OtherVersionException extends RuntimeException {

    private static final long serialVersionUID = 1;

    OtherVersionException(int ofLog, int own) {
        super(
                "the log goes on with commands for version %d of the state machine, this is version %d:"
                                .formatted(ofLog, own)
                        + " all members need the same release; to change it, take a snapshot, stop"
                        + " all before another command comes, and start them anew");
    }
}
