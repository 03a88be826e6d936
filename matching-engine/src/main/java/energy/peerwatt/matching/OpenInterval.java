package energy.peerwatt.matching;

import energy.peerwatt.book.MatchScope;
import energy.peerwatt.market.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One interval of an area while its gate is open, from when something first happens in it. */
final class OpenInterval {

    static final int NONE = -1;

    final Area area;
    final long index;

    /** s since the epoch. */
    final long startSeconds;

    /** The number that its delivery period has in the limits, whatever the area. */
    final int period;

    /** Handles in the book by class, {@link #NONE} where none is open. */
    final int[] contracts = new int[OriginClass.COUNT];

    /** Waiting blocks that have a leg here, by number. */
    List<Order> blocks = List.of();

    /** The block that was tried last, where more wait than are tried at once. */
    long triedLast;

    /** Wh that the members may sell; unlimited if not set. */
    long sellLimit = MatchScope.UNLIMITED;

    /** Wh that the members may buy; unlimited if not set. */
    long buyLimit = MatchScope.UNLIMITED;

    /** Wh that they sold. */
    long sold;

    /** Wh that they bought. */
    long bought;

    /** The latest of the orders that are forgotten with this interval. */
    @Nullable Order newest;

    /** Whether something changed that its blocks may have waited for. */
    boolean changed;

    private @Nullable DatedRules rulesAtFirstOrder;

    /**
     * At this fee and higher ones surely no two orders of one group could trade with each other.
     * Not part of a snapshot: after one they are looked for, and as long as this is never too low
     * there are none to be found.
     */
    private long apartFrom = Long.MIN_VALUE;

    OpenInterval(Area area, long index, int period) {
        this.area = area;
        this.index = index;
        this.startSeconds = area.startSecondsOf(index);
        this.period = period;
        Arrays.fill(contracts, NONE);
    }

    void add(Order block) {
        if (blocks.isEmpty()) {
            blocks = new ArrayList<>();
        }
        blocks.add(block);
    }

    /** The rules that are valid now; fees count as of the moment of a trade. */
    DatedRules rules() {
        return area.rules(index);
    }

    /**
     * The rules whose design and premiums count: those of the first order, as resting orders must
     * not change their kind or price.
     */
    DatedRules design() {
        DatedRules kept = rulesAtFirstOrder;
        return kept != null ? kept : area.rules(index);
    }

    /** From now on {@link #design} stays. */
    void keepDesign() {
        if (rulesAtFirstOrder == null) {
            rulesAtFirstOrder = area.rules(index);
        }
    }

    void keepDesign(DatedRules kept) {
        rulesAtFirstOrder = kept;
    }

    boolean keepsDesign() {
        return rulesAtFirstOrder != null;
    }

    /** Any open contract, for an order that never rests; {@link #NONE} if there is none. */
    int anyContract() {
        for (int contract : contracts) {
            if (contract != NONE) {
                return contract;
            }
        }
        return NONE;
    }

    boolean isCallPhase(long now) {
        DatedRules design = design();
        return !design.continuous && design.isCallPhase(now, area.gate(index));
    }

    /** An order met those of its group that it could trade with at a fee, and no others. */
    void collected(long fee) {
        apartFrom = Math.max(apartFrom, fee);
    }

    /** An order may rest otherwise. */
    void placed() {
        apartFrom = Long.MAX_VALUE;
    }

    /** Whether surely no two orders of one group could trade with each other at a fee. */
    boolean keepsOwnApart(long fee) {
        return fee >= apartFrom;
    }

    /** Wh that members may still trade on one side; {@link MatchScope#UNLIMITED} without limit. */
    long headroom(Side side) {
        long limit = side == Side.BUY ? buyLimit : sellLimit;
        if (limit == MatchScope.UNLIMITED) {
            return limit;
        }
        return Math.max(0, limit - (side == Side.BUY ? bought : sold));
    }
}
