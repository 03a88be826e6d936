package energy.peerwatt.metering.headend.validation;

import energy.peerwatt.metering.headend.RegisterChange;
import energy.peerwatt.metering.headend.RegisterReading;
import energy.peerwatt.metering.headend.Screening;
import energy.peerwatt.metering.headend.ValueReason;
import energy.peerwatt.metering.headend.validation.RegisterState.Suspicion;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Judges the readings of one register, one after the other.
 *
 * <p>A register counts on, or it rolls over at its end; all else is quarantined. Quarantined low
 * readings become usable once they prove a reset: they start below 1 % of the old register and
 * count up plausibly for as long as {@link ValidationRules.ResetEvidence} wants. Quarantined high
 * readings never do: they need an operator. A quarantined reading that the next one does not
 * continue was a glitch and holds nothing up.
 *
 * <p>Immutable; safe for use by several threads.
 *
 * @param capacityWatts what the register's connection can carry
 */
public record RegisterScreening(ValidationRules rules, long capacityWatts) {

    private static final int ROLLOVER_FROM_PERCENT = 95;
    private static final int RESET_BELOW_PARTS = 100;

    public RegisterScreening {
        ValidationRules.requireCapacity(capacityWatts);
    }

    /**
     * What is decided about a reading.
     *
     * @param state the register's state afterwards
     * @param change starts at this reading, or for a reset at the first of the quarantined ones,
     *     which become usable with it
     */
    public record Verdict(
            Screening screening, @Nullable RegisterState state, Optional<RegisterChange> change) {

        private static Verdict unchanged(Screening screening, @Nullable RegisterState state) {
            return new Verdict(screening, state, Optional.empty());
        }
    }

    /**
     * Judges the next reading.
     *
     * @param state null before the first usable reading
     * @param stepWh resolution of the register in Wh, rounded up
     * @param receivedAt market time at which the head-end received {@code next}
     */
    public Verdict judge(
            @Nullable RegisterState state, RegisterReading next, long stepWh, Instant receivedAt) {
        if (next.at().isAfter(receivedAt.plus(rules.clock().ahead()))) {
            return Verdict.unchanged(Screening.FUTURE, state);
        }
        if (state == null) {
            return Verdict.unchanged(Screening.USABLE, RegisterState.first(next));
        }
        if (next.at().equals(state.newest().at())) {
            boolean same = next.registerWh() == state.newest().registerWh();
            return Verdict.unchanged(same ? Screening.DUPLICATE : Screening.CONTRADICTION, state);
        }
        Suspicion suspicion = state.suspicion();
        RegisterReading latest = suspicion == null ? state.newest() : suspicion.last();
        return next.at().isAfter(latest.at())
                ? judgeNewer(state, next, stepWh)
                : Verdict.unchanged(Screening.LATE, state);
    }

    private Verdict judgeNewer(RegisterState state, RegisterReading next, long stepWh) {
        Suspicion continued = continued(state.suspicion(), next, stepWh);
        if (continued != null && continued.verdict() == Screening.LIMIT) {
            return quarantined(state, continued);
        }
        if (isPlausible(state.newest(), state.changedAt(), next, stepWh)) {
            return Verdict.unchanged(Screening.USABLE, state.next(next, state.offsetWh()));
        }
        if (next.registerWh() >= state.newest().registerWh()) {
            return quarantined(state, Suspicion.of(Screening.LIMIT, next));
        }
        OptionalLong rollover = rollover(state, next, stepWh);
        if (rollover.isPresent()) {
            long offset = Math.addExact(state.offsetWh(), rollover.getAsLong());
            RegisterChange change = new RegisterChange(next.at(), offset, ValueReason.ROLLOVER, 0);
            return changed(state.next(next, offset), change);
        }
        return continued == null
                ? quarantined(state, Suspicion.of(Screening.ROLLBACK, next))
                : resetOrRollback(state, continued, stepWh);
    }

    private @Nullable Suspicion continued(
            @Nullable Suspicion suspicion, RegisterReading next, long stepWh) {
        return suspicion != null
                        && isPlausible(suspicion.last(), suspicion.last().at(), next, stepWh)
                ? suspicion.with(next)
                : null;
    }

    /** Whether the register may show {@code next} if it has shown {@code last} since then. */
    private boolean isPlausible(
            RegisterReading last, Instant since, RegisterReading next, long stepWh) {
        long energy = next.registerWh() - last.registerWh();
        return energy >= 0 && energy <= most(since, next, stepWh);
    }

