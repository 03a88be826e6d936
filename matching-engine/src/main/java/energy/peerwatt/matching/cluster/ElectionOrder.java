package energy.peerwatt.matching.cluster;

import java.io.Serial;
import java.util.Random;

/**
 * How long a member waits before it stands for election, as a share of half a ballot: each for
 * another time, in place of Aeron's random ones, so that no two stand at the same time and split
 * the votes.
 */
final class ElectionOrder extends Random {

    @Serial private static final long serialVersionUID = 1L;

    private final int member;
    private final int members;

    /** The first member does not wait, the last one for the whole time. */
    ElectionOrder(int member, int members) {
        this.member = member;
        this.members = members;
    }

    @Override
    public double nextDouble() {
        return members == 1 ? 0 : (double) member / (members - 1);
    }
}
