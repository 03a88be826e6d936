package energy.peerwatt.matching.cluster;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Compares the states of all members, each of which reports in the log what the hash of its own was
 * after the same commands. Service thread.
 *
 * <p>Only what this node hashed itself since its start is compared, so nothing of this belongs to
 * the replicated state. A cluster of one is compared with its own earlier life when it replays.
 */
final class StateCheck {

    private static final System.Logger LOG = System.getLogger(StateCheck.class.getName());

    /** Reports come soon after the commands they are about; older ones are not waited for. */
    private static final int MOST_OPEN = 16;

    /**
     * With one member down, the two others may disagree and neither be in a majority. A member that
     * is merely slow reports within fewer checks than these.
     */
    static final int MOST_UNDECIDED = 8;

    private final int members;
    private final int majority;
    private final Deque<Comparison> open = new ArrayDeque<>();

    /** What is known about one place of the log. */
    private static final class Comparison {

        private final long commands;
        private final long own;
        private final long[] reported;
        private final boolean[] present;

        private Comparison(long commands, long own, int members) {
            this.commands = commands;
            this.own = own;
            this.reported = new long[members];
            this.present = new boolean[members];
        }

        private int countOf(long hash) {
            int count = 0;
            for (int member = 0; member < reported.length; member++) {
                count += present[member] && reported[member] == hash ? 1 : 0;
            }
            return count;
        }

        private int reports() {
            int count = 0;
            for (boolean one : present) {
                count += one ? 1 : 0;
            }
            return count;
        }
    }

    StateCheck(int members) {
        this.members = members;
        this.majority = members / 2 + 1;
    }

    /** This node's state after so many commands has this hash. */
    void own(long commands, long hash) {
        if (open.size() == MOST_OPEN) {
            open.removeFirst();
        }
        open.addLast(new Comparison(commands, hash, members));
    }

    /**
     * A member says that its state after so many commands had this hash.
     *
     * @throws StateDivergedException if this node's state is not that of the majority, or if there
     *     is no majority even though everyone reported or it has been so {@link #MOST_UNDECIDED}
     *     times before
     */
    void reported(int member, long commands, long hash) {
        if (member < 0 || member >= members) {
            return;
        }
        int undecided = 0;
        for (Comparison comparison : open) {
            if (comparison.commands < commands && isUndecided(comparison)) {
                undecided++;
                if (undecided == MOST_UNDECIDED) {
                    throw diverged(comparison, "no majority shares it");
                }
            } else if (comparison.commands == commands) {
                comparison.present[member] = true;
                comparison.reported[member] = hash;
                compare(comparison, member, hash);
            }
        }
    }

    private void compare(Comparison comparison, int member, long hash) {
        if (hash != comparison.own) {
            LOG.log(
                    Level.ERROR,
                    "after {0} commands the state of member {1} has the hash {2}, here it is {3}",
                    comparison.commands,
                    member,
                    Long.toHexString(hash),
                    Long.toHexString(comparison.own));
        }
        if (hash != comparison.own && comparison.countOf(hash) >= majority) {
            throw diverged(comparison, "the majority has another");
        }
        if (comparison.reports() == members && isUndecided(comparison)) {
            throw diverged(comparison, "no majority shares it");
        }
    }

    /** Someone disagrees, and those who agree are not a majority. */
    private boolean isUndecided(Comparison comparison) {
        int agreeing = comparison.countOf(comparison.own);
        return agreeing < majority && comparison.reports() > agreeing;
    }

    private static StateDivergedException diverged(Comparison comparison, String why) {
        return new StateDivergedException(
                "this node's state after %d commands has the hash %x, but %s"
                        .formatted(comparison.commands, comparison.own, why));
    }
}
