package energy.peerwatt.matching;

import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.MarketDesign.Kind;
import energy.peerwatt.market.Origin;

/** An area's rules for its intervals from one on, as primitives. */
final class DatedRules {

    /** For every interval. */
    static final long ALWAYS = Long.MIN_VALUE;

    /** Index of the first interval they are for. */
    final long from;

    final AreaRules rules;

    /** ns. */
    final long gateLead;

    /** ns. */
    final long horizon;

    /** ns. */
    final long callPhase;

    /** ns. */
    final long repeatWindow;

    final long tick;
    final long lot;
    final long fee;
    final boolean continuous;

    private final Kind kind;
    private final long[] premiums = new long[OriginClass.ASK_CLASSES];

    DatedRules(long from, AreaRules rules) {
        this.from = from;
        this.rules = rules;
        this.gateLead = rules.gateLead().toNanos();
        this.horizon = rules.horizon().toNanos();
        this.callPhase = rules.design().callPhase().toNanos();
        this.repeatWindow = rules.repeatWindow().toNanos();
        this.tick = rules.tick().microPerKwh();
        this.lot = rules.lot().wattHours();
        this.fee = rules.feesPerKwh().microPerKwh();
        this.kind = rules.design().kind();
        this.continuous = kind == Kind.CONTINUOUS;
        for (Origin origin : Origin.values()) {
            premiums[OriginClass.of(origin)] = rules.premiums().of(origin).microPerKwh();
        }
    }

    /** Micro-currency per kWh that a bid of this class adds to its limit where its wish is met. */
    long premium(int bidClass) {
        return OriginClass.requires(bidClass) ? 0 : premiums[bidClass];
    }

    /** Whether an interval whose gate closes at {@code gate} collects orders for its call. */
    boolean isCallPhase(long now, long gate) {
        return switch (kind) {
            case CONTINUOUS -> false;
            case CALL -> true;
            case CONTINUOUS_THEN_CALL -> now >= MarketTime.minus(gate, callPhase);
        };
    }

    /** Whether areas with these rules can be linked. */
    boolean fits(DatedRules other) {
        return gateLead == other.gateLead && continuous && other.continuous;
    }
}
