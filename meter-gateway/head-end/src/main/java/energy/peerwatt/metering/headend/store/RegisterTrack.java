package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.ReadingChainState;
import energy.peerwatt.metering.headend.RegisterChange;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.RegisterReading;
import energy.peerwatt.metering.headend.Screening;
import energy.peerwatt.metering.headend.validation.ExchangeResult;
import energy.peerwatt.metering.headend.validation.MeterExchange;
import energy.peerwatt.metering.headend.validation.RegisterScreening;
import energy.peerwatt.metering.headend.validation.RegisterState;
import energy.peerwatt.metering.headend.validation.RegisterState.Suspicion;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import energy.peerwatt.metering.protocol.Hash256;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One locked register while readings are judged; one transaction, one thread. */
final class RegisterTrack {

    private static final short ROLLBACK = ScreeningCode.of(Screening.ROLLBACK);

    private final int id;
    private final RegisterId register;
    private final RegisterScreening screening;
    private final @Nullable Instant erasedBefore;
    private final List<RegisterChange> changes = new ArrayList<>();
    private final List<Release> releases = new ArrayList<>();
    private final @Nullable RegisterState before;
    private @Nullable RegisterState state;
    private @Nullable Instant firstUsable;
    private final @Nullable ReadingChainState chainBefore;
    private @Nullable ReadingChainState chain;

    private RegisterTrack(
            int id,
            RegisterId register,
            RegisterScreening screening,
            @Nullable RegisterState state,
            @Nullable ReadingChainState chain,
            @Nullable Instant erasedBefore) {
        this.id = id;
        this.erasedBefore = erasedBefore;
        this.register = register;
        this.screening = screening;
        this.before = state;
        this.state = state;
        this.chainBefore = chain;
        this.chain = chain;
    }

    /**
     * Quarantined readings that a later one showed to be usable.
     *
     * @param register id of the register
     * @param from first of them
     * @param to last of them, inclusive
     * @param screening their verdict so far
     */
    record Release(int register, Instant from, Instant to, short screening) {}

    /** A change of the register with {@code id}. */
    record Change(int id, RegisterChange change) {}

    /** Reads the columns of {@link RegisterTracks}. */
    static RegisterTrack of(Row row, ValidationRules rules) {
        @Nullable Long capacity = row.getLong("capacity_watts");
        return new RegisterTrack(
                row.getInteger("id"),
                new RegisterId(
                        new MeteringPointId(row.getString("metering_point")),
                        Channel.valueOf(row.getString("channel"))),
                new RegisterScreening(rules, capacity == null ? rules.capacityWatts() : capacity),
                state(row),
                chain(row),
                erasedBefore(row));
    }

    private static @Nullable Instant erasedBefore(Row row) {
        @Nullable OffsetDateTime before = row.getOffsetDateTime("erased_before");
        return before == null ? null : before.toInstant();
    }

    private static @Nullable ReadingChainState chain(Row row) {
        @Nullable Buffer head = row.getBuffer("chain_head");
        return head == null
                ? null
                : new ReadingChainState(
                        row.getInteger("chain_gateway"),
                        row.getLong("chain_epoch"),
                        Hash256.of(head.getBytes()));
    }

    private static @Nullable RegisterState state(Row row) {
        @Nullable OffsetDateTime lastAt = row.getOffsetDateTime("last_at");
        if (lastAt == null) {
            return null;
        }
        return new RegisterState(
                new RegisterReading(lastAt.toInstant(), row.getLong("last_wh")),
                row.getOffsetDateTime("changed_at").toInstant(),
                row.getLong("offset_wh"),
                suspicion(row));
    }

    private static @Nullable Suspicion suspicion(Row row) {
        @Nullable Short verdict = row.getShort("suspect_screening");
        if (verdict == null) {
            return null;
        }
        return new Suspicion(
                ScreeningCode.suspicion(verdict),
                new RegisterReading(
                        row.getOffsetDateTime("suspect_from").toInstant(),
                        row.getLong("suspect_from_wh")),
                new RegisterReading(
                        row.getOffsetDateTime("suspect_at").toInstant(), row.getLong("suspect_wh")),
                row.getInteger("suspect_readings"));
    }

    /**
     * Judges the register's next reading.
     *
     * @param stepWh resolution in Wh, rounded up
     */
    Screening screen(RegisterReading next, long stepWh, Instant receivedAt) {
        RegisterScreening.Verdict verdict = screening.judge(state, next, stepWh, receivedAt);
        state = verdict.state();
        if (verdict.screening() == Screening.USABLE) {
            firstUsable = firstUsable == null ? next.at() : firstUsable;
        }
        verdict.change()
                .ifPresent(change -> {
                    changes.add(change);
                    if (change.from().isBefore(next.at())) {
                        releases.add(new Release(id, change.from(), next.at(), ROLLBACK));
                    }
                });
        return verdict.screening();
    }

    /** Makes usable what is held back. */
    ReleaseResult release(long stepWh) {
        if (state == null || state.suspicion() == null) {
            return ReleaseResult.NOTHING_HELD_BACK;
        }
        Suspicion held = state.suspicion();
        Optional<RegisterScreening.Verdict> verdict = screening.release(state, stepWh);
        if (verdict.isEmpty()) {
            return ReleaseResult.NOT_A_RESET;
        }
        state = verdict.get().state();
        verdict.get().change().ifPresent(changes::add);
        releases.add(
                new Release(
                        id, held.first().at(), held.last().at(), ScreeningCode.of(held.verdict())));
        return ReleaseResult.DONE;
    }

    /** Takes an exchange of the meter; nothing is changed if it is refused. */
    ExchangeResult exchange(MeterExchange exchange, long stepWh) {
        if (state == null) {
            return new ExchangeResult.Refused(ExchangeResult.Refusal.UNKNOWN_REGISTER);
        }
        ExchangeResult result = screening.exchange(state, exchange, stepWh);
        if (result
                instanceof ExchangeResult.Exchanged(RegisterState after, RegisterChange change)) {
            state = after;
            changes.add(change);
        }
        return result;
    }

    /**
     * Forgets what was suspected, so that held-back readings can be judged again.
     *
     * @return newest usable reading, if there is one
     */
    Optional<RegisterReading> forgetSuspicion() {
        if (state == null) {
            return Optional.empty();
        }
        state = state.unsuspicious();
        return Optional.of(state.newest());
    }

    /** Whether readings of this time were erased and must not be stored again. */
    boolean isErased(Instant at) {
        return erasedBefore != null && at.isBefore(erasedBefore);
    }

    int id() {
        return id;
    }

    RegisterId register() {
        return register;
    }

    /** Whether there ever was a usable reading. */
    boolean hasState() {
        return state != null;
    }

    boolean isChanged() {
        return !Objects.equals(before, state)
                || (state != null && !Objects.equals(chainBefore, chain));
    }

    @Nullable ReadingChainState chain() {
        return chain;
    }

    /** Where the register's hash chain has got to. */
    void chain(ReadingChainState next) {
        chain = next;
    }

    List<Change> changes() {
        return changes.stream().map(change -> new Change(id, change)).toList();
    }

    List<Release> releases() {
        return releases;
    }

    /** After {@link #isChanged}. */
    RegisterState state() {
        return Objects.requireNonNull(state);
    }

    Optional<Suspicion> suspicion() {
        return Optional.ofNullable(state().suspicion());
    }

    /** Where the search of a register that was never read before starts. */
    Instant firstUsable() {
        return firstUsable == null ? state().newest().at() : firstUsable;
    }
}
