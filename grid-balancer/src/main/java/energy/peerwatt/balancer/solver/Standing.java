package energy.peerwatt.balancer.solver;

import java.util.Arrays;

/**
 * How good a trial is, to be compared: limits first, then load that is not served, the critical
 * tier first, then the bill.
 */
record Standing(
        long excess, long unserved1, long unserved2, long unserved3, long unserved4, long bill)
        implements Comparable<Standing> {

    static Standing of(Trial trial) {
        Street street = trial.street;
        return new Standing(
                street.excessSum(),
                street.unserved(1),
                street.unserved(2),
                street.unserved(3),
                street.unserved(4),
                trial.bill());
    }

    /** Below 0 if this one is better. */
    @Override
    public int compareTo(Standing other) {
        long[] mine = {excess, unserved1, unserved2, unserved3, unserved4, bill};
        long[] others = {
            other.excess,
            other.unserved1,
            other.unserved2,
            other.unserved3,
            other.unserved4,
            other.bill
        };
        return Arrays.compare(mine, others);
    }
}