    private long most(Instant since, RegisterReading next, long stepWh) {
        Duration time = Duration.between(since, next.at()).plus(rules.registerDelay());
        return Math.addExact(rules.mostWh(time, capacityWatts), stepWh);
    }

    private OptionalLong rollover(RegisterState state, RegisterReading next, long stepWh) {
        long last = state.newest().registerWh();
        long most = most(state.changedAt(), next, stepWh);
        return rules.rolloversWh().stream()
                .mapToLong(Long::longValue)
                .filter(end -> last < end && last >= end / 100 * ROLLOVER_FROM_PERCENT)
                .filter(end -> end - last + next.registerWh() <= most)
                .min();
    }

    private Verdict resetOrRollback(RegisterState state, Suspicion suspicion, long stepWh) {
        if (!provesReset(state, suspicion, stepWh)) {
            return quarantined(state, suspicion);
        }
        return reset(state, suspicion, stepWh);
    }

    private Verdict reset(RegisterState state, Suspicion suspicion, long stepWh) {
        long offset = Math.addExact(state.offsetWh(), state.newest().registerWh());
        Instant from = suspicion.first().at();
        RegisterChange change =
                new RegisterChange(
                        from,
                        offset,
                        ValueReason.RESET,
                        most(state.newest().at(), suspicion.first(), stepWh));
        return changed(state.next(suspicion.last(), offset), change);
    }

    private boolean provesReset(RegisterState state, Suspicion suspicion, long stepWh) {
        RegisterReading first = suspicion.first();
        RegisterReading last = suspicion.last();
        Duration period = Duration.between(first.at(), last.at());
        return suspicion.readings() >= rules.reset().readings()
                && period.compareTo(rules.reset().period()) >= 0
                && last.registerWh() > first.registerWh()
                && first.registerWh() < state.newest().registerWh() / RESET_BELOW_PARTS
                && first.registerWh() <= most(state.newest().at(), first, stepWh);
    }

    /**
     * Takes an operator's word that the meter was exchanged. The old one counts up to its final
     * register, the new one from its initial register.
     *
     * @param stepWh resolution of the registers in Wh, rounded up
     * @return the state after which readings of the new meter are judged, with the change in it; or
     *     why the operator must be wrong
     */
    public ExchangeResult exchange(RegisterState state, MeterExchange exchange, long stepWh) {
        RegisterReading last = state.newest();
        if (!exchange.finalReading().at().isAfter(last.at())) {
            return new ExchangeResult.Refused(ExchangeResult.Refusal.NEWER_READINGS);
        }
        if (exchange.finalReading().registerWh() < last.registerWh()) {
            return new ExchangeResult.Refused(ExchangeResult.Refusal.FINAL_BELOW_LAST);
        }
        if (!isPlausible(last, state.changedAt(), exchange.finalReading(), stepWh)) {
            return new ExchangeResult.Refused(ExchangeResult.Refusal.FINAL_ABOVE_LIMIT);
        }
        long counted =
                exchange.finalReading().registerWh() - exchange.initialReading().registerWh();
        long offset = Math.addExact(state.offsetWh(), counted);
        RegisterReading initial = exchange.initialReading();
        return new ExchangeResult.Exchanged(
                new RegisterState(initial, initial.at(), offset, null),
                new RegisterChange(initial.at(), offset, ValueReason.EXCHANGE, 0));
    }

    /**
     * Takes an operator's word that the held-back readings are right: high ones were energy, low
     * ones count from a register that was reset to 0.
     *
     * @param stepWh resolution of the register in Wh, rounded up
     * @return usable, with the state after the newest of them; empty if nothing is held back, or if
     *     low ones start from more than can have flowed since a reset
     */
    public Optional<Verdict> release(RegisterState state, long stepWh) {
        Suspicion suspicion = state.suspicion();
        if (suspicion == null) {
            return Optional.empty();
        }
        if (suspicion.verdict() == Screening.LIMIT) {
            return Optional.of(
                    Verdict.unchanged(
                            Screening.USABLE, state.next(suspicion.last(), state.offsetWh())));
        }
        RegisterReading first = suspicion.first();
        return first.registerWh() <= most(state.newest().at(), first, stepWh)
                ? Optional.of(reset(state, suspicion, stepWh))
                : Optional.empty();
    }

    private static Verdict quarantined(RegisterState state, Suspicion suspicion) {
        return Verdict.unchanged(suspicion.verdict(), state.suspecting(suspicion));
    }

    private static Verdict changed(RegisterState state, RegisterChange change) {
        return new Verdict(Screening.USABLE, state, Optional.of(change));
    }
}
