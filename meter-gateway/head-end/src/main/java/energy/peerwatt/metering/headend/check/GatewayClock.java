package energy.peerwatt.metering.headend.check;

import energy.peerwatt.metering.headend.validation.ClockRules;
import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.metering.protocol.ClockState.Deviation;
import energy.peerwatt.metering.protocol.ClockState.Sync;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The clock of a gateway as its readings tell, one after the other.
 *
 * @param at first reading with this state
 * @param trend where the trend of the offset is measured from; empty while none is known
 */
public record GatewayClock(Instant at, ClockState state, Optional<Trend> trend) {

    /** A shorter time says nothing of a trend. */
    private static final Duration SHORTEST_TREND = Duration.ofHours(1);

    private static final Duration LONGEST_TREND = Duration.ofDays(1);

    /** An offset that later ones are compared with. */
    public record Trend(Instant at, Deviation deviation) {}

    /**
     * What a reading tells of the clock.
     *
     * @param clock afterwards
     * @param found what is wrong, with its figures, for people
     */
    public record Judged(GatewayClock clock, Map<Check, String> found) {}

    /**
     * Judges the clock by the next reading.
     *
     * @param before empty at the first reading
     * @param at time of the reading by this clock
     */
    public static Judged next(
            Optional<GatewayClock> before, Instant at, ClockState state, ClockRules rules) {
        Map<Check, String> found = ofState(state, rules);
        Optional<Trend> present = state.deviation().map(deviation -> new Trend(at, deviation));
        Optional<Trend> known = before.flatMap(GatewayClock::trend);
        Optional<Deviation> last = before.flatMap(clock -> clock.state().deviation());
        Optional<Trend> trend = known.isEmpty() ? present : known;
        if (present.isPresent() && last.isPresent() && jumps(last.get(), present.get(), rules)) {
            found.put(
                    Check.CLOCK_JUMP,
                    "the gateway's clock jumped from %s to %s"
                            .formatted(text(last.get()), text(present.get().deviation())));
            trend = present;
        } else if (present.isPresent() && known.isPresent()) {
            Duration time = Duration.between(known.get().at(), at);
            if (drifts(known.get(), present.get(), time, rules)) {
                found.put(
                        Check.CLOCK_DRIFT,
                        "the gateway's clock went from %s to %s in %d minutes"
                                .formatted(
                                        text(known.get().deviation()),
                                        text(present.get().deviation()),
                                        time.toMinutes()));
                trend = present;
            } else if (time.compareTo(LONGEST_TREND) >= 0) {
                trend = present;
            }
        }
        boolean same = before.map(clock -> clock.state().equals(state)).orElse(false);
        return new Judged(
                new GatewayClock(same ? before.orElseThrow().at() : at, state, trend), found);
    }

    private static Map<Check, String> ofState(ClockState state, ClockRules rules) {
        Map<Check, String> found = new EnumMap<>(Check.class);
        String wrong = state.deviation().map(known -> "by " + text(known)).orElse("");
        if (rules.rejects(state)) {
            found.put(Check.CLOCK_REJECTED, "not used: the gateway's clock was wrong " + wrong);
        } else if (rules.isOff(state)) {
            found.put(Check.CLOCK_OFF, "the gateway's clock was wrong " + wrong);
        }
        boolean followed = state.sync() == Sync.SYNCHRONISED || state.sync() == Sync.HOLDOVER;
        if (!followed || state.deviation().isEmpty()) {
            found.put(
                    Check.CLOCK_UNKNOWN,
                    state.sync() == Sync.NEVER
                            ? "the gateway's clock was never synchronised"
                            : "nothing is known of the gateway's clock");
        }
        return found;
    }

    private static boolean jumps(Deviation last, Trend present, ClockRules rules) {
        return changeMillis(last, present.deviation()) > rules.jump().toMillis();
    }

    private static boolean drifts(Trend from, Trend to, Duration time, ClockRules rules) {
        if (time.compareTo(SHORTEST_TREND) < 0) {
            return false;
        }
        long allowed =
                Math.ceilDiv(
                        Math.multiplyExact(rules.driftPerDay().toMillis(), time.toSeconds()),
                        LONGEST_TREND.toSeconds());
        return changeMillis(from.deviation(), to.deviation()) > allowed;
    }

    /** How much of the change the uncertainties do not explain. */
    private static long changeMillis(Deviation one, Deviation other) {
        return Math.abs((long) one.offsetMillis() - other.offsetMillis())
                - one.uncertaintyMillis()
                - other.uncertaintyMillis();
    }

    private static String text(Deviation deviation) {
        return String.format(
                Locale.ROOT, "%+.3f s", BigDecimal.valueOf(deviation.offsetMillis(), 3));
    }
}
