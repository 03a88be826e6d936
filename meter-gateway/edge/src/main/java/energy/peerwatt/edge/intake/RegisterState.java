package energy.peerwatt.edge.intake;

import energy.peerwatt.edge.device.RegisterValue;
import energy.peerwatt.edge.intake.RegisterVerdict.Plausible;
import energy.peerwatt.edge.intake.RegisterVerdict.Quarantined;
import energy.peerwatt.edge.intake.RegisterVerdict.Reason;
import java.time.Duration;
import java.time.Instant;

/**
 * The last plausible value of a register.
 *
 * @param totalMilliWh the register with all its wraps
 * @param wrappedMilliWh the part of it that the register has wrapped away
 * @param at market time of the value
 */
record RegisterState(long totalMilliWh, long wrappedMilliWh, Instant at) {

    /** 1 MW, more than any connection behind one gateway, as mWh in a millisecond. */
    private static final long MAX_MILLI_WH_PER_SECOND = 1_000_000_000L / 3_600;

    /** Samples that arrive late and then together must not look fast: 10 kWh. */
    private static final long SLACK_MILLI_WH = 10_000_000;

    static RegisterState first(RegisterValue value, Instant at) {
        return new RegisterState(value.milliWh(), 0, at);
    }

    /** Completed Wh. */
    long registerWh() {
        return totalMilliWh / 1_000;
    }

    /** Compares the next value with this one. */
    RegisterVerdict judge(RegisterValue value, Instant now) {
        long total = wrappedMilliWh + value.milliWh();
        long limit = limit(now);
        if (total < totalMilliWh) {
            long unwrapped = total + value.wrapMilliWh();
            boolean wraps =
                    value.wrapMilliWh() > 0
                            && totalMilliWh - wrappedMilliWh > value.wrapMilliWh() / 100 * 95
                            && unwrapped - totalMilliWh <= limit;
            return wraps
                    ? next(unwrapped, wrappedMilliWh + value.wrapMilliWh(), now)
                    : new Quarantined(Reason.BACKWARDS, total - totalMilliWh);
        }
        return total - totalMilliWh <= limit
                ? next(total, wrappedMilliWh, now)
                : new Quarantined(Reason.TOO_FAST, total - totalMilliWh);
    }

    private static Plausible next(long total, long wrapped, Instant now) {
        return new Plausible(new RegisterState(total, wrapped, now));
    }

    private long limit(Instant now) {
        long seconds = Math.clamp(Duration.between(at, now).toSeconds(), 0, Integer.MAX_VALUE);
        return seconds * MAX_MILLI_WH_PER_SECOND + SLACK_MILLI_WH;
    }
}
