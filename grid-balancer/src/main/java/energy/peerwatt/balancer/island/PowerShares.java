package energy.peerwatt.balancer.island;

/** Power shared by what each can, none more than it can carry. */
final class PowerShares {

    private PowerShares() {}

    /**
     * W of each, rounded up; what one cannot carry the others share. Together less than is wanted
     * only if all carry what they can.
     *
     * @param wanted W, at least 0
     * @param powers by which it is shared, each at least 0
     * @param most W that each can carry, from 0 to its power
     */
    static int[] of(int wanted, int[] powers, int[] most) {
        int[] shares = new int[powers.length];
        boolean[] full = new boolean[powers.length];
        long rest = wanted;
        boolean changed = wanted > 0;
        while (changed) {
            long all = 0;
            for (int i = 0; i < powers.length; i++) {
                all += full[i] ? 0 : powers[i];
            }
            long before = rest;
            changed = false;
            for (int i = 0; i < powers.length; i++) {
                if (!full[i]) {
                    long part = all == 0 ? 0 : Math.ceilDiv(before * powers[i], all);
                    full[i] = part >= most[i];
                    shares[i] = (int) Math.min(part, most[i]);
                    rest -= full[i] ? most[i] : 0;
                    changed |= full[i];
                }
            }
            rest = Math.max(0, rest);
        }
        return shares;
    }
}
