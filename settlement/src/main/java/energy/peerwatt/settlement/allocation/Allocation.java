package energy.peerwatt.settlement.allocation;

/**
 * A community's energy split by a key, Wh by index of member. Immutable.
 *
 * <p>In the words of Austria's grid operators a share is G.02 and what is covered, own and bought
 * together, is G.03.
 */
public final class Allocation {

    /** How a total is divided among sellers with this generation; the parts add up to it. */
    @FunctionalInterface
    interface SellerRule {

        /** In proportion to generation. */
        SellerRule PRO_RATA = LargestRemainder::apportion;

        long[] sales(long total, long[] generation);
    }

    private final long[] shares;
    private final long[] own;
    private final long[] bought;
    private final long[] sold;
    private final Carry carried;

    private Allocation(long[] shares, long[] own, long[] bought, long[] sold, Carry carried) {
        this.shares = shares;
        this.own = own;
        this.bought = bought;
        this.sold = sold;
        this.carried = carried;
        if (Community.sum(bought) != Community.sum(sold)) {
            throw new IllegalStateException("bought is not what is sold");
        }
    }

    /** These purchases and sales, nothing of it own. */
    static Allocation of(long[] shares, long[] bought, long[] sold) {
        return new Allocation(shares, new long[shares.length], bought, sold, Carry.NONE);
    }

    /**
     * Each member buys its share up to its consumption, and sellers sell by the rule. What a member
     * would have to buy from itself is bought from others as far as they have it, and not at all
     * beyond.
     */
    static Allocation ofShares(Community community, long[] shares, SellerRule rule) {
        long[] bought = shares.clone();
        for (int i = 0; i < bought.length; i++) {
            bought[i] = Math.min(bought[i], community.consumption(i));
        }
        long total = Community.sum(bought);
        long[] sold = rule.sales(total, community.generation());
        for (int i = 0; i < bought.length; i++) {
            if (sold[i] > total - bought[i]) {
                sold = salesWithout(i, bought, community, rule);
                break;
            }
        }
        return of(shares.clone(), bought, sold);
    }

    /** Member {@code i} sells all that others buy; cuts its purchase to what others generate. */
    private static long[] salesWithout(int i, long[] bought, Community community, SellerRule rule) {
        long ofOthers = Community.sum(bought) - bought[i];
        long[] others = community.generation();
        others[i] = 0;
        bought[i] = Math.min(bought[i], Community.sum(others));
        long[] sold = rule.sales(bought[i], others);
        sold[i] = ofOthers;
        return sold;
    }

    Allocation carrying(Carry carry) {
        return new Allocation(shares, own, bought, sold, carry);
    }

    /** The same after each member has covered {@code used} of its consumption itself. */
    Allocation after(long[] used) {
        return new Allocation(plus(shares, used), plus(own, used), bought, sold, carried);
    }

    private static long[] plus(long[] one, long[] other) {
        long[] sum = new long[one.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Math.addExact(one[i], other[i]);
        }
        return sum;
    }

    /** What the key gives each member; may exceed its consumption. */
    public long[] shares() {
        return shares.clone();
    }

    /** What each member covers with what it generated itself. */
    public long[] own() {
        return own.clone();
    }

    /** What each member buys from others. */
    public long[] bought() {
        return bought.clone();
    }

    /** What each member sells to others. */
    public long[] sold() {
        return sold.clone();
    }

    /** What is carried over to the next interval. */
    public Carry carried() {
        return carried;
    }
}
