package energy.peerwatt.matching;

import java.util.Arrays;

/** What trades from one area's sellers to another's buyers cost, by interval. */
final class Link {

    /** No trade. */
    static final long CLOSED = Long.MIN_VALUE;

    final Area seller;
    final Area buyer;
    final Border border;

    /** Interval from which the fee of the same place is valid, ascending. */
    private long[] from = {};

    private long[] fees = {};

    Link(Area seller, Area buyer, Border border) {
        this.seller = seller;
        this.buyer = buyer;
        this.border = border;
    }

    /** Micro-currency per kWh, or {@link #CLOSED}. */
    long fee(long index) {
        for (int i = from.length - 1; i >= 0; i--) {
            if (from[i] <= index) {
                return fees[i];
            }
        }
        return CLOSED;
    }

    /** Sets the fee of all intervals from one on. */
    void change(long fromIndex, long fee) {
        int kept = 0;
        while (kept < from.length && from[kept] < fromIndex) {
            kept++;
        }
        from = Arrays.copyOf(from, kept + 1);
        fees = Arrays.copyOf(fees, kept + 1);
        from[kept] = fromIndex;
        fees[kept] = fee;
    }

    /** Forgets what was valid only before an interval. */
    void forgetBefore(long index) {
        int past = 0;
        while (past + 1 < from.length && from[past + 1] <= index) {
            past++;
        }
        if (past > 0) {
            from = Arrays.copyOfRange(from, past, from.length);
            fees = Arrays.copyOfRange(fees, past, fees.length);
        }
    }

    /** Whether the two areas may trade, by their rules, wherever this link is open. */
    boolean fits(DatedRules[] sellerRules, DatedRules[] buyerRules) {
        for (int i = 0; i < from.length; i++) {
            long end = i + 1 < from.length ? from[i + 1] : Long.MAX_VALUE;
            if (fees[i] != CLOSED && !fit(sellerRules, buyerRules, from[i], end)) {
                return false;
            }
        }
        return true;
    }

    /** Whether two areas' rules fit in all intervals from {@code from} to before {@code end}. */
    static boolean fit(DatedRules[] some, DatedRules[] others, long from, long end) {
        int i = 0;
        int j = 0;
        while (i < some.length && j < others.length) {
            long someEnd = i + 1 < some.length ? some[i + 1].from : Long.MAX_VALUE;
            long otherEnd = j + 1 < others.length ? others[j + 1].from : Long.MAX_VALUE;
            long bothFrom = Math.max(from, Math.max(some[i].from, others[j].from));
            long bothEnd = Math.min(end, Math.min(someEnd, otherEnd));
            if (bothFrom < bothEnd && !some[i].fits(others[j])) {
                return false;
            }
            i += someEnd <= otherEnd ? 1 : 0;
            j += otherEnd <= someEnd ? 1 : 0;
        }
        return true;
    }

    void write(StateWriter out) {
        out.int32(from.length);
        for (int i = 0; i < from.length; i++) {
            out.int64(from[i]).int64(fees[i]);
        }
    }

    void read(WireReader in) {
        int count = in.int32();
        from = new long[count];
        fees = new long[count];
        for (int i = 0; i < count; i++) {
            from[i] = in.int64();
            fees[i] = in.int64();
        }
    }
}
