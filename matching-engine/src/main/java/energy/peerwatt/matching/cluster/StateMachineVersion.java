package energy.peerwatt.matching.cluster;

import org.agrona.SemanticVersion;

/**
 * Which state machine a log is for. Every leader writes its own into the log when its term begins;
 * a node of another version stops at the next command. Members of different versions would come to
 * different states from the same log, and one of a new version would give other events than those
 * that were told from its log before.
 *
 * <p>A snapshot carries over from one version to the next, being state and not commands, as long as
 * its own form stays. That form has a version too; a release reads no other.
 */
final class StateMachineVersion {

    /**
     * The one of this release, from 1 to 255. To be raised with every change after which the same
     * commands give another state or other events.
     */
    static final int CURRENT = 1;

    private StateMachineVersion() {}

    /**
     * In the form in which the consensus module writes it into the log; all are compatible to it.
     */
    static int encode(int version) {
        return SemanticVersion.compose(0, version, 0);
    }

    /** What {@link #encode} was given; 0 if the log is of before there were versions. */
    static int decode(int appVersion) {
        return SemanticVersion.minor(appVersion);
    }
}
