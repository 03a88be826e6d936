package energy.peerwatt.matching;

import energy.peerwatt.market.AreaRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One area: its dated rules, the intervals that anything happened in, and which gate closes next.
 *
 * <p>Intervals are counted from the epoch in units of the area's interval length. Gates close in
 * the order of their intervals: where the gate lead grows from an interval on, those before it
 * close no later than it does.
 */
final class Area {

    final int id;

    /** s. */
    final int intervalLength;

    final long tick;

    /** Links whose buyers are here, by seller's area. */
    final List<Link> imports = new ArrayList<>();

    /** Links whose sellers are here, by buyer's area. */
    final List<Link> exports = new ArrayList<>();

    /** With every area that it is linked with or shares a capacity with. */
    final List<Border> borders = new ArrayList<>();

    /** Orders whose gate closed lately, for recognising repeats. */
    final ClosedOrders closed = new ClosedOrders();

    private final long lengthNanos;

    /**
     * The intervals that something happened in, each at the place of its index, which are more than
     * lie between the first and the last of them.
     */
    private @Nullable OpenInterval[] open = new OpenInterval[64];

    /** By the interval they start from; each is valid until the next one. Never empty. */
    private DatedRules[] rules;

    private long nextToClose;
    private long nextGate;

    /**
     * An area that opens with the first interval whose gate is still open.
     *
     * @param validFrom ns; it opens no sooner than with the first interval that starts then
     * @param now ns
     */
    static Area open(AreaRules rules, long validFrom, long now) {
        DatedRules first = new DatedRules(DatedRules.ALWAYS, rules);
        long lengthNanos = rules.intervalLength().toNanos();
        long firstOpen = Math.floorDiv(MarketTime.plus(now, first.gateLead), lengthNanos) + 1;
        long firstValid = Math.ceilDiv(validFrom, lengthNanos);
        return new Area(new DatedRules[] {first}, Math.max(firstOpen, firstValid));
    }

    Area(DatedRules[] rules, long nextToClose) {
        AreaRules any = rules[0].rules;
        this.id = any.area().value();
        this.intervalLength = (int) any.intervalLength().toSeconds();
        this.lengthNanos = intervalLength * MarketTime.NANOS_PER_SECOND;
        this.tick = any.tick().microPerKwh();
        this.rules = rules;
        this.nextToClose = nextToClose;
        findNextGate();
    }

    /** Start of an interval, ns. */
    long startOf(long index) {
        return MarketTime.times(index, lengthNanos);
    }

    /** Start of an interval, s. */
    long startSecondsOf(long index) {
        return index * intervalLength;
    }

    /** The first interval that starts at or after {@code time}, ns. */
    long indexFrom(long time) {
        return Math.ceilDiv(time, lengthNanos);
    }

    DatedRules rules(long index) {
        int i = rules.length - 1;
        while (i > 0 && rules[i].from > index) {
            i--;
        }
        return rules[i];
    }

    DatedRules[] allRules() {
        return rules;
    }

    /** What {@link #allRules} would be if these were valid from that interval on. */
    DatedRules[] rulesWith(AreaRules changed, long from) {
        if (from <= nextToClose) {
            return new DatedRules[] {new DatedRules(DatedRules.ALWAYS, changed)};
        }
        int kept = 0;
        while (kept < rules.length && rules[kept].from < from) {
            kept++;
        }
        DatedRules[] result = Arrays.copyOf(rules, kept + 1);
        result[kept] = new DatedRules(from, changed);
        return result;
    }

    void change(DatedRules[] newRules) {
        rules = newRules;
        findNextGate();
    }

    long nextToClose() {
        return nextToClose;
    }

    /** Market time at which the next gate closes; {@link MarketTime#NEVER} if time ends before. */
    long nextGate() {
        return nextGate;
    }

    boolean isClosed(long index, long now) {
        return index < nextToClose || now >= gate(index);
    }

    /** Market time at which an interval's gate closes. */
    long gate(long index) {
        long gate = MarketTime.NEVER;
        for (int i = rules.length - 1; i >= 0; i--) {
            DatedRules dated = rules[i];
            long own = startOf(Math.max(index, dated.from));
            if (own < MarketTime.NEVER) {
                gate = Math.min(gate, MarketTime.minus(own, dated.gateLead));
            }
            if (dated.from <= index) {
                return gate;
            }
        }
        return gate;
    }

    @Nullable OpenInterval interval(long index) {
        OpenInterval interval = open[place(index)];
        return interval != null && interval.index == index ? interval : null;
    }

    /** Begins to keep an interval whose gate is open. */
    void add(OpenInterval interval) {
        while (interval.index - nextToClose >= open.length) {
            grow();
        }
        open[place(interval.index)] = interval;
    }

    private void grow() {
        @Nullable OpenInterval[] old = open;
        open = new OpenInterval[2 * old.length];
        for (OpenInterval interval : old) {
            if (interval != null) {
                open[place(interval.index)] = interval;
            }
        }
    }

    private int place(long index) {
        return (int) index & (open.length - 1);
    }

    /** By index. */
    List<OpenInterval> intervals() {
        List<OpenInterval> intervals = new ArrayList<>();
        for (int i = 0; i < open.length; i++) {
            OpenInterval interval = open[place(nextToClose + i)];
            if (interval != null) {
                intervals.add(interval);
            }
        }
        return intervals;
    }

    /** Drops the interval whose gate closes and goes on to the next one. */
    void closeNext() {
        if (interval(nextToClose) != null) {
            open[place(nextToClose)] = null;
        }
        nextToClose++;
        if (rules.length > 1 && rules[1].from <= nextToClose) {
            rules = Arrays.copyOfRange(rules, 1, rules.length);
            rules[0] = new DatedRules(DatedRules.ALWAYS, rules[0].rules);
        }
        findNextGate();
    }

    private void findNextGate() {
        nextGate = gate(nextToClose);
    }
}
